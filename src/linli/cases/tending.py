"""What the clock does by itself, by the terms of the rule book: untouched claims go back, silence ends what was answered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.cases.actions.closing import close
from linli.cases.actions.dispatch import release
from linli.cases.deadlines import due
from linli.cases.models import Case, Holding
from linli.cases.rules import allowed
from linli.governance.limits import Limit
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.rhythm import every
from linli.places.reads import calendar_for

MOST_AT_ONCE = 500


@every(timedelta(minutes=10))
def tend_cases(at: str) -> dict[str, int]:
    """Each case for itself, so that one refusal does not stop the others."""
    now = datetime.fromisoformat(at)
    returned = [
        release(case, reason=_("nothing was begun in time"), by=SYSTEM, at=now) for case in untouched(now)
    ]
    ended = [close(case, by=SYSTEM, at=now) for case in silent(now)]
    return {"returned": len(returned), "ended": len(ended)}


def untouched(now: datetime) -> Iterator[Case]:
    """Claimed, and not begun within the time that the rule book leaves."""
    for case in Case.objects.filter(stage="taken", paused=False).order_by("id")[:MOST_AT_ONCE]:
        if not allowed("release", SYSTEM, case) or not was_claimed(case):
            continue
        since = Holding.objects.filter(case=case, until=None).values_list("since", flat=True).first()
        if since and is_over(case, case.rulebook.terms.claim_returns_after, since, now):
            yield case


def was_claimed(case: Case) -> bool:
    """Taken from the pool, not sent by somebody."""
    rows = Trace.objects.filter(record_kind="cases.case", record_id=case.pk)
    last = rows.filter(name__in=["case.claimed", "case.accepted"]).order_by("-number").first()
    return last is not None and last.name == "case.claimed"


def silent(now: datetime) -> Iterator[Case]:
    """Answered, and the resident has said nothing for as long as the rule book waits for her."""
    for case in Case.objects.filter(stage__in=["answered", "verified"]).order_by("answered_at")[
        :MOST_AT_ONCE
    ]:
        waited = case.answered_at and is_over(
            case, case.rulebook.terms.close_after_silence, case.answered_at, now
        )
        if waited and allowed("close", SYSTEM, case):
            yield case


def is_over(case: Case, limit: Limit, since: datetime, now: datetime) -> bool:
    end = due(limit, since, case.rulebook, calendar_for(case.area_path)).at
    return end is not None and end < now
