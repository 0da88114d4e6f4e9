"""What came of sending one message: the three ends that a sender may report, and the face that every channel shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class Outcome:
    """`unknown`: the provider may have it or not. `again`: refused for now; a later attempt may succeed."""

    end: Literal["sent", "refused", "unknown"]
    reason: str = ""
    again: bool = False
    crowded: bool = False  # the provider says that this sender is too fast


SENT = Outcome("sent")


def refused(reason: str, *, again: bool = False, crowded: bool = False) -> Outcome:
    return Outcome("refused", reason[:120], again or crowded, crowded)


def unknown(reason: str) -> Outcome:
    return Outcome("unknown", reason[:120])


@dataclass(frozen=True)
class Letter:
    """What is sent. `id` stays the same at every attempt, so that a receiver can tell a repetition."""

    id: str
    title: str
    text: str
    at: datetime
    unfollow: str = ""  # where one POST ends it (RFC 8058)


@dataclass(frozen=True)
class To:
    """Where it goes: a telephone number, an address, a robot's token; with the robot's secret, if it has one."""

    address: str
    secret: str = ""

    def __repr__(self) -> str:
        return "<To ●●●>"


class Channel(Protocol):
    def send(self, letter: Letter, to: To) -> Outcome: ...
