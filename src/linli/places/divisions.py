"""Names of official lists taken apart: the stem, the ending, the kind of body. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from linli.places.words import words

GROUPS = ("community", "village", "gacha", "settlement", "street", "town", "township", "sumu")


@cache
def endings() -> tuple[tuple[str, str], ...]:
    """Each ending with its kind, the longest first."""
    table = words("divisions")["endings"]
    pairs = [(ending, kind) for kind in GROUPS for ending in table[kind]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def parted(name: str) -> tuple[str, str]:
    """The stem and the kind of body; a name that is nothing but an ending stays whole."""
    name = name.strip()
    for ending, kind in endings():
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending), kind
    return name, ""


def stem_of(name: str) -> str:
    return parted(name)[0]


def kind_of(name: str) -> str:
    return parted(name)[1]


@dataclass(frozen=True)
class Match:
    """What a name may mean among the areas under one parent. `sure` only when nothing else fits as well."""

    found: tuple[int, ...]
    sure: bool
    by: str

    @property
    def only(self) -> int | None:
        return self.found[0] if self.sure else None


def match(name: str, among: Iterable[tuple[int, str]]) -> Match:
    """Which of these (id, name) is meant: as written, else the same stem and kind, else the same stem."""
    candidates: Sequence[tuple[int, str]] = list(among)
    exact = tuple(key for key, other in candidates if other == name.strip())
    if exact:
        return Match(exact, len(exact) == 1, "name")
    stem, kind = parted(name)
    like = [(key, kind_of(other)) for key, other in candidates if stem_of(other) == stem]
    same = tuple(key for key, other_kind in like if kind and other_kind == kind)
    if same:
        return Match(same, len(same) == 1, "stem and kind")
    loose = tuple(key for key, _kind in like)
    return Match(loose, len(loose) == 1 and not kind, "stem")
