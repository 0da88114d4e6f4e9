"""Views of a list, kept under a name: the list of cases and the ledger of calls share one way of keeping them."""

from typing import Any, Final

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases.actions.saved_views import remove_view, rename_view, save_view, share_view
from linli.cases.models import SavedView
from linli.cases.models.sheets import CALLS, CASES
from linli.console.cases.listed import LISTED
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door

MOST_VIEWS = 40
PAGES: Final = {CASES: "console:cases", CALLS: "console:whistles-ledger"}


def views_context(actor: Actor, kind: str, query: str) -> dict[str, Any]:
    """What the page of a list shows of its views: hers and those shared with her, and with which units she may share."""
    rows = SavedView.objects.visible_to(actor).of(kind).select_related("account").order_by("name", "id")
    return {
        "list": kind,
        "view_query": query,
        "views": [
            {"view": view, "mine": view.account_id == actor.account_id, "current": view.query == query}
            for view in rows[:MOST_VIEWS]
        ],
        "units": [post for post in actor.posts if post.organisation_id],
    }


def back_to(kind: str, query: str) -> str:
    page = LISTED[kind].page if kind in LISTED else PAGES[kind]
    return reverse(page) + (f"?{query}" if query else "")


@door("console")
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """The list as its address shows it, under a name."""
    query, kind = QueryDict(request.POST.get("query", "")).urlencode(), request.POST.get("list", CASES)
    if kind not in PAGES:
        return HttpResponseBadRequest()
    name, actor = request.POST.get("name", ""), actor_of(request)
    back = back_to(kind, query)
    return _told(request, back, _("Kept."), lambda at: save_view(name, query, kind=kind, by=actor, at=at))


@door("console")
@require_POST
def change_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share or remove; each button says which."""
    actor = actor_of(request)
    view: SavedView = get_object_or_404(SavedView.objects.visible_to(actor), pk=pk)
    acts: dict[str, Any] = {
        "rename": lambda at: rename_view(view, request.POST.get("name", ""), by=actor, at=at),
        "share": lambda at: share_view(view, _unit(request), by=actor, at=at),
        "keep": lambda at: share_view(view, None, by=actor, at=at),
        "remove": lambda at: remove_view(view, by=actor, at=at),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return HttpResponseBadRequest()
    return _told(request, back_to(view.kind, view.query), _("Changed."), act)


def _unit(request: HttpRequest) -> int:
    unit = request.POST.get("unit", "")
    return int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else 0


def _told(request: HttpRequest, back: str, done: str, act: Any) -> HttpResponse:
    try:
        act(timezone.now())
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return HttpResponseRedirect(back)
