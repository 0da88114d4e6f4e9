"""Ledgers of other offices, filled from what was recorded: their own columns in their own order, nothing typed twice."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from linli.cases.columns import COLUMNS, with_columns
from linli.cases.ledgers.fields import table
from linli.cases.models import Answer, Case
from linli.cases.telltales import without
from linli.kit.paths import lineage
from linli.kit.sheets.cells import Value
from linli.kit.sheets.guard import marks_people
from linli.places.models import Area

# The levels that an office means by its word for one.
LEVELS: Final = MappingProxyType(
    {
        "street": frozenset({"street", "town", "township", "sumu"}),
        "community": frozenset({"community", "village", "gacha"}),
        "grid": frozenset({"grid"}),
    }
)
Fill = Callable[[Case], Value]


@dataclass(frozen=True)
class LedgerColumn:
    label: str
    of: Fill


@dataclass(frozen=True)
class Ledger:
    """`dropped` are headings that mark people: they are neither read nor written."""

    key: str
    name: str
    headings: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]

    def columns(self) -> tuple[LedgerColumn, ...]:
        fills = _fills()
        return tuple(LedgerColumn(heading, fills[fill]) for heading, fill in self.headings)


@cache
def ledgers() -> Mapping[str, Ledger]:
    with (Path(__file__).parent.parent / "data" / "ledgers.toml").open("rb") as file:
        found = tomllib.load(file)["ledger"]
    return MappingProxyType({key: _ledger(key, **said) for key, said in found.items()})


def _ledger(key: str, name: str, columns: list[list[str]]) -> Ledger:
    kept = tuple((heading, fill) for heading, fill in columns if not marks_people(heading, ()))
    dropped = tuple(heading for heading, _fill in columns if marks_people(heading, ()))
    return Ledger(key, name, kept, dropped)


def rows_for_ledger(rows: Any) -> Any:
    """With words, unit, the latest answer and the verdict, so that no cell asks the database."""
    latest = Answer.objects.filter(case=OuterRef("pk")).order_by("-round").values("text")[:1]
    rows = with_columns(rows.defer(None), [COLUMNS["verdict"]]).annotate(last_answer=Subquery(latest))
    return rows.select_related("words", "holder_organisation")


def number_of(case: Case) -> str:
    """That of the office from which the case came, else our own."""
    return (case.source_key or "").partition(":")[2] or case.number


def _fills() -> Mapping[str, Fill]:
    words, places = table(), _Places()
    fills: dict[str, Fill] = {
        "": lambda case: None,
        "number": number_of,
        "raised_at": lambda case: case.raised_at,
        "answered_at": lambda case: case.answered_at,
        "closed_at": lambda case: case.closed_at,
        "due_at": lambda case: case.due_at,
        "year": lambda case: timezone.localtime(case.raised_at).year,
        "month": lambda case: timezone.localtime(case.raised_at).month,
        "title": lambda case: without(case.title),
        "words": lambda case: without(case.words.text),
        "place": lambda case: without(case.place_words),
        "answer": lambda case: without(getattr(case, "last_answer", "") or ""),
        "latitude": lambda case: case.lat,
        "longitude": lambda case: case.lon,
        "unit": lambda case: case.holder_organisation.name if case.holder_organisation else "",
        "category": lambda case: _name(case.rulebook.top_category(case.category)),
        "subcategory": _subcategory,
        "finest_category": lambda case: _name(case.category_in_book),
        "state": lambda case: (
            case.rulebook.stage(case.stage) if case.is_open else words["words"]["closed"][2]
        ),
        "channel": lambda case: _first(words["channel"], case.channel),
        "end": lambda case: _first(words["end"], case.end_state),
        "verdict": lambda case: _first(words["verdict"], getattr(case, "verdict", None) or ""),
    }
    return fills | {level: places.at(level) for level in LEVELS}


def _name(category: Any) -> str:
    return category.name if category is not None else ""


def _subcategory(case: Case) -> str:
    top, found = case.rulebook.top_category(case.category), case.category_in_book
    return found.name if found is not None and found is not top else ""


def _first(words: Mapping[str, list[str]], key: str) -> str:
    """The word under which other offices write it, so that it is understood when it comes back."""
    return next(iter(words.get(key, ())), key)


class _Places:
    """The names of areas above a case by their level; read once for a whole sheet."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, str]] = {}

    def at(self, level: str) -> Fill:
        def fill(case: Case) -> Value:
            paths = lineage(case.area_path)
            if missing := [path for path in paths if path not in self.known]:
                rows = Area.objects.filter(path__in=missing).values_list("path", "level", "name")
                self.known |= {path: (its, name) for path, its, name in rows}
            near = (self.known.get(path, ("", "")) for path in reversed(paths))
            return next((name for its, name in near if its in LEVELS[level]), "")

        return fill
