"""The work on a case: begin it, let its clock stand with a reason, ask for more time, say what was done."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.calling import are_enough_tries
from linli.cases.actions.counting import Piece, write_pieces
from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.intake import CleanPicture, keep_pictures, says_something
from linli.cases.actions.moving import (
    begin_pause,
    end_pause,
    first_contact,
    meet,
    move,
    next_due,
    note,
    recount,
)
from linli.cases.models import Answer, Case, Clock
from linli.cases.rules import can_answer, can_extend, can_resume, can_start, can_suspend
from linli.governance.vocabulary import COUNTED_END_STATES
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.answer import Refused, no, permit, yes

MOST_EXTRA_DAYS = 60
ANSWER_ENDS = (*COUNTED_END_STATES, "out_of_scope_redirected", "unreachable")


@action
def start(case: Case, *, by: Actor, at: datetime) -> Case:
    """Begin the work."""
    case = case.locked()
    permit(can_start(by, case))

    move(case, "start")
    first_contact(case, at)
    case.save_changes("stage", "contacted_at", "due_at")

    note("started", case, by=by, at=at)
    return case


@action
def suspend(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Let the clocks stand. The resident reads why."""
    case = case.locked()
    permit(can_suspend(by, case))
    permit(gives_a_reason(reason))

    begin_pause(case, reason, at)
    case.save_changes("paused", "due_at", "climbs_at")

    note("suspended", case, by=by, at=at, words=reason)
    return case


@action
def resume(case: Case, *, by: Actor, at: datetime) -> Case:
    """Let the clocks run again; what stood still is not counted."""
    case = case.locked()
    permit(can_resume(by, case))

    end_pause(case, at)
    case.save_changes("paused", "due_at", "climbs_at")

    note("resumed", case, by=by, at=at)
    return case


@action
def extend(case: Case, *, days: int, reason: str, by: Actor, at: datetime) -> Case:
    """Add days, of the kind that its limit counts, to the time for the solution; the resident reads why."""
    case = case.locked()
    permit(can_extend(by, case))
    permit(gives_a_reason(reason))
    permit(is_sensible(days))

    lengthen(case, days)
    case.save_changes("due_at")

    note("extended", case, by=by, at=at, days=days, due=case.due_at, words=reason)
    return case


def lengthen(case: Case, days: int) -> None:
    """So many days more for the solution, in the unit in which its clock counts."""
    clock = Clock.objects.filter(case=case, name="resolve", round=case.round, met_at=None).first()
    if clock is None:
        raise Refused(_("No time limit is running for this case."))
    clock.amount += in_unit(days, clock.unit, case)
    recount(clock, case)
    clock.save(update_fields=["amount", "due_at", "unconfirmed"])
    next_due(case)


def is_sensible(days: int) -> Ruling:
    if 1 <= days <= MOST_EXTRA_DAYS:
        return yes
    return no(_("Choose between 1 and %(most)s days.") % {"most": MOST_EXTRA_DAYS})


def in_unit(days: int, unit: str, case: Case) -> int:
    """Whole days, written in the unit in which this clock counts."""
    day_hours = case.rulebook.hours.day_hours if case.rulebook.hours else 8
    return days * {"min": 24 * 60, "h": 24, "d": 1, "wh": day_hours, "wd": 1}[unit]


@action
def answer(
    case: Case,
    *,
    text: str,
    end_state: str,
    by: Actor,
    at: datetime,
    pictures: tuple[CleanPicture, ...] = (),
    achieved: tuple[Piece, ...] = (),
    version: int | None = None,
) -> Case:
    """Say what was done and how it ended, in words for the resident, and how much of it. The clock of the solution stops."""
    case = case.locked(version)
    permit(can_answer(by, case))
    permit(says_something(text))
    permit(is_honest_end(end_state))
    permit(are_enough_tries(case, end_state))

    acting = by.acting_post(case.area_path)
    Answer.objects.create(
        case=case,
        round=case.round,
        text=text.strip(),
        end_state=end_state,
        at=at,
        post_id=acting.id if acting else None,
    )
    keep_pictures(case, pictures, moment="after", by_resident=False, at=at)
    write_pieces(case, achieved, by=by, at=at)
    move(case, "answer")
    first_contact(case, at)
    meet(case, "resolve", at)
    case.answered_at = at
    next_due(case)
    case.save_changes("stage", "answered_at", "contacted_at", "due_at")

    note("answered", case, by=by, at=at, end_state=end_state, round=case.round)
    return case


def is_honest_end(end_state: str) -> Ruling:
    return (
        yes
        if end_state in ANSWER_ENDS
        else no(_("Choose how it ended: solved, partly solved, explained, or passed on."))
    )
