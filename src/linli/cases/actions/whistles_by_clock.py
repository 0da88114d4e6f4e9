"""What nobody needs to press: silence past the time is said, goes one rung up, and a whistle lapses with its case."""

from datetime import datetime
from typing import Any

from linli.cases.actions.moving import note
from linli.cases.ladder import on_duty
from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.rules_of_whistles import can_tell_whistle
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.text import local_day


@action
def tell_silence(whistle: Whistle, *, by: Actor, at: datetime) -> Whistle:
    """Both sides hear once that the time is over and who has said nothing. Does nothing when all have answered by now."""
    whistle = _held(whistle)
    permit(can_tell_whistle(by, whistle))
    silent = silent_units(whistle)
    if not silent or not whistle.is_open or whistle.late_told_at is not None:
        return whistle

    whistle.late_told_at = at
    whistle.save_changes("late_told_at")

    _note("whistle_unheeded", whistle, by=by, at=at, units=silent)
    return whistle


@action
def lift_whistle(whistle: Whistle, *, by: Actor, at: datetime) -> Whistle:
    """The duty person of the next rung hears who stays silent. The case itself stays where it is."""
    whistle = _held(whistle)
    permit(can_tell_whistle(by, whistle))
    silent = silent_units(whistle)
    if not silent or not whistle.is_open or whistle.lifted_at is not None:
        return whistle

    duty = on_duty(whistle.case, whistle.case.rung + 1, local_day(at))
    whistle.lifted_at = at
    whistle.save_changes("lifted_at")

    to = duty.post.pk if duty.post else None
    _note("whistle_lifted", whistle, by=by, at=at, units=silent, to=to, missing=list(duty.missing))
    return whistle


@action
def let_lapse(whistle: Whistle, *, by: Actor, at: datetime) -> Whistle:
    """Its case has ended: nobody needs to come any more."""
    whistle = _held(whistle)
    permit(can_tell_whistle(by, whistle))
    if not whistle.is_open or whistle.case.is_open:
        return whistle

    whistle.outcome, whistle.ended_at = Whistle.Outcome.LAPSED, at
    whistle.save_changes("outcome", "ended_at")

    rows = WhistlePart.objects.filter(whistle=whistle)
    units = [part.organisation_id for part in rows if not part.is_settled]
    _note("whistle_lapsed", whistle, by=by, at=at, units=units)
    return whistle


def silent_units(whistle: Whistle) -> list[int]:
    rows = WhistlePart.objects.filter(whistle=whistle, state=WhistlePart.State.CALLED)
    return list(rows.values_list("organisation", flat=True))


def _held(whistle: Whistle) -> Whistle:
    case = Case.objects.get(pk=whistle.case_id).locked()
    now: Whistle = Whistle.objects.get(pk=whistle.pk)
    now.case = case
    return now


def _note(name: str, whistle: Whistle, *, by: Actor, at: datetime, **facts: Any) -> None:
    note(name, whistle.case, by=by, at=at, whistle=whistle.pk, caller=whistle.post_id, **facts)
