"""A second clock, written from the text of the rules alone: every minute of seven years on one long strip.

It shares nothing with the real one: not the calendar (typed here from the State Council's notices), not the office
hours, not the limits, not the arithmetic. Moments are naive and local.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

DAY = 1440
FIRST_DAY, DAYS = date(2024, 12, 1), 7 * 366
START = datetime.fromisoformat("2024-12-01")

# "放假": from, to; "上班": days on which one works instead.
OFF = [
    *[("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06")],
    *[("2025-05-01", "2025-05-05"), ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08")],
    *[("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06")],
    *[("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27")],
    ("2026-10-01", "2026-10-07"),
]
ON = [
    *["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    *["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
]
ANNOUNCED = {2024, 2025, 2026}
OFFICE = [(8 * 60 + 30, 12 * 60), (14 * 60, 18 * 60 + 30)]
CLOSE = 18 * 60 + 30

# category: first contact, solution; and how long a case stays on each rung.
LIMITS = {
    "01": ((15, "min"), (2, "h")),
    "02": ((30, "min"), (24, "h")),
    "03": ((4, "wh"), (1, "wd")),
    "04.lamp": ((2, "wh"), (3, "wd")),
    "05": ((2, "h"), (5, "wd")),
    "08": ((1, "wd"), (3, "wd")),
}
SORTING = (1, "wd")
RUNGS = {1: (3, "wd"), 2: (20, "wd"), 3: (20, "wd")}


def _days() -> np.ndarray:
    """Which days are worked."""
    worked = np.array([(FIRST_DAY + timedelta(days=n)).weekday() < 5 for n in range(DAYS)])
    for begin, end in OFF:
        worked[number(date.fromisoformat(begin)) : number(date.fromisoformat(end)) + 1] = False
    for day in ON:
        worked[number(date.fromisoformat(day))] = True
    return worked


def number(day: date) -> int:
    return (day - FIRST_DAY).days


def minute(moment: datetime) -> int:
    return int((moment - START).total_seconds() // 60)


WORKED_DAYS = _days()
_ONE_DAY = np.zeros(DAY, bool)
for _begin, _end in OFFICE:
    _ONE_DAY[_begin:_end] = True
WORKED = np.outer(WORKED_DAYS, _ONE_DAY).ravel()
ALWAYS = np.ones(DAYS * DAY, bool)

Stops = list[tuple[datetime, datetime | None]]


def due(limit: tuple[int, str], start: datetime, stops: Stops) -> datetime | None:
    """When the limit has run out; None while a pause without an end keeps it from running out."""
    amount, unit = limit
    if unit == "wd":
        return _due_in_days(amount, start, stops)
    needed = amount * {"min": 1, "h": 60, "wh": 60, "d": DAY}[unit]
    begin = minute(start)
    for days in (30, 120, DAYS):
        running = np.flatnonzero(_running(WORKED if unit == "wh" else ALWAYS, begin, days * DAY, stops))
        if len(running) >= needed:
            return START + timedelta(minutes=begin + int(running[needed - 1]) + 1)
    return None


def _running(strip: np.ndarray, begin: int, length: int, stops: Stops) -> np.ndarray:
    """The minutes from the start in which the clock runs."""
    cut = strip[begin : begin + length].copy()
    for since, until in stops:
        cut[max(minute(since) - begin, 0) : None if until is None else max(minute(until) - begin, 0)] = False
    return cut


def _due_in_days(amount: int, start: datetime, stops: Stops) -> datetime | None:
    """Day one is the day after the start; a day counts unless the clock stands in the last minute of work."""
    if any(until is None for _since, until in stops):
        last_day = max(number(since.date()) for since, until in stops if until is None) + 1
    else:
        last_day = DAYS
    for day in range(number(start.date()) + 1, last_day):
        last = START + timedelta(minutes=day * DAY + CLOSE - 1)
        stands = any(since <= last and (until is None or last < until) for since, until in stops)
        amount -= bool(WORKED_DAYS[day]) and not stands
        if not amount:
            return last + timedelta(minutes=1)
    return None


def unconfirmed(limit: tuple[int, str], start: datetime, end: datetime) -> bool:
    """Whether the way from start to end leads through a year that nobody has announced."""
    years = set(range(start.year, end.year + 1))
    return limit[1] in {"wd", "wh"} and not years <= ANNOUNCED


@dataclass
class Expected:
    """What the text says of one case after each thing that happens to it."""

    registered: datetime
    category: str = ""
    rung: int = 1
    rung_since: datetime = START
    limits: dict[str, tuple[int, str]] = field(default_factory=dict)
    started: dict[str, datetime] = field(default_factory=dict)
    met: dict[str, datetime | None] = field(default_factory=dict)  # met clock → what it was due then
    stops: Stops = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rung_since = self.registered
        self.begin("first", SORTING, self.registered)

    def begin(self, name: str, limit: tuple[int, str], at: datetime) -> None:
        self.limits[name], self.started[name] = limit, at

    def sort(self, category: str) -> None:
        self.category = category
        since = self.started["first"]
        for name, limit in zip(("first", "resolve"), LIMITS[category], strict=True):
            if name not in self.met:
                self.begin(name, limit, since)

    def contact(self) -> None:
        self.meet("first")

    def meet(self, name: str) -> None:
        if name not in self.met:
            self.met[name] = self.due(name)

    def suspend(self, at: datetime) -> None:
        self.stops.append((at, None))

    def resume(self, at: datetime) -> None:
        """A pause that would end before it began, since somebody set the server's clock back, counts nothing."""
        since, _none = self.stops[-1]
        self.stops[-1] = (since, max(at, since))

    def extend(self, days: int) -> None:
        amount, unit = self.limits["resolve"]
        self.limits["resolve"] = (amount + days * {"min": DAY, "h": 24, "wh": 8, "d": 1, "wd": 1}[unit], unit)

    def climb(self, at: datetime) -> None:
        if self.stops and self.stops[-1][1] is None:
            self.resume(at)
        self.rung, self.rung_since = min(self.rung + 1, 4), at

    def reopen(self, at: datetime) -> None:
        self.climb(at)
        self.met.clear()
        for name, limit in zip(("first", "resolve"), LIMITS[self.category], strict=True):
            self.begin(name, limit, at)

    def due(self, name: str) -> datetime | None:
        if name in self.met:
            return self.met[name]
        return due(self.limits[name], self.started[name], self.stops)

    @property
    def climbs_at(self) -> datetime | None:
        return due(RUNGS[self.rung], self.rung_since, self.stops) if self.rung in RUNGS else None

    @property
    def shown(self) -> datetime | None:
        """The earliest limit that is still running: what the case shows."""
        running = [found for name in self.limits if name not in self.met and (found := self.due(name))]
        return min(running, default=None)
