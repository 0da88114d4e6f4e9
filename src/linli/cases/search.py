"""Find cases by what they say: two Chinese letters suffice. Only among what the actor may see, in one and the same query."""

from dataclasses import dataclass
from typing import Any

from linli.cases.models import Case
from linli.cases.numbers import tidy_number
from linli.cases.reads_of_speech import heard_in
from linli.kit.actor import Actor
from linli.kit.bigrams import Question, question_of, tokens_of

MOST = 20
LOOKED_AT = 50  # of the newest that come near, before the nearest of them are chosen


@dataclass(frozen=True)
class Found:
    """The newest first. `near` when no case says it as it was typed, and these say a part of it; `more` when there are others."""

    cases: tuple[Case, ...] = ()
    near: bool = False
    more: bool = False


def matching(rows: Any, words: str) -> Any:
    """The rows whose text says all of these words as they were typed, or the one with this number."""
    if not words.strip():
        return rows
    number = tidy_number(words)
    if number and rows.filter(number=number).exists():
        return rows.filter(number=number)
    question = question_of(words)
    return rows.filter(indexed__line__says=question) if question else rows.none()


def found_cases(actor: Actor, words: str, most: int = MOST) -> Found:
    """As typed; else all of its pieces in any order; else the cases that say the most of it. At most five queries."""
    seen: Any = Case.objects.visible_to(actor).select_related("area").defer("area__outline")
    question = question_of(words)
    if not question:
        return Found()
    for rows in (matching(seen, words), seen.filter(indexed__line__says=question.loosened)):
        if cases := list(rows.order_by("-indexed__case_id")[: most + 1]):
            return Found(tuple(cases[:most]), more=len(cases) > most)
    return Found(tuple(_nearest(seen, question, most)), near=True)


def _nearest(seen: Any, question: Question, most: int) -> list[Case]:
    """Ranked by the share of the question that a text holds. What others wrote elsewhere cannot move the order."""
    rows = (
        seen.filter(indexed__line__says_any=question.loosened)
        .select_related("area", "words")
        .defer("area__outline")
    )
    cases = list(rows.order_by("-indexed__case_id")[:LOOKED_AT])
    heard = heard_in(case.pk for case in cases)
    texts = {case: f"{_said(case)} {heard.get(case.pk, '')}" for case in cases}
    shares = {case: question.share_in(frozenset(tokens_of(text))) for case, text in texts.items()}
    return sorted(shares, key=lambda case: -shares[case])[:most]


def _said(case: Case) -> str:
    return f"{case.title} {case.place_words} {case.words.text}"
