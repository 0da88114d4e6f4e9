"""The link to the page on which a resident says whether it is solved, and to nothing else.

Like a receipt code it is worked out and stored nowhere. It is sealed with its purpose, the case, the answer it asks about
and (in a notice) the person it was sent to: a new round, another person in her place or a new key ends it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.cases.models import Answer, Case, Rating
from linli.cases.numbers import NUMBER_LETTERS, code_fits, code_of, tidy, tidy_number
from linli.cases.rules import MERGED, can_rate
from linli.cases.windows import window_ends
from linli.kit.actor import Actor
from linli.people.keyring import keyring

OF_A_NUMBER = 4 + NUMBER_LETTERS
OVER = frozenset({MERGED, "withdrawn"})  # it goes on in another case, or she took it back


class Sent(StrEnum):
    """How the link reached her. On paper it is bound to nobody: whoever holds the sheet fills it in."""

    NOTICE = "notice"
    PAPER = "paper"


@dataclass(frozen=True)
class VerdictLink:
    """What a link opens now. Without a rating the verdict may be given, until `ends_at`."""

    case: Case
    round: int
    sent: Sent
    answer: Answer
    rating: Rating | None
    ends_at: datetime | None


def token_for(case: Case, sent: Sent) -> str:
    """Number and seal in one word without dashes, short enough for a text message."""
    return tidy(case.number) + tidy(
        code_of(case.number, keyring().keys[0].lookup, _of(case, sent, case.round))
    )


def waits_for_verdict(case: Case, at: datetime) -> bool:
    """Answered, not judged, and the window is open. One query."""
    return _may_judge(case, at) and not Rating.objects.filter(case=case, round=case.round).exists()


def opened(token: str, at: datetime) -> VerdictLink | None:
    """None for every link that opens nothing, whatever the reason: nobody learns which numbers there are."""
    letters = tidy(token[:80])
    number, seal = tidy_number(letters[:OF_A_NUMBER]), letters[OF_A_NUMBER:]
    case = Case.objects.filter(number=number).select_related("area").first()
    fitting = _sealed_as(case or Case(number=number, round=1), seal)
    return _link(case, *fitting, at) if case is not None and fitting is not None else None


@dataclass(frozen=True)
class OnPaper:
    """Which answer of which case a printed form asks about."""

    number: str
    round: int


def paper_behind(typed: str) -> OnPaper | None:
    """From what a scanner read in the picture; or from a case's number, which then means its newest answer."""
    letters = tidy(typed[:300].rpartition("/j/")[2])
    number, seal = tidy_number(letters[:OF_A_NUMBER]), letters[OF_A_NUMBER:]
    newest = Case.objects.filter(number=number).values_list("round", flat=True).first()
    if newest is None or not seal:
        return OnPaper(number, newest) if newest is not None else None
    case, keys = Case(number=number), keyring().keys
    for turn in range(newest, 0, -1):
        if any(code_fits(number, seal, key.lookup, _of(case, Sent.PAPER, turn)) for key in keys):
            return OnPaper(number, turn)
    return None


def _of(case: Case, sent: Sent, round_: int) -> str:
    to = case.contact_id if sent is Sent.NOTICE else ""
    return f"verdict {sent} {to} {round_}"


def _sealed_as(case: Case, seal: str) -> tuple[int, Sent] | None:
    """Every seal is tried, so that a wrong one takes as long as a right one."""
    kinds = [(turn, sent) for turn in (case.round, case.round - 1) for sent in Sent]
    fits = [
        kind
        for kind in kinds
        for key in keyring().keys
        if code_fits(case.number, seal, key.lookup, _of(case, kind[1], kind[0]))
    ]
    return fits[0] if fits else None


def _link(case: Case, turn: int, sent: Sent, at: datetime) -> VerdictLink | None:
    answer = (
        Answer.objects.filter(case=case, round=turn)
        .select_related("post__organisation", "post__area")
        .first()
    )
    if answer is None or case.end_state in OVER or case.rulebook.is_sealed(case.category):
        return None
    rating = Rating.objects.filter(case=case, round=turn).first()
    ends_at = window_ends(case, rating.at if rating and turn != case.round else None)
    over = ends_at is not None and at > ends_at
    open_to_her = (
        _is_still_told(case, turn, rating) if rating else turn == case.round and _may_judge(case, at)
    )
    return VerdictLink(case, turn, sent, answer, rating, ends_at) if open_to_her and not over else None


def _is_still_told(case: Case, turn: int, rating: Rating) -> bool:
    """What she said stands there afterwards; once the case was opened again, only if it was her word that opened it."""
    return turn == case.round or rating.verdict == Rating.Verdict.UNSOLVED


def _may_judge(case: Case, at: datetime) -> bool:
    ends_at = window_ends(case)
    sealed = case.rulebook.is_sealed(case.category)
    hers = Actor(kind="anonymous", keys=frozenset({case.pk}))
    in_time = case.answered_at is not None and (ends_at is None or at <= ends_at)
    return in_time and not sealed and case.end_state not in OVER and can_rate(hers, case).ok
