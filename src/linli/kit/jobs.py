"""Django's Tasks API on one table of our own: a job is queued in the same transaction as the change that asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import task as _task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import get_module_path, get_random_id, normalize_json

from linli.kit.broker import call_after_commit
from linli.kit.due import LEASE, abandoned, ready
from linli.kit.models import Job

MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LinliTask(Task[Any, Any]):
    """`whole=True` runs in one transaction with its own end, so its effect happens once. Long work says `whole=False`."""

    whole: bool = True


class DatabaseBackend(BaseTaskBackend):
    task_class = LinliTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = _insert(task, timezone.now(), list(args), dict(kwargs), None)
        return _result(task, job)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        from django.utils.module_loading import import_string

        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(import_string(job.task), job)


def task(function: Callable[..., Any] | None = None, *, whole: bool = True, priority: int = 0) -> Any:
    """Register a function as work for the worker."""
    return (
        _task(function, whole=whole, priority=priority) if function else _task(whole=whole, priority=priority)
    )


def path_of(task: Task[Any, Any]) -> str:
    return get_module_path(task.func)


def enqueue_once(task: Task[Any, Any], once: str, at: datetime, *args: Any) -> None:
    """Queue this work unless a job with the same `once` exists already."""
    _insert(task, at, list(args), {}, once)


def _insert(
    task: Task[Any, Any], at: datetime, args: list[Any], kwargs: dict[str, Any], once: str | None
) -> Job:
    job = Job(
        id=get_random_id(),
        task=path_of(task),
        arguments=cast(dict[str, Any], normalize_json({"args": args, "kwargs": kwargs})),
        queue=task.queue_name,
        priority=task.priority,
        due_at=task.run_after or at,
        enqueued_at=at,
        once=once,
    )
    if once is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    call_after_commit(job.id, job.due_at, at)
    return job


def claim(number: str = "") -> Job | None:
    """Take the next job (or the one with this number), or one whose lease has run out, by one conditional UPDATE.

    The fence goes up with each taking.
    """
    locks = connection.features.has_select_for_update or connection.in_atomic_block
    if not locks and _next(number) is None:
        return None  # where reading takes no lock, an idle worker never stands in the writers' way
    with transaction.atomic():
        found = _next(number)
        if found is None:
            return None
        if found.attempts >= MOST_ATTEMPTS:
            give_up(found)
            return None
        taken = Job.objects.filter(pk=found.pk, fence=found.fence).update(
            status=Job.Status.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=Now() + LEASE,
            started_at=Now(),
        )
    return Job.objects.get(pk=found.pk) if taken else None


def _next(number: str) -> Job | None:
    rows = Job.objects.filter(id=number) if number else Job.objects.all()
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    silent = rows.filter(abandoned()).order_by("lease_until").first()
    return silent or rows.filter(ready()).order_by("-priority", "due_at").first()


def mine(job: Job) -> Any:
    """The job's row as long as nobody took it over; every later write goes through this filter."""
    return Job.objects.filter(pk=job.pk, fence=job.fence, status=Job.Status.RUNNING)


def renew(job: Job) -> bool:
    return bool(mine(job).update(lease_until=Now() + LEASE))


def finish(job: Job, result: Any) -> bool:
    """Whether the end was written: not when another worker took the job over in the meantime."""
    done = mine(job).update(
        status=Job.Status.DONE, result=normalize_json(result), finished_at=Now(), lease_until=None
    )
    return bool(done)


def give_up(job: Job) -> None:
    """Its worker fell silent at the last attempt: the work itself may be what kills workers."""
    mine(job).update(status=Job.Status.FAILED, fault="The worker fell silent each time.", lease_until=None)


def give_back(job: Job, fault: str) -> None:
    """Try again later, each time after twice as long; after the last attempt the job stays failed for a person to see."""
    over = job.attempts >= MOST_ATTEMPTS
    wait = timedelta(seconds=2**job.attempts)
    status = Job.Status.FAILED if over else Job.Status.READY
    mine(job).update(status=status, fault=fault[-2000:], due_at=Now() + wait, lease_until=None)


def waiting() -> int:
    return Job.objects.filter(Q(status=Job.Status.READY) | Q(status=Job.Status.RUNNING)).count()


_STATES = {
    Job.Status.READY: TaskResultStatus.READY,
    Job.Status.RUNNING: TaskResultStatus.RUNNING,
    Job.Status.DONE: TaskResultStatus.SUCCESSFUL,
    Job.Status.FAILED: TaskResultStatus.FAILED,
}


def _result(task: Task[Any, Any], job: Job) -> TaskResult[Any]:
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=job.id,
        status=_STATES[Job.Status(job.status)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=task.backend,
        errors=[],
        worker_ids=[],
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
