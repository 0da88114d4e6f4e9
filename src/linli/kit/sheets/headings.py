"""Headings as people write them, and how near two of them are."""

import re
from dataclasses import dataclass
from functools import lru_cache

from linli.kit.sheets.words import plain

_BRACKETS = re.compile(r"[(\[【〔{<《（](.*?)[)\]】〕}>》）]")
_CHOICE = re.compile(r"[/,，、;；|]")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOISE = re.compile(r"[\s_\-*:：.·、/\\?？]+")


@dataclass(frozen=True)
class Heading:
    """`text` as written; `key` what is compared; `choices` the values written into its brackets."""

    text: str
    key: str
    choices: tuple[str, ...] = ()
    last: str = ""  # key of its last row, where it has several


def heading_of(*rows: str) -> Heading:
    written = " ".join(" ".join(rows).split())
    inside = [plain(found) for found in _BRACKETS.findall(written)]
    choices = next(
        (tuple(filter(None, _CHOICE.split(found))) for found in inside if _CHOICE.search(found)), ()
    )
    return Heading(
        written,
        key_of(written),
        choices if len(choices) > 1 else (),
        key_of(rows[-1]) if len(rows) > 1 else "",
    )


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """Without brackets, marks, blanks and case: “Created Date*” and “created_date” are one."""
    outside = _BRACKETS.sub("", text) or text
    return _NOISE.sub("", plain(_HUMP.sub(" ", outside)))


@lru_cache(maxsize=100_000)
def nearness(one: str, other: str) -> float:
    """1 for the same key; less when one holds the other; else by the pairs of letters they share (Dice)."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if short in long and len(short) >= 2:
        # The end of a heading says what it is: 受理时间 is a time, 时间说明 is not.
        share = len(short) / len(long)
        return 0.6 + 0.35 * share if long.endswith(short) else 0.35 + 0.45 * share
    return 0.8 * _dice(one, other)


def _dice(one: str, other: str) -> float:
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}
