"""Which other cases may be the same matter: for whoever sorts, by words and place; for neighbours, by place and category."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left

from linli.cases.models import Case
from linli.cases.reads_of_speech import heard_in, said_in
from linli.cases.sensing.likeness import nearest
from linli.governance.reads import edition
from linli.kit.actor import Actor
from linli.kit.paths import lineage
from linli.kit.prepared import prepared

WINDOW = timedelta(days=90)
MOST_CANDIDATES = 300
LEAST = 0.3
SHORTEST = 4  # letters; fewer are like too much
SAID = 400  # letters of the words that are compared
STOREYS = 3  # the case's own area and two above it
FOR_CATEGORY, FOR_AREA = 0.12, 0.12


@dataclass(frozen=True)
class Asked:
    """What the others are compared with: the words of a case or of what may become one, its category, its place."""

    said: str
    category: str
    area_id: int


@dataclass(frozen=True)
class Alike:
    """Another case and what speaks for its being the same matter: words from 0 to 1, category, place."""

    case: Case
    words: float
    same_category: bool
    same_area: bool

    @property
    def likeness(self) -> float:
        return self.words + FOR_CATEGORY * self.same_category + FOR_AREA * self.same_area


def alike_to(case: Case, actor: Actor, most: int = 5) -> tuple[Alike, ...]:
    """The most alike of the newest 300 cases around the place and time of this one that the reader may see.

    Two queries, and one more for each side that was spoken and not written.
    """
    asked = Asked(f"{case.title} {said_in(case)[:SAID]}", case.category, case.area_id)
    since, until = case.raised_at - WINDOW, case.raised_at + WINDOW
    return _most_alike((actor, _near(case.area_path), since, until, case.pk), asked, most)


def alike_before(asked: Asked, path: str, actor: Actor, at: datetime, most: int = 3) -> tuple[Alike, ...]:
    """The same for words that are no case yet: the open cases around this place that the reader may see."""
    if len(asked.said) < SHORTEST:
        return ()
    return _most_alike((actor, _near(path), at - WINDOW, None, None), asked, most)


def _near(path: str) -> str:
    return lineage(path)[-STOREYS:][0]


Around = tuple[Actor, str, datetime, datetime | None, int | None]


def _most_alike(around: Around, asked: Asked, most: int) -> tuple[Alike, ...]:
    found = [
        (pk, title, words)
        for pk, title, words, category, number in _texts(*around)
        if not edition(number).is_sealed(category)
    ]
    spoken = [pk for pk, _title, words in found if not words]
    heard = heard_in(spoken) if spoken else {}
    texts = {pk: f"{title} {words or heard.get(pk, '')[:SAID]}" for pk, title, words in found}
    likes = {like.key: like.likeness for like in nearest(texts, asked.said, 30, 0.1)}
    others = _with_places(*around, tuple(likes)) if likes else ()
    compared = [_alike(asked, other, likes[other.pk]) for other in others]
    good = [one for one in compared if one.likeness >= LEAST]
    return tuple(sorted(good, key=lambda one: (-one.likeness, one.case.number))[:most])


def _around(actor: Actor, path: str, since: datetime, until: datetime | None, but: int | None) -> Any:
    """`until` None: those that are open."""
    rows = Case.objects.visible_to(actor).inside(path).filter(raised_at__gte=since, parts=0)
    rows = rows.filter(raised_at__lt=until) if until else rows.open()
    rows = rows.exclude(end_state="merged")
    return rows.exclude(pk=but) if but else rows


@prepared
def _texts(
    actor: Actor, path: str, since: datetime, until: datetime | None, but: int | None
) -> QuerySet[Case, tuple[int, str, str, str, int]]:
    """What was said in the newest of them, with what tells whether it is sealed: columns, no records."""
    columns = ("pk", "title", Left("words__text", SAID), "category", "edition_id")
    newest = _around(actor, path, since, until, but).order_by("-raised_at", "-id")
    return newest.values_list(*columns)[:MOST_CANDIDATES]  # type: ignore[no-any-return]


@prepared
def _with_places(
    actor: Actor, path: str, since: datetime, until: datetime | None, but: int | None, cases: tuple[int, ...]
) -> QuerySet[Case]:
    rows = _around(actor, path, since, until, but).filter(pk__in=cases)
    return rows.select_related("area").defer("area__outline")  # type: ignore[no-any-return]


def _alike(asked: Asked, other: Case, words: float) -> Alike:
    same_category = bool(asked.category) and asked.category == other.category
    return Alike(other, words, same_category, asked.area_id == other.area_id)


@dataclass(frozen=True)
class Nearby:
    """An open case as a neighbour may read of it: what kind, where, since when. Nothing in it was typed by a resident."""

    number: str
    category: str
    area: str
    since: datetime


def joinable_in(area_path: str, number: str) -> Case | None:
    """The open case of this number that neighbours here may know of."""
    case: Case | None = Case.objects.joinable().inside(area_path).filter(number=number).first()
    return case if case is not None and case.rulebook.is_common(case.category) else None


def open_nearby(area_path: str, codes: Iterable[str], at: datetime, most: int = 3) -> tuple[Nearby, ...]:
    """Open cases of these categories here, not older than three months, the newest first. Two queries.

    Where few live no matter is told apart by its place: of a building only the grid or village above it is named.
    """
    rows = Case.objects.joinable().inside(area_path).filter(category__in=list(codes))
    rows = rows.filter(raised_at__gte=at - WINDOW).select_related("area__parent")
    return tuple(_nearby(rows.order_by("-raised_at", "-id")[: most * 3]))[:most]


def _nearby(rows: Any) -> Iterator[Nearby]:
    for case in rows:
        verb, category = case.flow.verb("join"), case.category_in_book
        if verb is None or category is None or not case.rulebook.is_common(case.category):
            continue
        small = case.area.level == "building" and case.area.parent is not None
        yield Nearby(
            case.number, category.name, (case.area.parent if small else case.area).name, case.raised_at
        )
