"""From messages to what may become cases: one for each demand, its words exactly as said. Pure.

What belongs together is proposed and decided by whoever pasted the chat: `cuts` part a message at the beginning of a
sentence, `joins` put a candidate to the one before it. Both are named by where they stand: "3" is the fourth message,
"3.1" its second sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from linli.cases.chat.moments import chat_words
from linli.cases.chat.reading import Message, sentences, without_placeholders

TOGETHER = 5  # minutes
DEMANDS, ECHO, TALK = "demand", "echo", "talk"


@dataclass(frozen=True)
class Piece:
    """A message, or the sentences of one from `start` on."""

    key: str
    message: Message
    words: str
    others: tuple[tuple[str, str], ...] = ()  # where it may be cut: key and the sentence that would begin


@dataclass(frozen=True)
class Candidate:
    pieces: tuple[Piece, ...]

    @property
    def key(self) -> str:
        return self.pieces[0].key

    @property
    def words(self) -> str:
        return "\n".join(piece.words for piece in self.pieces)

    @property
    def message(self) -> Message:
        return self.pieces[0].message

    @property
    def speaker(self) -> str:
        return self.message.speaker

    @property
    def pictures(self) -> int:
        return sum({id(p.message): p.message.pictures for p in self.pieces}.values())

    @property
    def said_at(self) -> datetime | None:
        """Without a zone, as the chat wrote it; None where it gave no day."""
        moment = self.message.moment
        return datetime.combine(moment.day, moment.clock or time(12)) if moment.day else None

    @property
    def nature(self) -> str:
        """What it looks like. Only what looks like a demand is ticked beforehand."""
        said = without_placeholders(self.words).strip(" \n。！!~～,，.")
        words = chat_words()
        if said in words["echoes"]:
            return ECHO
        if not any(letter.isalnum() for letter in said) or said in words["small_talk"]:
            return TALK
        return DEMANDS

    @property
    def identity(self) -> str:
        """What makes it the same one when the chat is pasted again, cut or joined otherwise: the sentence it begins with."""
        at = self.said_at
        moment = at.isoformat() if at and self.message.moment.clock else ""
        sentence = self.key.partition(".")[2]
        return "\0".join((self.speaker, moment, " ".join(self.message.said.split()), sentence))


def candidates(
    messages: Iterable[Message],
    topic: Callable[[str], str],
    *,
    cuts: frozenset[str] = frozenset(),
    joins: frozenset[str] = frozenset(),
    parts: frozenset[str] = frozenset(),
) -> list[Candidate]:
    """`topic` says what words are about, or nothing. `parts` are those that shall stand alone although they seem to go on."""
    found: list[Candidate] = []
    for piece in pieces_of(messages, cuts - joins):
        before = goes_on(found, piece, topic, joins, parts)
        if before is None:
            found.append(Candidate((piece,)))
        else:
            found[before] = replace(found[before], pieces=(*found[before].pieces, piece))
    return found


def pieces_of(messages: Iterable[Message], cuts: frozenset[str]) -> list[Piece]:
    pieces = []
    for number, message in enumerate(messages):
        spans = list(sentences(message.said)) or [(0, len(message.said))]
        starts = [at for at in range(len(spans)) if at == 0 or f"{number}.{at}" in cuts]
        for place, at in enumerate(starts):
            until = starts[place + 1] if place + 1 < len(starts) else len(spans)
            words = message.said[spans[at][0] : spans[until - 1][1]].strip("\n ")
            others = tuple((f"{number}.{n}", message.said[slice(*spans[n])]) for n in range(at + 1, until))
            pieces.append(Piece(f"{number}.{at}" if at else str(number), message, words, others))
    return pieces


def goes_on(
    found: list[Candidate],
    piece: Piece,
    topic: Callable[[str], str],
    joins: frozenset[str],
    parts: frozenset[str],
) -> int | None:
    """The place of the candidate that this piece belongs to: the one before by hand, else the same speaker's last one."""
    if not found or piece.key in parts or "." in piece.key:
        return len(found) - 1 if found and piece.key in joins else None
    if piece.key in joins:
        return len(found) - 1
    if not piece.message.speaker:
        return None
    own = [at for at, one in enumerate(found) if one.speaker == piece.message.speaker]
    return own[-1] if own and is_one_thing(found[own[-1]], piece, topic) else None


def is_one_thing(before: Candidate, piece: Piece, topic: Callable[[str], str]) -> bool:
    if not is_soon_after(before.pieces[-1].message, piece.message):
        return False
    if before.nature != DEMANDS and Candidate((piece,)).nature == DEMANDS:
        return piece.message.is_empty or before.pieces[-1].message.is_empty
    first, second = topic(before.words), topic(piece.words)
    return not (first and second and first != second)


def is_soon_after(first: Message, second: Message) -> bool:
    """Within minutes; where the chat gives no time, only an answer to nobody else can be told apart by hand."""
    one, two = first.moment, second.moment
    if one.clock is None or two.clock is None:
        return one == two
    if one.day != two.day:
        return False
    gap = minutes(two.clock) - minutes(one.clock)
    return 0 <= gap <= TOGETHER


def minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
