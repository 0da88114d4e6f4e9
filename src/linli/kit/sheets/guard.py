"""Columns that mark people are never read, under whatever heading they come."""

from collections.abc import Sequence
from functools import cache

from linli.kit.sheets.headings import key_of
from linli.kit.sheets.words import plain, words

SHARE = 0.2


def marks_people(heading: str, values: Sequence[str]) -> bool:
    """By its heading, or because its cells say what only such a column says."""
    key = key_of(heading)
    if any(word in key for word in _headings()):
        return True
    filled = [plain(value) for value in values if value]
    told = sum(1 for value in filled if value in _values())
    return told >= 2 and told >= SHARE * len(filled)


@cache
def _headings() -> tuple[str, ...]:
    return tuple(key_of(word) for word in words("labels")["headings"])


@cache
def _values() -> frozenset[str]:
    return frozenset(map(plain, words("labels")["values"]))
