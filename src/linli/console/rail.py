"""The left rail: only what exists, and only doors that open for this reader."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.cases.models import Case, Objection
from linli.console.counting import counted
from linli.kit.actor import Actor
from linli.kit.doors import may_pass
from linli.kit.kept import Kept
from linli.notices.templatetags.notices import unread_notices


@dataclass(frozen=True)
class Entry:
    route: str
    address: str
    picture: str
    label: str
    count: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Entries under one name; those without a name are always in sight."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def open(self) -> bool:
        return any(entry.current for entry in self.entries)

    @property
    def count(self) -> int:
        return sum(int(entry.count) for entry in self.entries if entry.count.isdigit())


GROUPS = (
    (gettext_noop("Follow up"), ("objections", "checks", "whistles", "hot", "callbacks")),
    (gettext_noop("In public"), ("rates", "lists", "board", "posters")),
    (
        gettext_noop("Ground work"),
        ("places", "people", "duties", "rulebook", "import", "connections"),
    ),
)


def rail(request: HttpRequest) -> dict[str, Any]:
    """For the templates of the console; looked up when a page shows it, so that a swapped part costs nothing."""
    match = request.resolver_match
    if match is None or match.app_name != "console":
        return {}
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {"rail": SimpleLazyObject(lambda: grouped(entries(actor, match.view_name)))}


# Pages whose route does not begin like the entry they belong to.
ALSO = {
    "console:cases": ("console:case",),
    "console:whistles": ("console:whistle",),
    "console:lists": ("console:project",),
}


_numbers: Kept[tuple[str, str]] = Kept(lambda: settings.RAIL_SECONDS)


def numbers_for(actor: Actor) -> tuple[str, str]:
    """How many cases wait in her inbox, and how many objections: counted anew after a few seconds, or after she did
    something herself.
    """
    return _numbers.get(_key(actor), lambda: _count(actor))


def _count(actor: Actor) -> tuple[str, str]:
    waiting = Case.objects.visible_to(actor).open().to_triage()
    contested = Objection.objects.visible_to(actor).open()
    return str(counted(waiting)), str(counted(contested))


def count_anew(actor: Actor) -> None:
    _numbers.drop(_key(actor))


def _key(actor: Actor) -> tuple[int | None, tuple[int, ...]]:
    return actor.account_id, tuple(post.id for post in actor.posts)


def entries(actor: Actor, here: str) -> tuple[Entry, ...]:
    waiting, contested = numbers_for(actor) if actor.posts else ("", "")
    places = (
        ("console:start", "home", _("Today"), "console", ""),
        ("console:inbox", "inbox", _("Inbox"), "console", waiting),
        ("console:notices", "bell", _("Notices"), "console", unread_notices(actor)),
        ("console:desk", "edit", _("At the desk"), "desk", ""),
        ("console:chat", "words", _("From a group chat"), "desk", ""),
        ("console:cases", "list", _("Cases"), "console", ""),
        ("console:objections", "question", _("Objections"), "console", contested),
        ("console:checks", "eye", _("Is it so?"), "console", ""),
        ("console:whistles", "flag", _("Units called together"), "console", ""),
        ("console:hot", "people", _("Hot issues"), "console", ""),
        ("console:callbacks", "phone", _("Call back"), "console", ""),
        ("console:rates", "chart", _("Three rates"), "console", ""),
        ("console:lists", "list", _("Lists"), "console", ""),
        ("console:board", "board", _("Published"), "console", ""),
        ("console:posters", "qr", _("Posters"), "console", ""),
        ("console:places", "map", _("Places"), "places", ""),
        ("console:people", "people", _("People and posts"), "people", ""),
        ("console:duties", "table", _("Duty list"), "console", ""),
        ("console:rulebook", "book", _("Rule book"), "console", ""),
        ("console:import", "table", _("Import"), "import", ""),
        ("console:connections", "link", _("Connections"), "rulebook", ""),
    )
    shown = (_entry(here, *place) for place in places if may_pass(place[3], actor))
    return tuple(entry for entry in shown if entry)


def grouped(shown: tuple[Entry, ...]) -> tuple[Group, ...]:
    """The day's work first and unfolded, the rest under a few names."""
    named = [(name, {f"console:{route}" for route in routes}) for name, routes in GROUPS]
    elsewhere = {route for _name, routes in named for route in routes}
    groups = [Group("", tuple(entry for entry in shown if entry.route not in elsewhere))]
    for name, routes in named:
        groups.append(Group(_(name), tuple(entry for entry in shown if entry.route in routes)))
    return tuple(group for group in groups if group.entries)


@cache
def _address(route: str) -> str:
    """Looked up once in the life of a process; empty for a door that is not there."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _entry(here: str, route: str, picture: str, label: str, policy: str, count: str) -> Entry | None:
    address = _address(route)
    if not address:
        return None
    current = any(here == own or here.startswith(f"{own}-") for own in (route, *ALSO.get(route, ())))
    return Entry(route, address, picture, label, count if count != "0" else "", current)
