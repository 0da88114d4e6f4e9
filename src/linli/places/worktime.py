"""When a time limit runs out, and why: pure, without a database and without a clock of its own.

All moments are aware datetimes; days are days of Asia/Shanghai. `min` and `h` run through nights and
holidays, `d` is a span of 24 hours, `wh` runs only inside the working spans of working days. `wd` counts
working days: day one is the first working day after the start, and the limit ends at the close of work of
the last one (Civil Code, articles 200 to 203).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from linli.places.workdays import (
    A_DAY,
    FURTHEST_DAYS,
    OFFICE_HOURS,
    Calendar,
    DayKind,
    Hours,
    Mark,
    Season,
)

__all__ = [
    "OFFICE_HOURS",
    "ZONE",
    "Calendar",
    "DayKind",
    "DayLine",
    "Due",
    "Hours",
    "Limit",
    "Mark",
    "Note",
    "Pause",
    "Season",
    "Unit",
    "add",
    "elapsed",
]

ZONE: Final = ZoneInfo("Asia/Shanghai")
NOTHING: Final = timedelta(0)

Span = tuple[datetime, datetime]


class Unit(StrEnum):
    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKING_HOURS = "wh"
    WORKING_DAYS = "wd"


class Note(StrEnum):
    """Why a day counted as much as it did."""

    START_DAY = "start_day"
    COUNTED = "counted"
    DAY_OFF = "day_off"
    CLOSED = "closed"
    PAUSED = "paused"
    PARTLY_PAUSED = "partly_paused"
    DUE = "due"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Limit:
    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("A time limit must be more than nothing.")
        object.__setattr__(self, "unit", Unit(self.unit))

    @property
    def length(self) -> timedelta:
        """The time that must run. Only for units of time, not for working days."""
        per = {Unit.MINUTES: timedelta(minutes=1), Unit.DAYS: A_DAY}
        return self.amount * per.get(self.unit, timedelta(hours=1))


@dataclass(frozen=True)
class Pause:
    """A span in which the clock stands still; without an end it still stands."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class DayLine:
    """What one day added to the count: `counted` time, or `days` (0 or 1) for a limit in working days."""

    day: date
    kind: DayKind
    counted: timedelta
    days: int
    note: Note
    name: str
    confirmed: bool


@dataclass(frozen=True)
class Due:
    """`at` is None while an open pause holds the clock; `unconfirmed`: a counted year is not announced."""

    at: datetime | None
    days: tuple[DayLine, ...]
    unconfirmed: bool


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)


def day_of(moment: datetime) -> date:
    return local(moment).date()


def local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(ZONE)


def working_spans(day: date, calendar: Calendar, hours: Hours) -> tuple[Span, ...]:
    start, spans = midnight(day), hours.on(day, calendar.kind(day))
    return tuple((start + timedelta(minutes=begin), start + timedelta(minutes=end)) for begin, end in spans)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """In order of time, without overlaps, nothing after an open one. Raises ValueError if one ends early."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        start, end = local(pause.start), local(pause.end) if pause.end else None
        if end and end < start:
            raise ValueError("A pause cannot end before it begins.")
        if end == start:
            continue
        last = result[-1] if result else None
        if last and last.end is None:
            break
        if last and last.end and start <= last.end:
            result[-1] = Pause(last.start, None if end is None else max(end, last.end))
        else:
            result.append(Pause(start, end))
    return result


def without(spans: Iterable[Span], pauses: Sequence[Pause]) -> Iterator[Span]:
    """What is left of the spans when the (merged) pauses are cut out."""
    for begin, end in spans:
        for pause in pauses:
            if pause.start >= end or begin >= end:
                break
            if pause.end and pause.end <= begin:
                continue
            if pause.start > begin:
                yield begin, pause.start
            begin = pause.end or end
        if begin < end:
            yield begin, end


def length(spans: Iterable[Span]) -> timedelta:
    return sum((end - begin for begin, end in spans), NOTHING)


def add(limit: Limit, start: datetime, calendar: Calendar, hours: Hours, pauses: Iterable[Pause] = ()) -> Due:
    """When the limit that began at `start` runs out, with one line for each day on the way."""
    stops = merged(pauses)
    if limit.unit is Unit.WORKING_DAYS:
        return _add_days(limit.amount, local(start), calendar, hours, stops)
    return _add_time(limit, local(start), calendar, hours, stops)


def _add_time(limit: Limit, start: datetime, calendar: Calendar, hours: Hours, pauses: list[Pause]) -> Due:
    left, lines, first = limit.length, list[DayLine](), start.date()
    by_calendar = limit.unit is Unit.WORKING_HOURS
    for day in _days_from(first):
        if _stands(pauses, max(start, midnight(day))):
            return _stopped(lines, day, calendar, by_calendar)
        whole = (midnight(day), midnight(day + A_DAY))
        spans = working_spans(day, calendar, hours) if by_calendar else (whole,)
        spans = tuple((max(a, start), b) for a, b in spans if b > start)
        open_spans = tuple(without(spans, pauses))
        at = _reached(open_spans, left)
        counted = left if at else length(open_spans)
        works = bool(spans) or calendar.works(day) or not by_calendar
        note = _note(works, spans, open_spans, at)
        lines.append(_line(day, calendar, counted, 0, note, by_calendar))
        if at:
            return Due(at, tuple(lines), _any_unconfirmed(lines))
        left -= counted
    raise ValueError("The limit does not run out within thirty years.")


def _add_days(amount: int, start: datetime, calendar: Calendar, hours: Hours, pauses: list[Pause]) -> Due:
    lines = [_line(start.date(), calendar, NOTHING, 0, Note.START_DAY, True)]
    left = amount
    for day in _days_from(start.date() + A_DAY):
        if _stands(pauses, midnight(day)):
            return _stopped(lines, day, calendar, True)
        spans = working_spans(day, calendar, hours) if calendar.works(day) else ()
        close = spans[-1][1] if spans else None
        counts = close is not None and not _paused_at(close, pauses)
        left -= counts
        note = Note.DUE if not left else Note.COUNTED if counts else Note.PAUSED if close else Note.DAY_OFF
        lines.append(_line(day, calendar, NOTHING, int(counts), note, True))
        if not left:
            return Due(close, tuple(lines), _any_unconfirmed(lines))
    raise ValueError("The limit does not run out within thirty years.")


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(FURTHEST_DAYS))


def _stands(pauses: list[Pause], moment: datetime) -> bool:
    return bool(pauses) and pauses[-1].end is None and pauses[-1].start <= moment


def _paused_at(close: datetime, pauses: list[Pause]) -> bool:
    return any(pause.start < close and (pause.end is None or close <= pause.end) for pause in pauses)


def _reached(spans: Iterable[Span], left: timedelta) -> datetime | None:
    for begin, end in spans:
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def _note(works: bool, spans: tuple[Span, ...], open_spans: tuple[Span, ...], at: datetime | None) -> Note:
    if at:
        return Note.DUE
    if not works:
        return Note.DAY_OFF
    if not spans:
        return Note.CLOSED
    if not open_spans:
        return Note.PAUSED
    return Note.COUNTED if open_spans == spans else Note.PARTLY_PAUSED


def _line(
    day: date, calendar: Calendar, counted: timedelta, days: int, note: Note, by_calendar: bool
) -> DayLine:
    confirmed = not by_calendar or calendar.announced(day.year)
    return DayLine(day, calendar.kind(day), counted, days, note, calendar.name(day), confirmed)


def _stopped(lines: list[DayLine], day: date, calendar: Calendar, by_calendar: bool) -> Due:
    lines.append(_line(day, calendar, NOTHING, 0, Note.STOPPED, by_calendar))
    return Due(None, tuple(lines), _any_unconfirmed(lines))


def _any_unconfirmed(lines: Iterable[DayLine]) -> bool:
    return not all(line.confirmed for line in lines)


def elapsed(
    begin: datetime, end: datetime, calendar: Calendar, hours: Hours, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Working time between two moments; nothing when the second is not later."""
    begin, end, stops, total = local(begin), local(end), merged(pauses), NOTHING
    day = begin.date()
    while day <= end.date():
        spans = ((max(a, begin), min(b, end)) for a, b in working_spans(day, calendar, hours))
        total += length(without((span for span in spans if span[0] < span[1]), stops))
        day += A_DAY
    return total
