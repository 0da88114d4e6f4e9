"""The one statement that reads the numbers of a span, as SQL for both databases. Its parts are told apart by nothing but
their place, so that all of them are of one moment; put together by hand, since Django took ten times as long to write it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from linli.cases.days.facts import FIRST_CLOCK, contact, each_case
from linli.cases.days.sums import CHANGES, summed
from linli.cases.models.days import NUMBERS, WHOEVER
from linli.kit.paths import beyond
from linli.places.worktime import midnight

PATH: Final = "(held.area_path || '')"


@dataclass
class Words:
    """A piece of SQL with what stands in its places."""

    sql: str
    places: list[Any] = field(default_factory=list)

    def __add__(self, more: "Words") -> "Words":
        return Words(f"{self.sql} {more.sql}", [*self.places, *more.places])


@dataclass(frozen=True)
class Span:
    """The days (the last one too), and the unit if it is about one. `areas` do not overlap."""

    areas: Sequence[str]
    since: Any
    until: Any
    unit: int | None

    def days(self) -> Words:
        asked = Words("day >= %s", [connection.ops.adapt_datefield_value(self.since)])
        if self.until:
            asked += Words("AND day <= %s", [connection.ops.adapt_datefield_value(self.until)])
        return asked

    def cases(self) -> Words:
        asked = Words("held.raised_at >= %s", [moment(midnight(self.since))])
        if self.until:
            asked += Words("AND held.raised_at < %s", [moment(midnight(self.until) + timedelta(days=1))])
        return asked + Words("AND held.holder_organisation_id = %s", [self.unit]) if self.unit else asked

    def inside(self, column: str) -> Words:
        return inside(self.areas, column)


def inside(areas: Sequence[str], column: str) -> Words:
    each = " OR ".join(f"{column} >= %s AND {column} < %s" for _path in areas)
    return Words(f"({each})", [end for path in areas for end in (path, beyond(path))])


def moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def added_up(span: Span) -> Words:
    sums = ", ".join(f"SUM({name})" for name in NUMBERS)
    paths = ", ".join("%s" for _path in span.areas)
    asked = Words(f"SELECT {sums} FROM cases_daycount WHERE area_path IN ({paths})", list(span.areas))
    return asked + Words("AND unit = %s AND", [span.unit or WHOEVER]) + span.days()


def changed(span: Span) -> Words:
    asked = Words(f"SELECT {summed()} FROM ({CHANGES}) one WHERE") + span.inside("area_path")
    unit = Words("AND unit = %s", [span.unit]) if span.unit else Words("")
    return asked + unit + Words("AND") + span.days()


def over(span: Span, at: datetime) -> Words:
    """First contacts that are over and that the worker has not seen yet."""
    return _contacts(span, 1, Words("AND clock.lapsed_at IS NULL AND clock.due_at < %s", [moment(at)]))


def not_over(span: Span, at: datetime) -> Words:
    """Counted as over, and not over any more: their limit was moved, or the server's clock."""
    return _contacts(span, -1, Words("AND clock.lapsed_at IS NOT NULL AND clock.due_at >= %s", [moment(at)]))


def _contacts(span: Span, sign: int, which: Words) -> Words:
    """The case of each of these few clocks is asked for as a value: joined, all cases of the span might be read for them."""
    numbers = ", ".join(f"{sign} * COUNT(*)" if name == "late" else "0" for name in NUMBERS)
    first = f"{FIRST_CLOCK.format(row='clock')} AND clock.met_at IS NULL"
    held = Words("AND (SELECT 1 FROM cases_case held WHERE held.id = clock.case_id AND")
    asked = Words(f"SELECT {numbers} FROM cases_clock clock WHERE {first}") + which + held
    return asked + span.inside("held.area_path") + Words("AND") + span.cases() + Words(") = 1")


def besides(ids: Words, seen: Sequence[str], asked: str, span: Span, at: datetime) -> Words:
    """Cases that are read one by one: of these ids, outside the areas seen whole, inside the one asked about. A path that
    is put together is looked up in no index: the cases are found by their ids.
    """
    each = Words(each_case(contact("clock", "clock.due_at < %s")), [moment(at)])
    chosen = Words("WHERE held.id IN (") + ids + Words(") AND") + inside([asked], PATH)
    where = chosen + Words("AND NOT") + inside(seen, PATH) + Words("AND") + span.cases()
    return Words(f"SELECT {summed()} FROM (") + each + where + Words(") one")


def asked_at_once(parts: Sequence[Words]) -> list[tuple[int | None, ...]]:
    whole = Words(" UNION ALL ".join(part.sql for part in parts), [p for part in parts for p in part.places])
    with connection.cursor() as cursor:
        cursor.execute(whole.sql, whole.places)
        return list(cursor.fetchall())
