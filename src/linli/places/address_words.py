"""Chinese address words taken apart: building, stairwell, room and what stands before them. Pure; nothing is looked up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from linli.places.numerals import in_digits
from linli.places.words import words

SHORT = r"(?P<building>\d{1,3})-(?:(?P<unit>\d{1,2})-)?(?P<room>\d{3,4})(?![\d-])"
NOT_WORDS = "[^0-9a-z\u4e00-\u9fff#-]+"


@dataclass(frozen=True)
class Numbers:
    """What the words count: digits without leading zeros, letters small, "" for what was not said."""

    building: str = ""
    unit: str = ""
    room: str = ""
    number: str = ""
    group: str = ""


@dataclass(frozen=True)
class Said:
    """`name` is what stands before the first number: an estate, a road, a village."""

    name: str
    numbers: Numbers


def normal(text: str) -> str:
    """The words as they are compared: half-width, digits, small letters, no spaces or punctuation."""
    return re.sub(NOT_WORDS, "", in_digits(text).lower())


def parsed(text: str) -> Said:
    text = normal(text)
    first = _first(text)
    if first is None:
        return Said(text, Numbers())
    return Said(text[: first.start()].removesuffix(words("address")["ordinal"]), numbers_in(text))


def numbers_in(text: str) -> Numbers:
    """The numbers of these (normal) words, from the first on and as long as one follows the other."""
    first = _first(text)
    found = Numbers()
    while first is not None:
        said = {name: value.lstrip("0") or value for name, value in first.groupdict().items() if value}
        if any(getattr(found, name) for name in said):
            break
        found = replace(found, **said)
        text = text[first.end() :].lstrip("-")
        first = _next(text, found)
    return found


def stem(name: str) -> str:
    """The (normal) name of an estate or road without its closing word."""
    name = normal(name)
    for ending in words("address")["estate"]:
        if name.endswith(ending) and len(name) >= len(ending) + 2:
            return name.removesuffix(ending)
    return name


def plain_building(text: str) -> str:
    """A building's number as it is compared, whatever stands around it on the list."""
    text = normal(text).removeprefix(words("address")["ordinal"])
    for ending in [*words("address")["building"], *words("address")["number"]]:
        text = text.removesuffix(ending)
    return text.lstrip("0") or text


def _first(text: str) -> re.Match[str] | None:
    hits = [pattern.search(text) for pattern in (*_patterns(), *_loose_ends())]
    return min((hit for hit in hits if hit), key=lambda hit: hit.start(), default=None)


def _next(text: str, found: Numbers) -> re.Match[str] | None:
    patterns = (*_patterns(), *_bare_rooms()) if found.building or found.number else _patterns()
    return next((hit for hit in (pattern.match(text) for pattern in patterns) if hit), None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    table = words("address")
    ordinal, named, above = table["ordinal"], table["named_building"], "".join(table["after_storey"])
    building = rf"(?P<building>\d{{1,3}}|[a-z]\d?|[{named}])(?:{_any(table['building'])})(?![{above}])"
    return (
        re.compile(SHORT),
        re.compile(rf"{ordinal}?(?P<group>\d{{1,3}})(?:{_any(table['group'])})"),
        re.compile(f"{ordinal}?{building}"),
        re.compile(rf"{ordinal}?(?P<unit>\d{{1,2}})(?:{_any(table['unit'])})"),
        re.compile(rf"(?P<number>\d{{1,4}}(?:-\d{{1,3}})?)(?:{_any(table['number'])})(?!{table['storey']})"),
        re.compile(rf"(?P<room>\d{{3,4}})(?:{_any(table['room'])})"),
    )


@cache
def _bare_rooms() -> tuple[re.Pattern[str], ...]:
    return (re.compile(r"(?P<room>\d{3,4})(?!\d)"),)


@cache
def _loose_ends() -> tuple[re.Pattern[str], ...]:
    return (re.compile(r"(?P<room>\d{3,4})$"),)


def _any(choices: Iterable[str]) -> str:
    return "|".join(re.escape(choice) for choice in sorted(choices, key=len, reverse=True))
