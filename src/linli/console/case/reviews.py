"""Ends that two must agree on, as the page of a case shows them: which end, proposed by whom, and what it waits for."""

from dataclasses import dataclass

from linli.cases.models import Case, Review
from linli.cases.reads_of_history import office_name
from linli.cases.rules_of_pressing import is_another_person
from linli.kit.actor import Actor


@dataclass(frozen=True)
class ReviewLine:
    review: Review
    end: str
    by: str  # the unit and the kind of post
    waits: bool
    own: bool  # proposed by the reader, who therefore cannot confirm it


def review_lines(case: Case, reviews: tuple[Review, ...], reader: Actor) -> tuple[ReviewLine, ...]:
    ends = case.rulebook.ends
    return tuple(
        ReviewLine(
            one,
            ends[one.end_state].name if one.end_state in ends else one.end_state,
            office_name(case, one.asked_post),
            one.reviewed_at is None and one.round == case.round,
            not is_another_person(one, reader).ok,
        )
        for one in reviews
    )
