"""Chinese text as the measures here read it: no signs, no numbers that differ, letters taken in ones and twos."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from operator import add

_NUMBER = re.compile(r"\d+")
_NO_LETTER = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Full width as half, capitals as small, every number as 0, every run of signs and blanks as one blank."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NO_LETTER.sub(" ", _NUMBER.sub("0", folded)).strip()


def grams(text: str, sizes: Iterable[int]) -> Counter[str]:
    """How often each piece of so many letters occurs in a normalised text."""
    return Counter(text[at : at + size] for size in sizes for at in range(len(text) - size + 1))


def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring letters, across no blank. Of a text as it was typed."""
    pairs: set[str] = set()
    for part in normalised(text).split():
        if len(part) == 1:
            pairs.add(part)
        else:
            pairs.update(
                map(add, part, part[1:])
            )  # three hundred texts are read for a page: no loop of our own
    return frozenset(pairs)
