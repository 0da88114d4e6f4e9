"""The resident's verdict, and the honest end of a case."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.calling import are_enough_tries, keep_call
from linli.cases.actions.checking import end_check
from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.moving import hand_over, meet, move, next_due, note, start_clocks
from linli.cases.actions.rising import RISEN, rise
from linli.cases.models import Answer, Case, Check, Objection, Pause, Rating
from linli.cases.rules import (
    MERGED,
    allowed,
    can_close,
    can_rate,
    can_reopen,
    can_verify,
    can_withdraw,
    is_petitioner,
)
from linli.cases.windows import in_reopen_window
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.answer import Refused, no, permit, yes
from linli.kit.text import local_day

CLOSING_ENDS = {"explained_not_solvable", "out_of_scope_redirected", "unreachable", "invalid"}
END_BY_VERDICT = {"solved": "solved", "partly": "partly_solved"}


@action
def verify(
    case: Case,
    *,
    verdict: str,
    words: str,
    by: Actor,
    at: datetime,
    via: str = Rating.Via.CALL,
    said_on: date | None = None,
    on_round: int | None = None,
) -> Case:
    """Write down what the resident said when she was asked, by a call or on paper with its own day.

    `on_round`: the answer that the paper asks about.
    """
    case = case.locked()
    permit(can_verify(by, case))
    permit(is_on_this_answer(case, on_round))
    permit(is_verdict(verdict))
    permit(is_day_of_paper(case, via, said_on, at))

    via = Rating.Via.CODE if is_petitioner(by, case) else via
    _keep_rating(case, verdict, words, via, at, said_on=said_on)
    if via == Rating.Via.CALL:
        keep_call(case, reached=True, words="", by=by, at=at)
    move(case, "verify")
    case.save_changes("stage")

    note("verified", case, by=by, at=at, verdict=verdict, words=words)
    return _follow_verdict(case, verdict, words, by=by, at=at)


@action
def rate(
    case: Case,
    *,
    verdict: str,
    words: str = "",
    by: Actor,
    at: datetime,
    via: str = Rating.Via.CODE,
    on_round: int | None = None,
) -> Case:
    """The resident's own verdict: solved closes the case, unsolved opens it again one rung higher.

    `on_round`: the answer that she read; what she says of it is not taken for a word about a later one.
    """
    case = case.locked()
    permit(can_rate(by, case))
    permit(is_on_this_answer(case, on_round))
    permit(is_verdict(verdict))

    _keep_rating(case, verdict, words, via, at)
    case.save_changes()

    note("rated", case, by=by, at=at, verdict=verdict, round=case.round, words=words)
    return _follow_verdict(case, verdict, words, by=by, at=at)


def is_on_this_answer(case: Case, on_round: int | None) -> Ruling:
    if on_round is None or on_round == case.round:
        return yes
    return no(_("The case has gone on since that answer. Please look at the newest one first."))


def is_day_of_paper(case: Case, via: str, said_on: date | None, at: datetime) -> Ruling:
    """A paper carries the day on which it was filled in: after the answer, and not in the future."""
    if via not in {Rating.Via.CALL, Rating.Via.PAPER}:
        return no(_("Say how she was asked: by a call, or on paper."))
    answered = local_day(case.answered_at) if case.answered_at else None
    fits = said_on is None or (said_on <= local_day(at) and (answered is None or said_on >= answered))
    if fits and (via == Rating.Via.CALL or said_on is not None):
        return yes
    return no(_("Write down the day on the paper: not before the answer, and not after today."))


def is_verdict(verdict: str) -> Ruling:
    return (
        yes
        if verdict in Rating.Verdict.values
        else no(_("Choose one of the three: solved, partly solved, not solved."))
    )


def _keep_rating(
    case: Case, verdict: str, words: str, via: str, at: datetime, *, said_on: date | None = None
) -> None:
    given = Rating(case=case, round=case.round, verdict=verdict, words=words.strip(), via=via, at=at)
    given.said_on = said_on
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("The verdict on this answer has been given already. Thank you.")) from twice


def _follow_verdict(case: Case, verdict: str, words: str, *, by: Actor, at: datetime) -> Case:
    if verdict == Rating.Verdict.UNSOLVED and in_reopen_window(case, at) and case.flow.verb("reopen"):
        return _reopen(case, words, by=by, at=at)
    if case.is_open:
        case = _confirmed(case, at)
    if case.is_open and allowed("close", SYSTEM, case):
        return end_case(case, _honest_end(case, verdict), by=SYSTEM, at=at)
    return case


def _confirmed(case: Case, at: datetime) -> Case:
    """The resident's own word is the verification that the flow asks for between the answer and the end."""
    verify_step, close_step = case.flow.verb("verify"), case.flow.verb("close")
    needed = close_step is not None and not close_step.allows(case.stage)
    if needed and verify_step is not None and verify_step.allows(case.stage):
        move(case, "verify")
        case.save_changes("stage")
        note("verified", case, by=SYSTEM, at=at)
    return case


def _honest_end(case: Case, verdict: str) -> str:
    """The handlers proposed an end; the resident's word may lower it, never raise it."""
    proposed = proposed_end(case)
    if proposed in {"solved", "partly_solved"}:
        return END_BY_VERDICT.get(verdict, "partly_solved") if proposed == "solved" else "partly_solved"
    return proposed


def proposed_end(case: Case) -> str:
    found = Answer.objects.filter(case=case, round=case.round).values_list("end_state", flat=True).first()
    return found or "explained_not_solvable"


@action
def close(case: Case, *, by: Actor, at: datetime, end_state: str = "") -> Case:
    """End the case, without a verdict of the resident, in the end state of its last answer or another honest one."""
    case = case.locked()
    permit(can_close(by, case))
    permit(is_end_of_its_own(end_state))
    end_state = end_state or proposed_end(case)
    permit(is_closing_end(case, end_state))
    permit(is_for_one(case, end_state))
    permit(are_enough_tries(case, end_state))
    return end_case(case, end_state, by=by, at=at)


def is_end_of_its_own(end_state: str) -> Ruling:
    if end_state == MERGED:
        return no(_("Name the case in which it goes on, before it is answered."))
    return yes


def is_closing_end(case: Case, end_state: str) -> Ruling:
    """The end of the last answer, or one that claims less; nobody makes a case better by closing it."""
    proposed = proposed_end(case)
    lower = {"partly_solved"} if proposed == "solved" else set()
    if end_state in CLOSING_ENDS | lower | {proposed} - {MERGED, "withdrawn"}:
        return yes
    return no(_("This end claims more than the answer did. Choose the one of the answer, or a lower one."))


def is_for_one(case: Case, end_state: str) -> Ruling:
    if needs_two(case, end_state):
        return no(_("One alone may not give this end: propose it, and another person confirms."))
    return yes


def needs_two(case: Case, end_state: str) -> bool:
    end = case.rulebook.ends.get(end_state)
    return end_state == "invalid" or (end is not None and end.second_reviewer)


def end_case(case: Case, end_state: str, *, by: Actor, at: datetime) -> Case:
    move(case, "close")
    case.end_state, case.closed_at = end_state, max(at, case.raised_at)
    _stop_clocks(case, at)
    case.save_changes("stage", "end_state", "closed_at", "due_at", "paused", "contested", "looker")
    note("closed", case, by=by, at=at, end_state=end_state)
    return case


def _stop_clocks(case: Case, at: datetime) -> None:
    for pause in Pause.objects.filter(case=case, until=None):
        pause.until = max(at, pause.since)
        pause.save(update_fields=["until"])
    Objection.objects.open().filter(case=case).update(outcome=Objection.Outcome.LAPSED, decided_at=at)
    end_check(case, Check.Outcome.LAPSED, at)
    case.paused = case.contested = False
    for name in ("first", "resolve"):
        meet(case, name, at)
    next_due(case)


@action
def withdraw(case: Case, *, reason: str = "", by: Actor, at: datetime) -> Case:
    """The resident takes it back."""
    case = case.locked()
    permit(can_withdraw(by, case))

    move(case, "withdraw")
    case.end_state, case.closed_at = "withdrawn", max(at, case.raised_at)
    _stop_clocks(case, at)
    hand_over(case, organisation_id=None, post_id=None, at=at)
    case.save_changes(
        "stage",
        "end_state",
        "closed_at",
        "due_at",
        "paused",
        "contested",
        "looker",
        "holder_organisation",
        "holder_post",
    )

    note("withdrawn", case, by=by, at=at, words=reason)
    return case


@action
def reopen(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Not solved after all: a new round, one rung higher."""
    case = case.locked()
    permit(can_reopen(by, case))
    permit(gives_a_reason(reason))
    permit(is_in_time(case, at))
    return _reopen(case, reason, by=by, at=at)


def is_in_time(case: Case, at: datetime) -> Ruling:
    if in_reopen_window(case, at):
        return yes
    return no(
        _("The time for opening this case again is over. Please tell us anew; we will find the old case.")
    )


def _reopen(case: Case, reason: str, *, by: Actor, at: datetime) -> Case:
    move(case, "reopen")
    case.round += 1
    case.end_state, case.closed_at, case.answered_at, case.contacted_at = "", None, None, None
    hand_over(case, organisation_id=None, post_id=None, at=at)
    end_check(case, Check.Outcome.LAPSED, at)
    duty = rise(case, at)
    start_clocks(case, at)
    changed = ("stage", "round", "end_state", "closed_at", "answered_at", "contacted_at", "looker")
    case.save_changes(*changed, *RISEN)
    keeper = duty.post.pk if duty.post else None
    note("reopened", case, by=by, at=at, round=case.round, words=reason, meeting=case.meeting, duty=keeper)
    return case
