"""What comes by the clock: deadlines that near or are past, and the daily summaries."""

from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.rhythm import every
from linli.notices.actions.following import drop_unconfirmed
from linli.notices.actions.telling import fold, tell
from linli.notices.jobs import ask_to_send
from linli.notices.models import Notice
from linli.notices.reads import MOST_AT_ONCE, coming_due, going_back, receivers
from linli.notices.reads_of_pledges import STEP_LATE, late_steps
from linli.notices.recipients import lines_for


@every(timedelta(minutes=5))
def watch_deadlines(at: str) -> int:
    now = datetime.fromisoformat(at)
    return sum(warn(name, case, case.due_at, now) for name, case in coming_due(now))


@every(timedelta(minutes=10))
def watch_claims(at: str) -> int:
    """Before a claim that nobody began goes back to the pool."""
    now = datetime.fromisoformat(at)
    return sum(warn("claim.returning", one.case, one.at, now) for one in going_back(now))


@every(timedelta(hours=1))
def watch_steps(at: str) -> int:
    """Steps of a project whose day is over."""
    now = datetime.fromisoformat(at)
    return sum(warn(STEP_LATE, case, about, now) for case, about in late_steps(now))


def warn(name: str, case: Case, about: datetime | None, now: datetime) -> int:
    """How many are told. The event is this moment of this case: one that was moved is another."""
    assert about is not None
    event = f"{name}:{case.pk}:{about.isoformat()}"
    found = []
    for line in lines_for(name, {}, sealed=case.rulebook.is_sealed(case.category)):
        found += receivers(line.who, case, timezone.localdate(now))
    once = list({one.key: one for one in found}.values())
    for row in tell(name, event, case, once, by=SYSTEM, at=now, happened=now, about=about):
        ask_to_send(row)
    return len(once)


@every(timedelta(minutes=5))
def send_summaries(at: str) -> int:
    now = datetime.fromisoformat(at)
    due = Notice.objects.to_gather(now).order_by("account_id", "channel", "pk")[: MOST_AT_ONCE * 10]
    summaries = fold(list(due), by=SYSTEM, at=now)
    for summary in summaries:
        ask_to_send(summary)
    return len(summaries)


@every(timedelta(hours=6))
def forget_unconfirmed_addresses(at: str) -> int:
    return drop_unconfirmed(datetime.fromisoformat(at))
