"""What a case may be about, by the words that were said. Pure. It proposes; a person chooses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linli.governance.model import RuleBook

TITLE_LETTERS = 32


@dataclass(frozen=True)
class Guess:
    """A category with the words, found in what was said, that speak for it."""

    code: str
    words: tuple[str, ...]
    because: str = ""  # where something else than the words themselves speaks for it

    @property
    def reason(self) -> str:
        return self.because or " ".join(f"“{word}”" for word in self.words)

    @property
    def weight(self) -> int:
        return sum(len(word) for word in self.words)


def propose(said: str, book: RuleBook, most: int = 3) -> tuple[Guess, ...]:
    """The categories whose words were said, the best supported first; the narrower one before its own heading."""
    found = sorted(_guesses(said, book), key=lambda guess: (-guess.weight, guess.code))
    return tuple(found[:most])


def _guesses(said: str, book: RuleBook) -> Iterator[Guess]:
    for category in book.categories:
        narrow = [Guess(sub.code, heard(said, sub.words)) for sub in category.subs]
        narrow = [guess for guess in narrow if guess.words]
        yield from narrow
        wide = heard(said, category.words)
        if wide and not narrow:
            yield Guess(category.code, wide)


def heard(said: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that occur in what was said, without those that are only a part of a longer one."""
    found = [word for word in dict.fromkeys(words) if word and word in said]
    return tuple(word for word in found if not any(word != other and word in other for other in found))


def title_of(words: str) -> str:
    """The first sentence, shortened: what a list shows until somebody writes a better title."""
    line = " ".join(words.split())
    for stop in "。！？!?；;\n":
        line = line.partition(stop)[0] or line
    return line if len(line) <= TITLE_LETTERS else line[: TITLE_LETTERS - 1] + "…"
