"""Work that comes back by itself: each span of time has one job, however many workers ask for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from linli.kit.jobs import enqueue_once, path_of, task
from linli.kit.models import Job

_rhythms: list[tuple[Any, timedelta]] = []


def every(span: timedelta, *, whole: bool = True) -> Callable[[Callable[[str], Any]], Any]:
    """Run this function once in each span; it gets the moment, as ISO text, for which it runs.

    Long work says `whole=False`: it runs outside one transaction, and bears to be run again.
    """

    def register(function: Callable[[str], Any]) -> Any:
        work = task(whole=whole)(function)
        _rhythms.append((work, span))
        return work

    return register


def call_up(now: datetime) -> None:
    """Queue what this moment's spans ask for. A span that passed while no worker ran is not made up for."""
    for work, span in _rhythms:
        begun = datetime.fromtimestamp(
            now.timestamp() // span.total_seconds() * span.total_seconds(), tz=now.tzinfo
        )
        enqueue_once(work, f"{path_of(work)}@{begun.isoformat()}", now, now.isoformat())


@every(timedelta(hours=6))
def sweep_done_jobs(at: str) -> int:
    """Jobs that are done are kept for a month, if nothing else is set; failed ones until somebody has looked at them."""
    old = Q(status=Job.Status.DONE, finished_at__lt=datetime.fromisoformat(at) - settings.DONE_JOBS_STAY)
    return Job.objects.filter(old).delete()[0]
