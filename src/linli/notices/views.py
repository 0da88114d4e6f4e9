"""What she was told: her list, the way from a line to its case, how she wants to be told. Behind the door she came by."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.notices.actions.connecting import choose
from linli.notices.actions.telling import open_all, open_notice
from linli.notices.forms import PreferenceForm, first_values
from linli.notices.models import Notice, Preference
from linli.notices.public import page_behind
from linli.notices.reads_of_inbox import notice_list, whistle_behind


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def routes_of(door: str) -> dict[str, str]:
    return {
        "list": f"{door}:notices",
        "read": f"{door}:notices-read",
        "wishes": f"{door}:notices-wishes",
        "one": f"{door}:notices-one",
        "case": f"{door}:case",
        "whistle": f"{'field' if door == 'portal' else door}:whistle",  # calls are answered in a post
    }


def door_of(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return request.resolver_match.app_name


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    door = door_of(request)
    context |= {"base": f"{door}/base.html", "routes": routes_of(door)}
    return render(request, f"notices/{template}.html", context, status=status)


def back_to(request: HttpRequest, which: str, *parts: Any) -> HttpResponse:
    return redirect(routes_of(door_of(request))[which], *parts)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    found = notice_list(actor_of(request), timezone.now(), cursor=request.GET.get("after", ""))
    return shown(request, "notices", lines=found.lines, page=found.page)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it is reading it; the case follows, if it is still hers to see."""
    actor = actor_of(request)
    found = get_object_or_404(Notice.objects.visible_to(actor).list_of(actor), pk=pk)
    open_notice(found, by=actor, at=timezone.now())
    if (whistle := whistle_behind(found, actor)) is not None:
        return back_to(request, "whistle", whistle.pk)
    case = Case.objects.visible_to(actor).filter(pk=found.case_id or 0).first()
    if case is not None:
        return back_to(request, "case", case.number)
    page = page_behind(found)
    return redirect(page) if page else back_to(request, "list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    open_all(by=actor_of(request), at=timezone.now())
    return back_to(request, "list")


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    chosen = Preference.objects.visible_to(actor).filter(account=actor.account_id).first()
    form = PreferenceForm(request.POST or None, initial=first_values(chosen))
    if request.method == "POST" and form.is_valid():
        choose(**form.cleaned_data, by=actor, at=timezone.now())
        messages.success(request, _("From now on you are told like this."))
        return back_to(request, "list")
    status = 422 if request.method == "POST" else 200
    return shown(request, "wishes", status, form=form)
