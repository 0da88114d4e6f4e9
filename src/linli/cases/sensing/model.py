"""What was learned, as numbers: which letters speak for which category. Guessing needs numpy and nothing else."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.cases.sensing.text import grams, normalised

FORM = 1  # of the file; another one is not read
SIZES = (1, 2)
TITLE_COUNTS = 0.8
Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Vote:
    """One category: how strongly the words speak for it, which ones, and how many earlier cases had the strongest of them."""

    category: str
    strength: float
    words: tuple[str, ...]
    earlier: int


@dataclass(frozen=True)
class Page:
    """The letters known from one part of a case (its title, its words) and how rare each is."""

    grams: tuple[str, ...]
    rarity: Weights
    place: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", {gram: at for at, gram in enumerate(self.grams)})

    def read(self, text: str, counts: float) -> dict[int, float]:
        """Where the known letters of a normalised text stand, and how much each says; of length `counts` together."""
        found = {
            self.place[gram]: (1 + log(times)) * float(self.rarity[self.place[gram]])
            for gram, times in grams(text, SIZES).items()
            if gram in self.place
        }
        length = sqrt(sum(value * value for value in found.values()))
        return {at: counts * value / length for at, value in found.items()} if length else {}


@dataclass(frozen=True)
class Model:
    """Rows of `weights` and `seen` are categories; columns the letters of the title, then those of the words."""

    categories: tuple[str, ...]
    title: Page
    words: Page
    weights: Weights
    bias: Weights
    seen: NDArray[np.uint32]
    lessons: int = 0

    def votes(self, title: str, words: str, most: int = 3) -> tuple[Vote, ...]:
        """The categories that the words speak for most, the strongest first."""
        said = normalised(words)
        found = self._found(normalised(title), said)
        if not found:
            return ()
        columns = np.fromiter(found, dtype=np.int64)
        values = np.fromiter(found.values(), dtype=np.float32)
        parts = self.weights[:, columns] * values
        strengths = parts.sum(axis=1) + self.bias
        best = np.argsort(-strengths, kind="stable")[:most]
        return tuple(self._vote(int(row), float(strengths[row]), columns, parts[row], said) for row in best)

    def _found(self, title: str, said: str) -> dict[int, float]:
        shift = len(self.title.grams)
        found = self.title.read(title, TITLE_COUNTS)
        found.update({shift + at: value for at, value in self.words.read(said, 1.0).items()})
        return found

    def _vote(self, row: int, strength: float, columns: Any, parts: Any, said: str) -> Vote:
        shift = len(self.title.grams)
        speaking = [
            (self.words.grams[column - shift], float(part), int(self.seen[row, column]))
            for column, part in zip(columns, parts, strict=True)
            if column >= shift and part > 0 and len(self.words.grams[column - shift].strip()) == 2
        ]
        speaking = sorted((one for one in speaking if one[2]), key=lambda one: -one[1])[:8]
        words = tuple(joined(said, {gram: part for gram, part, _seen in speaking}))[:3]
        return Vote(self.categories[row], strength, words, speaking[0][2] if speaking else 0)

    def packed(self) -> bytes:
        """Numbers and names only; nothing in it is ever run."""
        names = {
            "form": FORM,
            "lessons": self.lessons,
            "categories": self.categories,
            "title": self.title.grams,
            "words": self.words.grams,
        }
        file = io.BytesIO()
        np.savez_compressed(
            file,
            names=np.frombuffer(json.dumps(names).encode(), dtype=np.uint8),
            title=self.title.rarity,
            words=self.words.rarity,
            weights=self.weights,
            bias=self.bias,
            seen=self.seen,
        )
        return file.getvalue()


def unpacked(kept_numbers: bytes) -> Model | None:
    """The model packed in these; None for one of another form."""
    with np.load(io.BytesIO(kept_numbers), allow_pickle=False) as kept:
        names = json.loads(kept["names"].tobytes())
        if names["form"] != FORM:
            return None
        return Model(
            categories=tuple(names["categories"]),
            title=Page(tuple(names["title"]), kept["title"]),
            words=Page(tuple(names["words"]), kept["words"]),
            weights=kept["weights"],
            bias=kept["bias"],
            seen=kept["seen"],
            lessons=names["lessons"],
        )


def joined(said: str, speaking: dict[str, float]) -> Iterator[str]:
    """Pairs that overlap in the text, put together again as they were said; those that say most first."""
    spans: dict[str, float] = {}
    begin, end, worth = -1, -1, 0.0
    for at in range(len(said) + 1):
        part = speaking.get(said[at : at + 2], 0.0) if at < len(said) else 0.0
        if part and at < end:
            end, worth = at + 2, worth + part
        elif part or at == len(said):
            if begin >= 0:
                spans[said[begin:end]] = worth
            begin, end, worth = at, at + 2, part
    yield from sorted(spans, key=lambda word: -spans[word])
