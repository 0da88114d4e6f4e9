from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.people.actions import change_reach, end_absence, end_sessions
from linli.people.actors import ACTING_POST
from linli.people.forms import ReachForm
from linli.people.forms_of_absences import AbsenceForm
from linli.people.models import Absence, Account, Post
from linli.people.reads import looks_by, office_and_role
from linli.people.reads_of_absences import absences_near
from linli.people.rules_of_absences import can_end_absence, can_note_absence
from linli.people.sign_in import factors_of

UNPROCESSABLE = 422
MOST_FORMS = 6


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Asks the same rule as removing the app does: where a second factor is required, the last one stays."""

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            removed: HttpResponse = super().form_valid(form)
            return removed
        form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
        kept: HttpResponse = self.form_invalid(form)
        return kept


remove_passkey = RemovePasskey.as_view()


def me(request: HttpRequest) -> HttpResponse:
    """Her own account: how she is reached, her posts, her second steps, and what she looked at."""
    account = own_account(request)
    form = ReachForm(request.POST or None, initial={"phone": account.phone and account.phone.open()})
    if request.method == "POST" and reach_changed(request, account, form):
        return HttpResponseRedirect(reverse("people_me"))
    context = {
        "account": account,
        "form": form,
        "factors": factors_of(account).count(),
        "looks": looks_by(account),
    }
    return render(request, "people/me.html", context, status=UNPROCESSABLE if form.errors else 200)


def own_account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def reach_changed(request: HttpRequest, account: Account, form: ReachForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_reach(account, by=actor_of(request), at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return False
    messages.success(request, _("Your telephone is changed."))
    return True


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose under which of her posts she acts. The session gets a new name, as at every change of rights."""
    posts = {str(post.id): post for post in actor_of(request).posts}
    chosen: Any = posts.get(request.POST.get("post", ""))
    if chosen is None:
        request.session.pop(ACTING_POST, None)
    else:
        request.session[ACTING_POST] = chosen.id
    request.session.cycle_key()
    return HttpResponseRedirect(reverse("people_me"))


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    account = end_sessions(own_account(request), by=actor_of(request), at=timezone.now())
    update_session_auth_hash(request, account)
    messages.success(request, _("All your other devices are signed out."))
    return HttpResponseRedirect(reverse("people_me"))


@require_http_methods(["GET", "HEAD"])
def away(request: HttpRequest) -> HttpResponse:
    """A form for each of her posts; with `?post=`, for that one, which she keeps."""
    actor, asked = actor_of(request), request.GET.get("post", "")
    posts = own_posts(actor)
    if asked.isdecimal():
        posts = [found for found in [one_post(actor, asked)] if can_note_absence(actor, found)]
    return away_page(request, [AbsenceForm(None, post=post, day=timezone.localdate()) for post in posts])


def own_posts(actor: Actor) -> list[Post]:
    rows = Post.objects.visible_to(actor).filter(account=actor.account_id).on(timezone.localdate())
    return list(rows.select_related("account", "area", "organisation").order_by("pk")[:MOST_FORMS])


def one_post(actor: Actor, pk: Any) -> Post:
    rows = Post.objects.visible_to(actor).select_related("account", "area", "organisation")
    found: Post = get_object_or_404(rows, pk=pk)
    return found


def away_page(request: HttpRequest, forms: list[AbsenceForm]) -> HttpResponse:
    actor, day = actor_of(request), timezone.localdate()
    lines = [
        (one, office_and_role(one.post), bool(can_end_absence(actor, one, day)))
        for one in absences_near(actor, day)
    ]
    context = {
        "forms": [(form, office_and_role(form.post)) for form in forms],
        "lines": lines,
        "today": day,
        "own": all(form.post.account_id == actor.account_id for form in forms),
    }
    refused = any(form.errors for form in forms)
    return render(request, "people/away.html", context, status=UNPROCESSABLE if refused else 200)


@require_POST
def note_away(request: HttpRequest, post: int) -> HttpResponse:
    actor = actor_of(request)
    form = AbsenceForm(request.POST, post=one_post(actor, post), day=timezone.localdate())
    if form.try_act(by=actor, at=timezone.now()):
        messages.success(request, _("Noted. It ends by itself on the day."))
        return HttpResponseRedirect(reverse("people_away"))
    return away_page(request, [form])


@require_POST
def end_away(request: HttpRequest, absence: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(Absence.objects.visible_to(actor).select_related("post"), pk=absence)
    try:
        end_absence(found, by=actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("The absence is ended."))
    return HttpResponseRedirect(reverse("people_away"))
