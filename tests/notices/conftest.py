from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine

from linli.kit import trace
from linli.kit.models import Job
from linli.kit.worker import run as run_job
from linli.notices import wire
from linli.notices.follow import tell_webhooks
from linli.notices.hooked import HEARD
from tests.lane import hours
from tests.notices.provider import Provider, running

Work = Callable[[], int]


@pytest.fixture
def noon() -> Iterator[Any]:
    """Three hours after the Monday on which the lane's cases begin; moved on by hand."""
    with time_machine.travel(hours(3), tick=False) as clock:
        yield clock


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Every robot, the gateway and any webhook lead to it."""
    with running() as one:
        settings.LINLI_OUTBOUND_PRIVATE = [one.host]
        settings.LINLI_ROBOTS = dict.fromkeys(("wecom", "dingtalk", "feishu", "lark"), one.url)
        settings.LINLI_SMS = {"url": one.url, "key": "k", "sign": "Linli", "field": "code", "good": "0"}
        settings.LINLI_MAIL_FROM, settings.LINLI_MAIL_NAME = "linli@example.org", "example.org"
        for name in HEARD:
            monkeypatch.setitem(trace._followers, name, [*trace.followers_of(name), tell_webhooks])
        monkeypatch.setattr(wire, "SECONDS", 0.4)
        yield one


@pytest.fixture
def work() -> Work:
    """Do every job of the notices that is due at the frozen moment; how many there were."""

    def until_nothing_is_due() -> int:
        from django.utils import timezone

        done = 0
        while job := _next(timezone.now()):
            Job.objects.filter(pk=job.pk).update(status=Job.Status.RUNNING, fence=job.fence + 1)
            job.refresh_from_db()
            run_job(job)
            done += 1
        return done

    return until_nothing_is_due


def _next(now: datetime) -> Job | None:
    rows = Job.objects.filter(task__startswith="linli.notices.", status=Job.Status.READY, due_at__lte=now)
    return rows.order_by("due_at", "enqueued_at").first()
