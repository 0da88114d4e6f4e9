"""How alike two texts are, and the few most alike of many."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Generic, TypeVar

from linli.cases.sensing.text import bigrams

Key = TypeVar("Key")
CANDIDATES = 30
SHORT = 12  # a text of fewer pairs is contained in too much by chance


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing shared, to 1, the same pairs of letters. A long text that holds a shorter one whole counts as near."""
    shared = len(one & other)
    if not shared:
        return 0.0
    fewer, more = sorted((len(one), len(other)))
    dice = 2 * shared / (fewer + more)
    if fewer < SHORT:
        return dice
    return max(dice, 0.9 * shared / fewer)


@dataclass(frozen=True)
class Like(Generic[Key]):
    key: Key
    likeness: float


def nearest(texts: Mapping[Key, str], text: str, most: int, least: float) -> list[Like[Key]]:
    """The most alike, best first; none below `least`. As a shelf finds them, for texts that are asked about once."""
    pairs = bigrams(text)
    known = {key: bigrams(other) for key, other in texts.items()}
    shared = {key: pairs & have for key, have in known.items()}
    often = Counter(pair for have in shared.values() for pair in have)
    worth = {pair: _worth(len(known), number) for pair, number in often.items()}
    weights = {key: sum(map(worth.__getitem__, have)) for key, have in shared.items() if have}
    ranked = sorted(weights, key=lambda key: -weights[key] / (20 + len(known[key])) ** 0.5)
    likes = (Like(key, likeness(pairs, known[key])) for key in ranked[:CANDIDATES])
    good = [like for like in likes if like.likeness >= least]
    return sorted(good, key=lambda like: -like.likeness)[:most]


def _worth(texts: int, found: int) -> float:
    """The rarer a pair, the more it says."""
    return log((1 + texts) / (1 + found)) + 0.01


@dataclass
class Shelf(Generic[Key]):
    """Texts to look for their like: any shared pair makes a candidate, rare pairs speak loudest, the best are compared."""

    texts: dict[Key, frozenset[str]] = field(default_factory=dict)
    where: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, texts: Mapping[Key, str]) -> "Shelf[Key]":
        shelf: Shelf[Key] = cls()
        for key, text in texts.items():
            shelf.put(key, text)
        return shelf

    def put(self, key: Key, text: str) -> None:
        pairs = bigrams(text)
        self.texts[key] = pairs
        for pair in pairs:
            self.where[pair].append(key)

    def near(self, text: str, most: int, least: float, but: Iterable[Key] = ()) -> list[Like[Key]]:
        """The most alike, best first; none below `least`."""
        pairs, left_out = bigrams(text), set(but)
        candidates = [key for key in self._candidates(pairs, len(left_out)) if key not in left_out]
        likes = (Like(key, likeness(pairs, self.texts[key])) for key in candidates)
        good = [like for like in likes if like.likeness >= least]
        return sorted(good, key=lambda like: -like.likeness)[:most]

    def _candidates(self, pairs: frozenset[str], extra: int) -> list[Key]:
        weights: dict[Key, float] = defaultdict(float)
        for pair in pairs:
            found = self.where.get(pair, ())
            worth = _worth(len(self.texts), len(found))
            for key in found:
                weights[key] += worth
        # Long texts share something with everything: weigh by their length too.
        ranked = sorted(weights, key=lambda key: -weights[key] / (20 + len(self.texts[key])) ** 0.5)
        return ranked[: CANDIDATES + extra]
