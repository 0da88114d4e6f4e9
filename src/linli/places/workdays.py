"""Which days and hours are worked: a calendar made from announced facts, and the office's own hours. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

A_DAY: Final = timedelta(days=1)
FURTHEST_DAYS: Final = 366 * 30

DaySpan = tuple[int, int]


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"

    @property
    def works(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


def minutes_of(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    if not (0 <= int(minutes or 0) < 60 and 0 <= total <= 24 * 60):
        raise ValueError(text)
    return total


def spans_of(texts: Iterable[str]) -> tuple[DaySpan, ...]:
    """`["08:30-12:00", "14:30-18:00"]` as minutes of the day. Raises ValueError with the faulty text."""
    spans: list[DaySpan] = []
    for text in texts:
        begin, dash, end = text.replace("–", "-").partition("-")
        try:
            span = minutes_of(begin), minutes_of(end)
        except ValueError:
            raise ValueError(text) from None
        if not dash or span[0] >= span[1] or (spans and span[0] < spans[-1][1]):
            raise ValueError(text)
        spans.append(span)
    return tuple(spans)


def minutes_between(span: tuple[time, time]) -> DaySpan:
    begin, end = (moment.hour * 60 + moment.minute for moment in span)
    if (end or 24 * 60) <= begin:
        raise ValueError(f"{span[0]:%H:%M}-{span[1]:%H:%M}")
    return begin, end or 24 * 60


@dataclass(frozen=True)
class Season:
    """Other hours between two days of the year, both included, as (month, day)."""

    first: tuple[int, int]
    last: tuple[int, int]
    spans: tuple[DaySpan, ...]

    def holds(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class Hours:
    """Working spans of a working day; single weekdays (Monday is 1) and seasons may differ.

    A weekend day is worked only when `weekdays` names it; a make-up day follows its weekday or else `spans`.
    """

    spans: tuple[DaySpan, ...]
    weekdays: Mapping[int, tuple[DaySpan, ...]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("Working hours need at least one span.")

    @classmethod
    def of(cls, *texts: str) -> "Hours":
        return cls(spans_of(texts))

    @classmethod
    def of_week(cls, week: Sequence[Sequence[tuple[time, time]]]) -> "Hours":
        """Seven lists of spans, Monday first; an end at 00:00 is midnight. A night shift raises ValueError."""
        days = {number: tuple(map(minutes_between, spans)) for number, spans in enumerate(week, start=1)}
        usual = next((spans for spans in days.values() if spans), ())
        weekend_off = {number for number in (6, 7) if not days.get(number)}
        return cls(usual, {n: spans for n, spans in days.items() if n not in weekend_off and spans != usual})

    def on(self, day: date, kind: DayKind = DayKind.WORKDAY) -> tuple[DaySpan, ...]:
        if kind is DayKind.HOLIDAY:
            return ()
        own = self.weekdays.get(day.isoweekday())
        if kind is DayKind.WEEKEND:
            return own or ()
        for season in self.seasons:
            if season.holds(day):
                return season.spans
        return self.spans if own is None else own

    def __hash__(self) -> int:
        return hash((self.spans, tuple(sorted(self.weekdays.items())), self.seasons))


OFFICE_HOURS: Final = Hours.of("08:30-12:00", "14:30-18:00")


@dataclass(frozen=True)
class Mark:
    """What a notice says of one day: a holiday, or a weekend day on which one works."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """Marked days and the years whose arrangement has been announced. Other days go by the week."""

    marks: Mapping[date, Mark]
    years: frozenset[int]

    def announced(self, year: int) -> bool:
        return year in self.years

    def kind(self, day: date) -> DayKind:
        mark = self.marks.get(day)
        if mark:
            return mark.kind
        return DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY

    def name(self, day: date) -> str:
        mark = self.marks.get(day)
        return mark.name if mark else ""

    def works(self, day: date) -> bool:
        return self.kind(day).works

    def following(self, day: date, workdays: int) -> date:
        """The n-th working day after this day."""
        for _ in range(FURTHEST_DAYS):
            if not workdays:
                return day
            day += A_DAY
            workdays -= self.works(day)
        raise ValueError("No working day for many years.")

    def with_marks(self, marks: Mapping[date, Mark], years: Iterable[int] = ()) -> "Calendar":
        """The same calendar with local days laid over it."""
        return Calendar(MappingProxyType({**self.marks, **marks}), self.years | frozenset(years))
