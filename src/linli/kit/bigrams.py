"""Text as a search reads it: every pair of neighbouring Chinese letters and the last one alone, other words whole. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_WORD = 40
MOST_PIECES = 24  # of a question; what comes after adds nothing to what is found

_WIDE = "\u2e80-\U0003ffff"
_TYPED = re.compile(r"[^\W_]+")
_ALIKE = re.compile(rf"[{_WIDE}]+|[^{_WIDE}]+")


def tokens_of(text: str) -> Iterator[str]:
    """What an index keeps of a text, in the order of the text."""
    for typed in _typed(text):
        for run in _ALIKE.findall(typed):
            yield from _pairs(run)
            if _is_wide(run):
                yield run[-1]


def _typed(text: str) -> list[str]:
    return _TYPED.findall(unicodedata.normalize("NFKC", text).casefold())


def _is_wide(run: str) -> bool:
    return run[0] >= "\u2e80"


def _pairs(run: str) -> Iterator[str]:
    if not _is_wide(run):
        yield run[:LONGEST_WORD]
    else:
        yield from (run[at : at + 2] for at in range(len(run) - 1))


@dataclass(frozen=True)
class Piece:
    """A token of a question; one that is `open` stands for every token that begins with it."""

    text: str
    open: bool = False


Phrase = tuple[Piece, ...]


@dataclass(frozen=True)
class Question:
    """What somebody looks for: phrases, all of which must stand in the text."""

    phrases: tuple[Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(dict.fromkeys(piece for phrase in self.phrases for piece in phrase))

    @property
    def loosened(self) -> "Question":
        """The same pieces in any order."""
        return Question(tuple((piece,) for piece in self.pieces))

    def share_in(self, tokens: frozenset[str]) -> float:
        """How much of the question stands among these tokens, from 0 to 1; whatever else is stored plays no part."""
        return sum(_stands(piece, tokens) for piece in self.pieces) / max(len(self.pieces), 1)


def _stands(piece: Piece, tokens: frozenset[str]) -> bool:
    if not piece.open:
        return piece.text in tokens
    return any(token.startswith(piece.text) for token in tokens)


def question_of(typed: str) -> Question:
    """Blanks and signs part phrases. The last word of a phrase may go on in the text; a pair of letters is whole."""
    phrases, left = [], MOST_PIECES
    for words in _typed(typed):
        phrase = tuple(_phrase(words))[:left]
        left -= len(phrase)
        if phrase:
            phrases.append(phrase)
    return Question(tuple(phrases))


def _phrase(words: str) -> Iterator[Piece]:
    *before, last = _ALIKE.findall(words)
    for run in before:
        yield from (Piece(token) for token in tokens_of(run))
    if _is_wide(last) and len(last) > 1:
        yield from (Piece(pair) for pair in _pairs(last))
    else:
        yield Piece(last[:LONGEST_WORD], open=True)


def for_sqlite(question: Question, *, any_of: bool = False) -> str:
    """As a MATCH expression of FTS5. Pieces hold letters and digits only, so nothing in them can be an operator."""
    phrases = (
        '"' + " ".join(piece.text for piece in phrase) + '"' + (" *" if phrase[-1].open else "")
        for phrase in question.phrases
    )
    return (" OR " if any_of else " AND ").join(phrases)


def for_postgres(question: Question, *, any_of: bool = False) -> str:
    """As a literal of type tsquery."""
    phrases = (
        "(" + " <-> ".join(f"'{piece.text}'{':*' if piece.open else ''}" for piece in phrase) + ")"
        for phrase in question.phrases
    )
    return (" | " if any_of else " & ").join(phrases)


def as_tsvector(tokens: Iterator[str]) -> str:
    """As a literal of type tsvector; no parser of the database, and so no setting of its language, has a part in it."""
    return " ".join(f"'{token}':{min(place, 16383)}" for place, token in enumerate(tokens, 1))
