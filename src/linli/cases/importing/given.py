"""A deadline that was set elsewhere, written as a clock of ours that runs out at exactly that moment."""

from datetime import datetime, timedelta

from linli.cases.models import Clock

MINUTE = timedelta(minutes=1)


def as_given(clock: Clock, moment: datetime) -> None:
    """In whole minutes that end at the moment; begun up to a minute before the clock was, or just before a past moment."""
    started = getattr(clock, "started_at", None) or clock.case.registered_at
    assert started is not None
    minutes = max(1, -((started - moment) // MINUTE))
    clock.amount, clock.unit = minutes, "min"
    clock.started_at = moment - minutes * MINUTE
    clock.due_at, clock.unconfirmed, clock.given = moment, False, True
