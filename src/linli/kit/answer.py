"""A rule answers yes, or no with a sentence for a person."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Answer:
    ok: bool
    sentence: str | Promise = ""

    def __bool__(self) -> bool:
        return self.ok


yes = Answer(ok=True)


def no(sentence: str | Promise) -> Answer:
    return Answer(ok=False, sentence=sentence)


class Refused(Exception):
    """A rule said no. `sentence` tells the reader why, and what can be done instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def permit(answer: Answer) -> None:
    if not answer.ok:
        raise Refused(answer.sentence)


def first_no(*answers: Answer) -> Answer:
    """The first refusal among several rules, or yes."""
    return next((answer for answer in answers if not answer.ok), yes)


def as_text(sentence: Any) -> str:
    return str(sentence)
