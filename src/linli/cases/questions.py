"""Answers to the questions of a category: what fits, what is missing, which of them tells of danger."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.governance.model import Danger, Question, RuleBook
from linli.kit.answer import Answer, no, yes

LONGEST_ANSWER = 500
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Given:
    """One answer, under the key of its question."""

    key: str
    answer: str


def given_of(answers: Mapping[str, str]) -> tuple[Given, ...]:
    """In the order of their keys, so that the same answers sent twice are the same request."""
    return tuple(Given(key, said.strip()) for key, said in sorted(answers.items()) if said.strip())


def can_be_answered(book: RuleBook, category: str, given: Iterable[Given]) -> Answer:
    """Every answer belongs to a question of this category and fits it."""
    asked = {question.key: question for question in book.questions(category)}
    for one in given:
        if one.key not in asked:
            return no(_("“%(key)s” is no question of this category.") % {"key": one.key})
        if not fits(asked[one.key], one.answer):
            return no(_("The answer to “%(question)s” does not fit.") % {"question": asked[one.key].words})
    return yes


def all_answered(book: RuleBook, category: str, given: Iterable[Given]) -> Answer:
    """For doors where somebody sits who can be asked; a call or a paper may leave a question open."""
    said = {one.key for one in given}
    for question in book.questions(category):
        if question.required and question.key not in said:
            return no(_("“%(question)s” needs an answer.") % {"question": question.words})
    return yes


def spelled_out(book: RuleBook, category: str, given: Iterable[Given]) -> str:
    """Questions and answers as lines of text, for words that go into a case without questions of its own."""
    said = {one.key: one.answer for one in given}
    spoken = {"yes": _("Yes"), "no": _("No")}
    lines = ((one, said[one.key]) for one in book.questions(category) if one.key in said)
    return "\n".join(
        f"{one.words} {spoken[answer] if one.kind == 'yes_no' else answer}" for one, answer in lines
    )


def fits(question: Question, said: str) -> bool:
    if len(said) > LONGEST_ANSWER:
        return False
    match question.kind:
        case "choice":
            return said in question.choices
        case "yes_no":
            return said in YES_NO
        case "number":
            return is_number(said)
        case "date":
            return is_day(said)
    return "\n" not in said


def is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and len(text) <= 20
    except ValueError:
        return False


def is_day(text: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(text).year <= 2200 and len(text) == 10
    except ValueError:
        return False


def dangers_told(book: RuleBook, category: str, given: Iterable[Given]) -> tuple[Danger, ...]:
    """The dangers that an answer of yes tells of."""
    said = {one.key for one in given if one.answer == "yes"}
    keys = {question.danger for question in book.questions(category) if question.key in said}
    return tuple(danger for danger in book.dangers if danger.key in keys)
