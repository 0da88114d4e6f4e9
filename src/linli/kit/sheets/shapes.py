"""What the values of a column look like: numbers, moments, telephones, codes, coordinates, names, long texts."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from linli.kit.sheets.cells import Value, is_blank, text_of
from linli.kit.sheets.moments import moment_of
from linli.kit.sheets.words import plain, words

_PHONE: Final = re.compile(r"^(\+?86[- ]?)?(1[3-9][\d*]{9}|0\d{2,3}[- ]?\d{7,8}|\d{7,8}|\d{3}-\d{3}-\d{4})$")
_CODE: Final = re.compile(r"^[A-Za-z]{0,6}[-_]?\d[\dA-Za-z_-]*$")
_NAME: Final = re.compile(r"^[\u4e00-\u9fff·*]{2,6}$|^[A-Z][a-z]+( [A-Z][a-z.]+)+$")


def is_moment(value: Value) -> bool:
    return moment_of(value) is not None


def is_code(value: Value) -> bool:
    return bool(_CODE.match(text_of(value)))


def is_phone(value: Value) -> bool:
    return bool(_PHONE.match(text_of(value).replace(" ", "")))


def is_name(value: Value) -> bool:
    return bool(_NAME.match(text_of(value)))


def is_text(value: Value) -> bool:
    return isinstance(value, str) and len(value.strip()) >= 15 and not is_moment(value)


def is_short(value: Value) -> bool:
    return isinstance(value, str) and 1 < len(value.strip()) <= 60 and not is_moment(value)


def is_choice(value: Value) -> bool:
    return isinstance(value, str) and len(value.strip()) <= 40 and not is_moment(value)


def is_yes_or_no(value: Value) -> bool:
    return plain(text_of(value)) in _yes_and_no()


@cache
def _yes_and_no() -> frozenset[str]:
    return frozenset(words("shapes")["yes"] + words("shapes")["no"])


def _between(low: float, high: float) -> Callable[[Value], bool]:
    def fits(value: Value) -> bool:
        try:
            return low <= float(text_of(value)) <= high
        except ValueError:
            return False

    return fits


SHAPES: Final[dict[str, Callable[[Value], bool]]] = {
    "moment": is_moment,
    "code": is_code,
    "phone": is_phone,
    "name": is_name,
    "text": is_text,
    "short": is_short,
    "choice": is_choice,
    "flag": is_yes_or_no,
    "latitude": _between(-90, 90),
    "longitude": _between(-180, 180),
    "number": _between(-1e18, 1e18),
}


def share_of(shape: str, values: Sequence[Value]) -> float:
    """How many of the filled cells have this shape, 0 to 1; 0 for an empty column."""
    filled = [value for value in values if not is_blank(value)]
    fits = SHAPES[shape]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


def counts_up(values: Sequence[Value]) -> bool:
    """1, 2, 3 …: a running number, which says nothing of the record."""
    numbers = [text_of(value) for value in values if not is_blank(value)]
    return len(numbers) > 1 and all(number == str(i) for i, number in enumerate(numbers, start=1))
