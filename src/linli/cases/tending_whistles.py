"""What the clock does with a whistle: who stays silent past the time is named to both sides, then one rung higher."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from linli.cases.actions.whistles_by_clock import let_lapse, lift_whistle, tell_silence
from linli.cases.models import Case, Whistle
from linli.cases.tending import MOST_AT_ONCE, is_over
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.rhythm import every
from linli.kit.trace import follows

ENDINGS = ("case.closed", "case.withdrawn", "case.merged")


@every(timedelta(minutes=5))
def tend_whistles(at: str) -> dict[str, int]:
    now = datetime.fromisoformat(at)
    rows = Whistle.objects.unheeded(now).select_related("case__area").order_by("arrive_by", "id")
    told = [tell_silence(one, by=SYSTEM, at=now) for one in rows.filter(late_told_at=None)[:MOST_AT_ONCE]]
    lifted = [lift_whistle(one, by=SYSTEM, at=now) for one in to_lift(rows, now)]
    return {"told": len(told), "lifted": len(lifted)}


def to_lift(rows: Any, now: datetime) -> Iterator[Whistle]:
    """Silent so long after the time as the rule book waits, where a rung lies above."""
    for one in rows.filter(late_told_at__isnull=False, lifted_at=None)[:MOST_AT_ONCE]:
        book = one.case.rulebook
        below_the_top = one.case.rung < len(book.ladder)
        if book.whistle.lift and below_the_top and is_over(one.case, book.whistle.lift, one.arrive_by, now):
            yield one


@follows(*ENDINGS)
def whistles_lapse_with_their_case(trace_id: int) -> None:
    told = Trace.objects.get(pk=trace_id)
    case = Case.objects.get(pk=told.record_id)
    for whistle in Whistle.objects.open().filter(case=case):
        let_lapse(whistle, by=SYSTEM, at=told.at)
