"""Dates as other offices write them, all mixed in one column: cells, serial numbers, unpadded and Chinese text, AM and PM."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final, Literal

from linli.kit.sheets.cells import Value
from linli.kit.sheets.words import words

Order = Literal["mdy", "dmy"]

SERIAL_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet's moments carry no zone
SERIALS: Final = (10_000, 80_000)  # 1927 to 2119
EARLIEST: Final = 1900
LATEST: Final = 2100


def moment_of(value: Value, order: Order = "mdy") -> datetime | None:
    """The moment that a cell states, None when it states none. Without a zone unless the text names one."""
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001
        case bool() | None:
            return None
        case int() | float():
            return _of_number(float(value))
        case str():
            return _of_text(value, order)
    return None


def order_of(values: Iterable[Value]) -> Order | None:
    """Whether 03/04/2020 is in March or April, by the rows that leave no choice; None when none does."""
    for value in values:
        found = _slashed().match(_tidy(value)) if isinstance(value, str) else None
        if found and int(found[1]) > 12:
            return "dmy"
        if found and int(found[2]) > 12:
            return "mdy"
    return None


def _of_number(number: float) -> datetime | None:
    if SERIALS[0] <= number <= SERIALS[1]:
        return SERIAL_ZERO + timedelta(seconds=round(number * 86_400))
    if number.is_integer() and number >= 19_000_101:
        return _of_digits(str(int(number)))
    return None


def _of_digits(digits: str) -> datetime | None:
    """20190425, 201904250932 or 20190425093209."""
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits))
    try:
        return _sensible(datetime.strptime(digits, form)) if form else None  # noqa: DTZ007
    except ValueError:
        return None


def _of_text(text: str, order: Order) -> datetime | None:
    text = text.strip()
    if len(text) == 19:
        try:
            return _sensible(datetime.fromisoformat(text))
        except ValueError:
            pass
    return _of_tidy(_tidy(text), order)


def _of_tidy(text: str, order: Order) -> datetime | None:
    if not text or len(text) > 60:
        return None
    if text.replace(".", "", 1).isdigit():
        return _of_digits(text) or _of_number(float(text))
    if found := _yearly().match(text):
        return _made(found[1], found[2], found[3], text[found.end() :])
    if found := _slashed().match(text):
        month, day = (found[1], found[2]) if order == "mdy" else (found[2], found[1])
        return _made(found[3], month, day, text[found.end() :])
    return None


def _made(year: str, month: str, day: str, rest: str) -> datetime | None:
    found = _clock().match(_first_of_span(rest).strip(" t,"))
    if found is None:
        return None
    hour, minute, second = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    half = (found["before"] or found["after"] or "").strip()
    hour = _on_the_dial(hour, half)
    try:
        made = datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return _sensible(_with_zone(made, found["zone"] or ""))


def _on_the_dial(hour: int, half: str) -> int:
    known = words("moments")
    if half in known["afternoon"]:
        return hour + 12 if hour < 12 else hour
    if half in known["noon"]:
        return hour + 12 if hour < 3 else hour
    return 0 if half in known["morning"] and hour == 12 else hour


def _with_zone(moment: datetime, zone: str) -> datetime:
    if not zone:
        return moment
    if zone == "z":
        return moment.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{moment.isoformat()}{zone[:3]}:{zone[-2:]}")


def _first_of_span(rest: str) -> str:
    """“8:00 to 11:00” begins at 8:00."""
    for word in words("moments")["until"]:
        rest = rest.partition(word)[0]
    return rest


def _sensible(moment: datetime) -> datetime | None:
    return moment if EARLIEST <= moment.year < LATEST else None


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def _yearly() -> re.Pattern[str]:
    w = words("moments")
    return re.compile(
        rf"(\d{{4}}) ?[-/.{w['year']}] ?(\d{{1,2}}) ?[-/.{w['month']}] ?(\d{{1,2}}) ?(?:[{w['day']}]|(?!\d))"
    )


@cache
def _slashed() -> re.Pattern[str]:
    return re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")


@cache
def _clock() -> re.Pattern[str]:
    w = words("moments")
    half = "|".join(map(re.escape, [*w["morning"], *w["afternoon"], *w["noon"]]))
    return re.compile(
        rf"(?:(?P<before>{half})? ?(?P<hour>\d{{1,2}}) ?[:{w['hour']}] ?(?:(?P<minute>\d{{1,2}}) ?[:{w['minute']}]? ?)?"
        rf"(?:(?P<second>\d{{1,2}})(?:\.\d+)? ?{w['second']}?)? ?(?P<after>{half})? ?(?P<zone>z|[+-]\d\d:?\d\d)?)?$"
    )
