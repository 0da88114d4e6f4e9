"""What in a text may lead to a person, for whoever reads it before it is published. Pure; rather too much than too little."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

WORDS: Final = Path(__file__).parent / "data" / "telltales.toml"
BLANK: Final = "×"


@dataclass(frozen=True)
class Telltale:
    kind: str  # "phone", "identity", "room", "name", "plate" or "mail"
    text: str
    start: int
    end: int


def telltales(text: str) -> tuple[Telltale, ...]:
    """In the order of the text; of two that overlap the longer one."""
    found = sorted(_found(text), key=lambda tale: (tale.start, -tale.end))
    kept: list[Telltale] = []
    for tale in found:
        if not kept or tale.start >= kept[-1].end:
            kept.append(tale)
    return tuple(kept)


def without(text: str) -> str:
    """The text with every telltale blotted out, letter by letter."""
    for tale in reversed(telltales(text)):
        text = text[: tale.start] + BLANK * (tale.end - tale.start) + text[tale.end :]
    return text


def without_persons(text: str) -> str:
    """For eyes that are not known: what leads to a person or her door is blotted out; a building or stairwell stays."""
    for tale in reversed(telltales(text)):
        if tale.kind != "room" or tale.text.rstrip()[-1:].isdigit() or tale.text.rstrip().endswith(_rooms()):
            text = text[: tale.start] + BLANK * (tale.end - tale.start) + text[tale.end :]
    return text


def _found(text: str) -> Iterator[Telltale]:
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            if match.group().strip():
                yield Telltale(kind, match.group(), match.start(), match.end())


@cache
def _words() -> dict[str, Any]:
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def _rooms() -> tuple[str, ...]:
    return tuple(_words()["rooms"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _words()
    titles, houses = _any(words["titles"]), _any(words["houses"])
    rooms, openings = _any(words["rooms"]), _any(words["introductions"])
    surname = f"[{words['surnames']}]"
    return (
        ("identity", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
        ("phone", re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")),
        ("phone", re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?)?[2-9]\d{6,7}(?!\d)")),
        ("mail", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
        ("plate", re.compile(r"[\u4e00-\u9fff][A-Z][·• ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])")),
        (
            "room",
            re.compile(
                rf"(?:\d+\s*{houses}\s*)+\d*\s*{rooms}?|\d{{2,4}}\s*{rooms}|\d{{1,3}}-\d{{1,2}}-\d{{2,4}}"
            ),
        ),
        ("name", re.compile(rf"{surname}[\u4e00-\u9fff]?{titles}")),
        ("name", re.compile(rf"{openings}[^\w\s]?\s*[\u4e00-\u9fff]{{2,4}}")),
    )


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
