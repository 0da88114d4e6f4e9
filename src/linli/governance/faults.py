"""What is wrong with a governance file: a code and its facts, said in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from linli.governance.sentences import ADVISORY, NEXT, SAID

OWN_FILE = "governance.toml"


@dataclass(frozen=True)
class Position:
    source: str  # the file: the locality's own, or the base under it
    line: int


@dataclass(frozen=True)
class Fault:
    code: str
    at: Position
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return self.at.line

    @property
    def source(self) -> str:
        return self.at.source

    @property
    def blocks(self) -> bool:
        """False for advice: the file is sound in spite of it."""
        return self.code not in ADVISORY

    @property
    def sentence(self) -> str:
        return str(SAID[self.code]) % self.facts

    @property
    def next_step(self) -> str:
        return str(NEXT[self.code]) % self.facts

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.sentence} {self.next_step}"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word that was probably meant, else all of them when they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return close[0]
    shown = ", ".join(known[:12])
    return shown + (", …" if len(known) > 12 else "")
