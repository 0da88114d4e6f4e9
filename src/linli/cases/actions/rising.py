"""To a rung of the ladder: who keeps the case there, which meeting decides it, when it climbs on by itself."""

from datetime import datetime

from linli.cases.actions.moving import begin_rung, end_pause, hand_over
from linli.cases.ladder import Duty, on_duty
from linli.cases.models import Case
from linli.kit.text import local_day

RISEN = (
    *("rung", "rung_since", "climbs_at", "meeting", "due_at", "paused"),
    *("holder_organisation", "holder_post"),
)


def rise(case: Case, at: datetime) -> Duty:
    """One rung higher, or anew on the highest. The named person keeps it; where there is none, whoever has it now."""
    if case.paused:
        end_pause(case, at)
    case.rung = min(case.rung + 1, len(case.rulebook.ladder))
    case.meeting = case.rulebook.rung(case.rung).meeting
    duty = on_duty(case, case.rung, local_day(at))
    if duty.post is not None:
        hand_over(case, organisation_id=duty.post.organisation_id, post_id=duty.post.pk, at=at)
    begin_rung(case, at)
    return duty
