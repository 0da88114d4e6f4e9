"""When a message of a chat was sent, as the programmes write it. Pure: "today" is the day on which it was pasted."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

WORDS: Final = Path(__file__).parent.parent / "data" / "chat.toml"


@cache
def chat_words() -> dict[str, Any]:
    with WORDS.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Moment:
    """What is known of it: both parts, one, or none."""

    day: date | None = None
    clock: time | None = None

    def __bool__(self) -> bool:
        return self.day is not None or self.clock is not None

    def after(self, known: "Moment") -> "Moment":
        """The same moment on the day that stands above it."""
        return Moment(self.day or known.day, self.clock)


@cache
def patterns() -> tuple[str, str]:
    """Of a day and of a time of day, with named groups; neither takes any space around it."""
    words = chat_words()["moments"]
    week, days = any_of(words["week"]), "".join(words["weekdays"])
    near = any_of([*words["today"], *words["yesterday"], *words["before_yesterday"]])
    day = (
        rf"(?:(?P<year>20\d\d)\s?(?:[-/.]|{words['year']})\s?)?"
        rf"(?P<month>\d{{1,2}})\s?(?:[-/.]|{words['month']})\s?(?P<day>\d{{1,2}})\s?{any_of(words['day'])}?"
        rf"(?:\s?{week}[{days}])?|(?P<near>{near})|(?P<week>{week}[{days}])"
    )
    parts = any_of([*words["mornings"], words["noon"], *words["afternoons"]])
    clock = rf"(?P<part>{parts})?\s?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?(?:\s?(?P<half>[AP]M))?"
    return day, clock


def any_of(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


@cache
def stamp() -> str:
    """A pattern for a day, a time, or a day and a time."""
    day, clock = patterns()
    return rf"(?:(?:{day})(?:[\sT]+{clock})?|{clock.replace('P<', 'P<only_')})"


def moment_of(found: re.Match[str], today: date) -> Moment:
    parts = found.groupdict()
    clock = clock_of(parts, "") or clock_of(parts, "only_")
    return Moment(day_of(parts, today), clock)


def clock_of(parts: dict[str, str | None], prefix: str) -> time | None:
    if parts.get(f"{prefix}hour") is None:
        return None
    words = chat_words()["moments"]
    hour, minute = int(parts[f"{prefix}hour"] or 0), int(parts[f"{prefix}minute"] or 0)
    part, half = parts.get(f"{prefix}part"), parts.get(f"{prefix}half")
    late = part in words["afternoons"] or half == "PM" or (part == words["noon"] and hour < 3)
    if late and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day_of(parts: dict[str, str | None], today: date) -> date | None:
    words = chat_words()["moments"]
    if near := parts.get("near"):
        ago = 0 if near in words["today"] else 1 if near in words["yesterday"] else 2
        return today - timedelta(days=ago)
    if week := parts.get("week"):
        wanted = next(number for number, names in enumerate(words["weekdays"]) if week[-1] in names)
        return today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    if not parts.get("month"):
        return None
    return dated(parts, today)


def dated(parts: dict[str, str | None], today: date) -> date | None:
    """Without a year the latest such day that is not to come."""
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    try:
        if parts.get("year"):
            return date(int(parts["year"] or 0), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year <= today else date(today.year - 1, month, day)
    except ValueError:
        return None
