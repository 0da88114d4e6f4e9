"""The resident's verdict, and the honest end of a case."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.moving import hand_over, meet, move, next_due, note, start_clocks
from linli.cases.deadlines import due
from linli.cases.models import Answer, Case, Pause, Rating
from linli.cases.rules import (
    allowed,
    can_close,
    can_rate,
    can_reopen,
    can_verify,
    can_withdraw,
    is_petitioner,
)
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.answer import Refused, no, permit, yes
from linli.places.reads import calendar_for

END_BY_VERDICT = {"solved": "solved", "partly": "partly_solved"}


@action
def verify(case: Case, *, verdict: str, words: str, by: Actor, at: datetime) -> Case:
    """Write down what the resident said when she was asked, by a call or on paper."""
    case = case.locked()
    permit(can_verify(by, case))
    permit(is_verdict(verdict))

    _keep_rating(case, verdict, words, Rating.Via.CODE if is_petitioner(by, case) else Rating.Via.CALL, at)
    move(case, "verify")
    case.save_changes("stage")

    note("verified", case, by=by, at=at, verdict=verdict, words=words)
    return _follow_verdict(case, verdict, words, by=by, at=at)


@action
def rate(case: Case, *, verdict: str, words: str = "", by: Actor, at: datetime) -> Case:
    """The resident's own verdict: solved closes the case, unsolved opens it again one rung higher."""
    case = case.locked()
    permit(can_rate(by, case))
    permit(is_verdict(verdict))

    _keep_rating(case, verdict, words, Rating.Via.CODE, at)
    case.save_changes()

    note("rated", case, by=by, at=at, verdict=verdict, round=case.round, words=words)
    return _follow_verdict(case, verdict, words, by=by, at=at)


def is_verdict(verdict: str) -> Ruling:
    return (
        yes
        if verdict in Rating.Verdict.values
        else no(_("Choose one of the three: solved, partly solved, not solved."))
    )


def _keep_rating(case: Case, verdict: str, words: str, via: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            Rating.objects.create(
                case=case, round=case.round, verdict=verdict, words=words.strip(), via=via, at=at
            )
    except IntegrityError as twice:
        raise Refused(_("The verdict on this answer has been given already. Thank you.")) from twice


def _follow_verdict(case: Case, verdict: str, words: str, *, by: Actor, at: datetime) -> Case:
    if verdict == Rating.Verdict.UNSOLVED and in_reopen_window(case, at) and case.flow.verb("reopen"):
        return _reopen(case, words, by=by, at=at)
    if case.is_open:
        case = _confirmed(case, at)
    if case.is_open and allowed("close", SYSTEM, case):
        return _close(case, _honest_end(case, verdict), by=SYSTEM, at=at)
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
    proposed = _proposed_end(case)
    if proposed in {"solved", "partly_solved"}:
        return END_BY_VERDICT.get(verdict, "partly_solved") if proposed == "solved" else "partly_solved"
    return proposed


def _proposed_end(case: Case) -> str:
    found = Answer.objects.filter(case=case, round=case.round).values_list("end_state", flat=True).first()
    return found or "explained_not_solvable"


@action
def close(case: Case, *, by: Actor, at: datetime, end_state: str = "") -> Case:
    """End the case, without a verdict of the resident, in the end state of its last answer or another honest one."""
    case = case.locked()
    permit(can_close(by, case))
    return _close(case, end_state or _proposed_end(case), by=by, at=at)


def _close(case: Case, end_state: str, *, by: Actor, at: datetime) -> Case:
    move(case, "close")
    case.end_state, case.closed_at = end_state, at
    _stop_clocks(case, at)
    case.save_changes("stage", "end_state", "closed_at", "due_at", "paused")
    note("closed", case, by=by, at=at, end_state=end_state)
    return case


def _stop_clocks(case: Case, at: datetime) -> None:
    Pause.objects.filter(case=case, until=None).update(until=at)
    case.paused = False
    for name in ("first", "resolve"):
        meet(case, name, at)
    next_due(case)


@action
def withdraw(case: Case, *, reason: str = "", by: Actor, at: datetime) -> Case:
    """The resident takes it back."""
    case = case.locked()
    permit(can_withdraw(by, case))

    move(case, "withdraw")
    case.end_state, case.closed_at = "withdrawn", at
    _stop_clocks(case, at)
    hand_over(case, organisation_id=None, post_id=None, at=at)
    case.save_changes(
        "stage", "end_state", "closed_at", "due_at", "paused", "holder_organisation", "holder_post"
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


def in_reopen_window(case: Case, at: datetime) -> bool:
    limit = case.rulebook.terms.reopen_within
    since = case.closed_at or case.answered_at
    if since is None:
        return True
    end = due(limit, since, case.rulebook, calendar_for(case.area_path)).at
    return end is None or at <= end


def _reopen(case: Case, reason: str, *, by: Actor, at: datetime) -> Case:
    move(case, "reopen")
    case.rung = min(case.rung + 1, len(case.rulebook.ladder))
    case.round += 1
    case.end_state, case.closed_at, case.answered_at, case.contacted_at = "", None, None, None
    hand_over(case, organisation_id=None, post_id=None, at=at)
    start_clocks(case, at)
    case.save_changes(
        "stage",
        "rung",
        "round",
        "end_state",
        "closed_at",
        "answered_at",
        "contacted_at",
        "due_at",
        "holder_organisation",
        "holder_post",
    )
    note("reopened", case, by=by, at=at, round=case.round, words=reason)
    return case
