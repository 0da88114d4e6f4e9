"""The left rail: only what exists, and only doors that open for this reader."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.console.counting import counted
from linli.kit.actor import Actor
from linli.kit.doors import may_pass
from linli.notices.templatetags.notices import unread_notices


@dataclass(frozen=True)
class Entry:
    route: str
    address: str
    picture: str
    label: str
    count: str
    current: bool


def rail(request: HttpRequest) -> dict[str, Any]:
    """For the templates of the console; looked up when a page shows it, so that a swapped part costs nothing."""
    match = request.resolver_match
    if match is None or match.app_name != "console":
        return {}
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"rail": SimpleLazyObject(lambda: entries(actor, match.view_name))}


ALSO = {"console:cases": ("console:case",)}


def entries(actor: Actor, here: str) -> tuple[Entry, ...]:
    waiting = str(counted(Case.objects.visible_to(actor).open().to_triage())) if actor.posts else ""
    places = (
        ("console:start", "home", _("Today"), "console", ""),
        ("console:inbox", "inbox", _("Inbox"), "console", waiting),
        ("console:notices", "bell", _("Notices"), "console", unread_notices(actor)),
        ("console:desk", "edit", _("At the desk"), "desk", ""),
        ("console:cases", "list", _("Cases"), "console", ""),
        ("console:board", "board", _("Published"), "console", ""),
        ("console:posters", "qr", _("Posters"), "console", ""),
        ("console:places", "map", _("Places"), "places", ""),
        ("console:people", "people", _("People and posts"), "people", ""),
        ("console:rulebook", "book", _("Rule book"), "console", ""),
        ("console:import", "table", _("Import"), "import", ""),
        ("console:connections", "link", _("Connections"), "rulebook", ""),
    )
    shown = (_entry(here, *place) for place in places if may_pass(place[3], actor))
    return tuple(entry for entry in shown if entry)


def _entry(here: str, route: str, picture: str, label: str, policy: str, count: str) -> Entry | None:
    try:
        address = reverse(route)
    except NoReverseMatch:
        return None
    current = any(here == own or here.startswith(f"{own}-") for own in (route, *ALSO.get(route, ())))
    return Entry(route, address, picture, label, count if count != "0" else "", current)
