"""Spans of time as a governance file writes them: "4 wh", "3 wd", "24 h", "2 x month", "3 days"."""

import re
from dataclasses import dataclass
from datetime import time

from linli.governance.vocabulary import WORKING_UNITS

_LIMIT = re.compile(r"^(\d{1,4}) ?(min|h|d|wh|wd)$")
_RHYTHM = re.compile(r"^(?:(\d{1,3}) x )?(day|week|month|quarter|year|festival)$")
_DAYS = re.compile(r"^(\d{1,3}) days$")
_SPAN = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$")
_CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of working hours (wh), working days (wd), hours (h), days (d) or minutes (min)."""

    amount: int
    unit: str

    @property
    def counts_working_time(self) -> bool:
        return self.unit in WORKING_UNITS

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`times` in every `span` units: "3 days" is once in 3 days, "2 x month" twice in one month."""

    times: int
    span: int
    unit: str

    @property
    def as_needed(self) -> bool:
        return self.unit == ""

    def __str__(self) -> str:
        if self.as_needed:
            return "as needed"
        if self.span > 1:
            return f"{self.span} {self.unit}s"
        return self.unit if self.times == 1 else f"{self.times} x {self.unit}"


AS_NEEDED = Rhythm(0, 0, "")


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another; `until` before `since` runs past midnight."""

    since: time
    until: time

    @property
    def crosses_midnight(self) -> bool:
        return self.until <= self.since

    @property
    def minutes(self) -> int:
        length = _minute(self.until) - _minute(self.since)
        return length if length > 0 else length + 24 * 60

    def holds(self, moment: time) -> bool:
        if self.crosses_midnight:
            return moment >= self.since or moment < self.until
        return self.since <= moment < self.until

    def overlaps(self, other: "Span") -> bool:
        return self.holds(other.since) or other.holds(self.since)

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def limit(text: str) -> Limit | None:
    """The limit that the text writes, or None when it writes none; nothing lasts 0."""
    found = _LIMIT.match(text.strip())
    if not found or int(found[1]) == 0:
        return None
    return Limit(int(found[1]), found[2])


def rhythm(text: str) -> Rhythm | None:
    if text.strip() == "as needed":
        return AS_NEEDED
    if (days := _DAYS.match(text.strip())) and int(days[1]) > 0:
        return Rhythm(1, int(days[1]), "day")
    if (found := _RHYTHM.match(text.strip())) and found[1] != "0":
        return Rhythm(int(found[1] or 1), 1, found[2])
    return None


def clock(text: str) -> time | None:
    found = _CLOCK.match(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def span(text: str) -> Span | None:
    found = _SPAN.match(text.strip())
    if not found:
        return None
    return Span(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
