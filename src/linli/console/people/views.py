from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.console.finding import actor_of
from linli.console.people import forms
from linli.console.people.choices import role_name
from linli.console.people.pages import person_page
from linli.kit.doors import door
from linli.people.models import Account, Post
from linli.people.reads import account_list, look_log, posts_lifted

UNPROCESSABLE = 422


@door("people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    words, stopped = request.GET.get("words", "")[:60], "stopped" in request.GET
    shown = account_list(
        actor_of(request),
        timezone.localdate(),
        words=words,
        stopped=stopped,
        cursor=request.GET.get("after", ""),
    )
    rows = [(line, [(post, named(post)) for post in line.posts]) for line in shown.lines]
    context = {
        "rows": rows,
        "page": shown.page,
        "words": words,
        "stopped": stopped,
        "query": query_of(request),
        "lifted": [(post, named(post)) for post in posts_lifted(actor_of(request), timezone.localdate())],
    }
    return render(request, "console/people/people.html", context)


def named(post: Post) -> str:
    return role_name(post.role, post.area_path, post.title)


def query_of(request: HttpRequest) -> str:
    words = request.GET.copy()
    words.pop("after", None)
    return f"{words.urlencode()}&" if words else ""


@door("people")
def new(request: HttpRequest) -> HttpResponse:
    form = forms.NewPersonForm(request.POST or None, by=actor_of(request))
    if request.method == "POST" and form.try_act(by=actor_of(request), at=timezone.now()):
        return show_password(request, form.account, form.password)
    return render(
        request, "console/people/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )


def show_password(request: HttpRequest, account: Account | None, password: str) -> HttpResponse:
    """In this one response; nowhere else can it be read again."""
    return render(request, "console/people/password.html", {"account": account, "password": password})


@door("people")
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return respond(request, find_account(request, pk))


def find_account(request: HttpRequest, pk: int) -> Account:
    rows = Account.objects.visible_to(actor_of(request)).select_related("area")
    account: Account = get_object_or_404(rows, pk=pk)
    return account


def respond(request: HttpRequest, account: Account, again: forms.PeopleForm | None = None) -> HttpResponse:
    shown = person_page(account, actor_of(request), timezone.localdate(), again=again)
    status = UNPROCESSABLE if again else 200
    return render(request, "console/people/person.html", {"shown": shown, "account": account}, status=status)


def act_on_account(make: Callable[..., forms.PeopleForm]) -> Callable[..., HttpResponse]:
    """The view of one act upon an account; all of them find, act and show alike."""

    @door("people")
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        account = find_account(request, pk)
        return finish(request, account, make(request.POST, account=account))

    return view


def finish(request: HttpRequest, account: Account, form: forms.PeopleForm) -> HttpResponse:
    if not form.try_act(by=actor_of(request), at=timezone.now()):
        return respond(request, account, form)
    messages.success(request, str(form.done))
    return HttpResponseRedirect(reverse("console:people-person", args=[account.pk]))


change_name = act_on_account(forms.RenameForm)
factors = act_on_account(forms.FactorsForm)
stop = act_on_account(forms.StopForm)


@door("people")
@require_POST
def give_post(request: HttpRequest, pk: int) -> HttpResponse:
    account = find_account(request, pk)
    return finish(request, account, forms.PostForm(request.POST, account=account, by=actor_of(request)))


@door("people")
@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    account = find_account(request, pk)
    form = forms.PasswordForm(request.POST, account=account)
    if form.try_act(by=actor_of(request), at=timezone.now()):
        return show_password(request, account, form.password)
    return respond(request, account, form)


@door("people")
@require_POST
def stop_post(request: HttpRequest, pk: int) -> HttpResponse:
    post: Post = get_object_or_404(Post.objects.visible_to(actor_of(request)), pk=pk)
    return finish(request, find_account(request, post.account_id), forms.EndPostForm(request.POST, post=post))


@door("people")
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at personal data in her areas."""
    page = look_log(actor_of(request), cursor=request.GET.get("after", ""))
    rows = [(look, named(look.post) if look.post else "") for look in page.rows]
    return render(request, "console/people/looks.html", {"rows": rows, "page": page, "query": ""})
