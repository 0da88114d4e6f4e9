"""The rule books in force, held in memory. Another process's new edition is noticed within a second,
and so is the day of one that waits for it.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.governance.load import read_content
from linli.governance.model import Role, RuleBook
from linli.governance.models import Binding, Edition
from linli.kit.answer import Answer, no, yes
from linli.kit.paths import lineage

SECONDS_BETWEEN_LOOKS = 1.0
CONSOLE_VERBS = frozenset(
    {"register", "triage", "dispatch", "offer", "verify", "close", "publish", "unpublish", "urge"}
)
FIELD_VERBS = frozenset({"claim", "accept", "start", "answer", "release"})


@dataclass
class _Shelf:
    """`places`: area path → slug; `current`: slug → edition id."""

    places: Mapping[str, str]
    current: Mapping[str, int]
    looked_at: float


_books: dict[int, RuleBook] = {}
_shelf: _Shelf | None = None


def forget() -> None:
    """Read everything anew: after an edition was published here, and between tests."""
    global _shelf
    _shelf = None
    _books.clear()


def _look() -> _Shelf:
    global _shelf
    if _shelf is None or time.monotonic() - _shelf.looked_at > SECONDS_BETWEEN_LOOKS:
        effective = Edition.objects.effective(timezone.now())
        latest = dict(effective.order_by("slug").values_list("slug").annotate(Max("id")))
        places = dict(Binding.objects.values_list("area_path", "slug"))
        _shelf = _Shelf(places, latest, time.monotonic())
    return _shelf


def edition(number: int) -> RuleBook:
    """The rule book as published under this id; one query the first time, none afterwards."""
    if number not in _books:
        row = Edition.objects.get(pk=number)
        _books[number] = replace(read_content(row.content), edition=row.pk, number=row.number)
    return _books[number]


def rulebook_for(area_path: str) -> RuleBook | None:
    """The rule book that holds at this place: of the nearest bound area at or above it."""
    shelf = _look()
    for path in reversed(lineage(area_path)):
        slug = shelf.places.get(path)
        if slug is not None and slug in shelf.current:
            return edition(shelf.current[slug])
    return None


def rulebook_of(slug: str) -> RuleBook | None:
    """The edition in force of this locality."""
    number = _look().current.get(slug)
    return None if number is None else edition(number)


def waiting_edition(slug: str, at: datetime) -> Edition | None:
    """The one that takes effect next in this locality: newer than the one in force, and its day is still to come."""
    now = Edition.objects.of(slug).effective(at).values_list("number", flat=True).first() or 0
    later = Edition.objects.standing().filter(slug=slug, number__gt=now, effective_at__gt=at)
    return later.order_by("effective_at", "-number").first()


def localities() -> list[Binding]:
    """Every bound place, by name."""
    return list(Binding.objects.select_related("area").order_by("name"))


def role_sense(role: str, area_path: str) -> tuple[str, frozenset[str]]:
    """How a role is called at this place, and what it allows besides its verbs: its rights and the doors they need."""
    book = rulebook_for(area_path)
    found = book.roles.get(role) if book else None
    if book is None or found is None:
        return role, frozenset()
    return found.name, _rights(book, found)


def role_fits(role: str, level: str, area_path: str) -> Answer:
    """A role is held in areas of its own level; one whose level is no place (linked households) in those above it."""
    book = rulebook_for(area_path)
    found = book.roles.get(role) if book else None
    if book is None or found is None or level in _levels_of(book, found):
        return yes
    names = {known.key: known.name for known in book.levels}
    facts = {
        "role": found.name,
        "wanted": names.get(found.level, found.level),
        "level": names.get(level, level),
    }
    return no(
        _(
            "“%(role)s” is a post for an area of the level “%(wanted)s”; this one is “%(level)s”. Choose another."
        )
        % facts
    )


def _levels_of(book: RuleBook, role: Role) -> frozenset[str]:
    own = next((level for level in book.levels if level.key == role.level), None)
    return frozenset({role.level} if own is None or own.place else own.under)


def _rights(book: RuleBook, role: Role) -> frozenset[str]:
    verbs = frozenset[str]().union(*book.may(role.key).values())
    doors = {"console", "desk"} if verbs & CONSOLE_VERBS or role.rights else set()
    called = role.key in book.whistle.report
    field = {"field"} if called or verbs & FIELD_VERBS else set()
    return role.rights | doors | field | ({"called"} if called else set())
