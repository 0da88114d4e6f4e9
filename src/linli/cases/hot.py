"""Look each night, place by place, for what many households speak of. What is found is a record; nothing is assigned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases.actions.heating import note_issue
from linli.cases.models import Case, Link
from linli.cases.reads_of_voices import households_in
from linli.cases.sensing.apart import group_apart
from linli.cases.sensing.hotspots import FEWEST, SILENCE, Hotspot, Voice
from linli.cases.telltales import without
from linli.governance.model import RuleBook
from linli.governance.reads import localities, rulebook_for
from linli.kit.actor import SYSTEM
from linli.kit.paths import SEGMENT
from linli.kit.rhythm import every

MOST_TEXTS = 20_000
NIGHT_ENDS = 6


@every(timedelta(hours=6), whole=False)
def find_hot_issues(at: str) -> int:
    """Once a night. Reading and comparing hold nothing locked; each group that is found is written by itself."""
    now = datetime.fromisoformat(at)
    if timezone.localtime(now).hour >= NIGHT_ENDS:
        return 0
    return sum(look_at(place.area_path, now) for place in localities())


def look_at(area_path: str, now: datetime) -> int:
    book = rulebook_for(area_path)
    found = list(groups_in(area_path, book, now)) if book else []
    for group in found:
        note_issue(group.cases, shared=group.shared, households=group.households, by=SYSTEM, at=now)
    return len(found)


@dataclass(frozen=True)
class Group:
    cases: tuple[int, ...]
    shared: str
    households: int


def groups_in(area_path: str, book: RuleBook, now: datetime) -> Iterator[Group]:
    """Cases of one village or community whose words are about one thing, said by as many households as lift a case."""
    places = [cases for cases in _by_place(area_path, _recent(area_path, book, now)) if len(cases) >= FEWEST]
    told = [[Voice(case.title, case.words.text, case.raised_at) for case in cases] for cases in places]
    for cases, spots in zip(places, group_apart(told) if told else [], strict=True):
        for spot in spots:
            members = tuple(cases[at].pk for at in spot.members)
            households = households_in(members)
            if households >= book.ladder_rules.households:
                yield Group(members, shared_words(spot), households)


def _recent(area_path: str, book: RuleBook, now: datetime) -> list[Case]:
    """What was said itself: no parts of it, nothing sealed, nothing that the office raised."""
    parts = Link.objects.live().parts().values("case")
    rows = Case.objects.inside(area_path).filter(raised_at__gte=now - SILENCE, proactive=False)
    rows = rows.exclude(pk__in=parts).exclude(end_state__in=["withdrawn", "invalid"])
    found = rows.select_related("words").order_by("-raised_at", "-id")[:MOST_TEXTS]
    return [case for case in found if not book.is_sealed(case.category)]


def _by_place(area_path: str, cases: Iterable[Case]) -> Iterable[list[Case]]:
    """By the area below the locality: a broken lamp here and one there are two matters."""
    places: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        places[case.area_path[: len(area_path) + SEGMENT]].append(case)
    return places.values()


def shared_words(spot: Hotspot) -> str:
    return " ".join(dict.fromkeys(without(key) for key in spot.keys))[:60]
