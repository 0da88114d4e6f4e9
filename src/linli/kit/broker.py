"""Jobs through a message broker, for large installations: the table stays the truth, a message only says which job is due.

With LINLI_QUEUE empty nothing here is used. A lost message loses no job and one that comes twice does none twice: the
job is claimed from its row, with lease and fence, whoever called it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import transaction

from linli.kit.due import abandoned, ready
from linli.kit.models import Job

log = logging.getLogger("linli.broker")
TASK = "linli.job"
MOST_AT_ONCE = 500


def in_use() -> bool:
    return bool(settings.LINLI_QUEUE)


@cache
def app() -> Any:
    """The Celery application on the broker of LINLI_QUEUE. Needs the extra `mq`."""
    from celery import Celery

    queue = Celery("linli", broker=settings.LINLI_QUEUE, set_as_current=False)
    queue.conf.update(
        task_default_queue="linli",
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"confirm_publish": True},
        enable_utc=True,
    )
    return queue


def call_after_commit(number: str, due_at: datetime, at: datetime) -> None:
    """A job that is due later is called when its time has come, by the worker that looks after the table."""
    if in_use() and due_at <= at:
        transaction.on_commit(partial(call, [number]))


def call(numbers: Iterable[str]) -> int:
    """Tell the broker. When it does not answer the jobs wait in their table and are called again."""
    called = 0
    try:
        with app().producer_or_acquire() as producer:
            for number in numbers:
                app().send_task(TASK, [number], producer=producer, retry=False)
                called += 1
    except Exception as fault:
        # Whatever a broker's client raises: the change itself is stored, and must not fail after its commit.
        log.warning("The broker is not answering: %s", type(fault).__name__)
    return called


def uncalled() -> list[str]:
    """Jobs that are due, or whose worker fell silent: the oldest first."""
    rows = (
        Job.objects.filter(ready() | abandoned()).order_by("-priority", "due_at").values_list("id", flat=True)
    )
    return list(rows[:MOST_AT_ONCE])
