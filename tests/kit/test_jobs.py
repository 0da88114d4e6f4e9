from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus

from linli.kit import jobs, worker
from linli.kit.jobs import LEASE, MOST_ATTEMPTS, claim, enqueue_once, finish, give_back, renew, task, waiting
from linli.kit.models import Job
from linli.kit.worker import LeaseLost, Worker
from linli.places.models import Organisation
from tests.kit.board import AT, LI, found, village
from tests.kit.crowd import at_once

pytestmark = pytest.mark.django_db


@task
def write_down(name: str) -> str:
    """An effect in the database, which must happen once."""
    area = village() if not Organisation.objects.exists() else Organisation.objects.latest("pk").area
    return found(area, name, by=LI, at=AT).name


@task
def break_down() -> None:
    raise RuntimeError("The printer is out of paper")


@task(priority=5)
def hurry() -> None:
    pass


@task(whole=False)
def long_work() -> str:
    return "done"


def lapse(job: Job) -> None:
    """The worker fell silent for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def claimed() -> Job:
    job = claim()
    assert job is not None
    return job


def test_work_asked_for_while_the_clock_was_wrong_is_done_when_it_is_right_again() -> None:
    ahead = timezone.now() + timedelta(days=400)
    enqueue_once(write_down, "ahead", ahead, "驿站")
    later = write_down.using(run_after=timezone.now() + timedelta(days=1)).enqueue("食堂")
    assert claimed().once == "ahead" and claim() is None
    assert Job.objects.get(pk=later.id).status == Job.Status.READY


def test_a_lease_from_a_wrong_clock_holds_nobody_up() -> None:
    write_down.enqueue("驿站")
    zombie = claimed()
    Job.objects.update(lease_until=Now() + timedelta(days=400))
    assert (claimed().fence, zombie.fence) == (2, 1)
    assert not finish(zombie, None)


def test_a_job_is_claimed_with_a_lease_and_no_second_time() -> None:
    write_down.enqueue("驿站")
    job = claimed()
    assert (job.status, job.fence, job.attempts) == (Job.Status.RUNNING, 1, 1)
    assert job.lease_until and abs(job.lease_until - timezone.now() - LEASE) < timedelta(seconds=5)
    assert claim() is None


def test_a_job_that_is_done_keeps_its_result() -> None:
    asked = write_down.enqueue("驿站")
    assert Worker().work_once()
    asked.refresh()
    assert (asked.status, asked.return_value) == (TaskResultStatus.SUCCESSFUL, "驿站")
    assert not Worker().work_once() and waiting() == 0


def test_long_work_outside_a_transaction_is_done_too() -> None:
    long_work.enqueue()
    assert Worker().work_once()
    assert Job.objects.get().result == "done"


def test_a_job_planned_for_later_waits() -> None:
    write_down.using(run_after=timezone.now() + timedelta(minutes=5)).enqueue("驿站")
    assert claim() is None
    Job.objects.update(due_at=Now() - timedelta(seconds=1))
    assert claim() is not None


def test_the_urgent_goes_first_then_what_waits_longest() -> None:
    for name in ("一", "二"):
        write_down.enqueue(name)
    hurry.enqueue()
    order = [claimed() for _ in range(3)]
    assert [job.arguments["args"] for job in order] == [[], ["一"], ["二"]]


def test_a_job_of_a_worker_that_fell_silent_is_taken_over_with_a_higher_fence() -> None:
    write_down.enqueue("驿站")
    lapse(claimed())
    again = claimed()
    assert (again.fence, again.attempts) == (2, 2)


def test_a_worker_that_renews_its_lease_keeps_its_job() -> None:
    write_down.enqueue("驿站")
    job = claimed()
    lapse(job)
    assert renew(job)
    assert claim() is None


def test_a_worker_that_lost_its_lease_writes_nothing_any_more() -> None:
    write_down.enqueue("驿站")
    zombie = claimed()
    lapse(zombie)
    heir = claimed()
    assert not renew(zombie) and not finish(zombie, "late")
    give_back(zombie, "late")
    with pytest.raises(LeaseLost):
        worker.run(zombie)
    assert not Organisation.objects.exists()
    worker.run(heir)
    job = Job.objects.get()
    assert (job.status, job.result, job.fault, job.fence) == (Job.Status.DONE, "驿站", "", 2)
    assert Organisation.objects.count() == 1


def test_a_job_that_fails_is_tried_again_after_twice_as_long() -> None:
    break_down.enqueue()
    waits = []
    for _ in range(3):
        Job.objects.update(due_at=Now() - timedelta(seconds=1))
        before = timezone.now()
        assert Worker().work_once()
        waits.append(round((Job.objects.get().due_at - before).total_seconds()))
    assert waits == [2, 4, 8]
    job = Job.objects.get()
    assert (job.status, job.attempts, job.lease_until) == (Job.Status.READY, 3, None)
    assert "out of paper" in job.fault


def test_after_the_last_attempt_a_job_stays_failed_for_a_person_to_see() -> None:
    break_down.enqueue()
    for _ in range(MOST_ATTEMPTS):
        Job.objects.update(due_at=Now() - timedelta(seconds=1))
        assert Worker().work_once()
    assert Job.objects.get().status == Job.Status.FAILED
    Job.objects.update(due_at=Now() - timedelta(seconds=1))
    assert claim() is None and waiting() == 0


def test_a_job_that_kills_its_worker_each_time_is_given_up_too() -> None:
    write_down.enqueue("驿站")
    for _ in range(MOST_ATTEMPTS):
        lapse(claimed())
    assert claim() is None
    assert Job.objects.get().status == Job.Status.FAILED


def test_what_a_failing_job_wrote_is_rolled_back(monkeypatch: pytest.MonkeyPatch) -> None:
    write_down.enqueue("驿站")
    monkeypatch.setattr(worker, "finish", lambda *_: 1 / 0)
    assert Worker().work_once()
    assert not Organisation.objects.exists()
    assert Job.objects.get().status == Job.Status.READY


def test_the_same_work_is_queued_once_even_after_it_was_done() -> None:
    for _ in range(2):
        enqueue_once(write_down, "once:1", timezone.now(), "驿站")
        Worker().work_once()
    assert (Job.objects.count(), Organisation.objects.count()) == (1, 1)


def test_the_waiting_jobs_are_found_by_an_index_whatever_was_done_before() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("A planner with statistics reads a small table whole.")
    Job.objects.bulk_create(
        Job(id=str(n), task="x", status="done", due_at=AT, enqueued_at=AT) for n in range(300)
    )
    assert "kit_job_waiting" in str(ready_rows().explain())


def ready_rows() -> Any:
    return Job.objects.filter(status=Job.Status.READY, due_at__lte=Now()).order_by("-priority", "due_at")[:1]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_do_each_of_forty_jobs_once() -> None:
    first = found(village(), "本部", by=LI, at=AT)
    for number in range(40):
        write_down.enqueue(f"驿站 {number}")
    at_once(8, lambda _: drain())
    names = [row.name for row in Organisation.objects.exclude(pk=first.pk)]
    assert sorted(names) == sorted(f"驿站 {number}" for number in range(40))
    assert set(Job.objects.values_list("status", "fence")) == {(Job.Status.DONE, 1)}


def drain() -> None:
    one = Worker()
    while jobs.waiting():
        one.work_once()


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_from_a_thread_while_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    long_work.enqueue()
    job = claimed()
    lapse(job)
    monkeypatch.setattr(worker, "LEASE", timedelta(milliseconds=30))
    with worker.Heartbeat(job) as _:
        wait_until(lambda: Job.objects.get().lease_until > timezone.now())


def wait_until(true: Any) -> None:
    end = timezone.now() + timedelta(seconds=10)
    while not true():
        assert timezone.now() < end, "it did not happen within ten seconds"


def test_a_worker_takes_the_next_job_together_with_the_end_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "call_up", lambda now: None)
    write_down.enqueue("驿站")
    hurry.enqueue()
    one = Worker()
    one.goes_on = True
    assert one.work_once()
    assert [(row.status, row.attempts) for row in by_haste()] == [
        (Job.Status.DONE, 1),
        (Job.Status.RUNNING, 1),
    ]
    one.stop()
    one.run()
    assert {row.status for row in by_haste()} == {Job.Status.DONE}


def test_a_job_that_fails_takes_no_other_with_it() -> None:
    break_down.using(priority=9).enqueue()
    hurry.enqueue()
    one = Worker()
    one.goes_on = True
    assert one.work_once()
    assert one.held is None
    assert [(row.status, row.attempts) for row in by_haste()] == [
        (Job.Status.READY, 1),
        (Job.Status.READY, 0),
    ]


def test_a_worker_that_is_told_to_stop_takes_no_other_job() -> None:
    hurry.enqueue()
    write_down.enqueue("驿站")
    one = Worker()
    one.goes_on = True
    one.stop()
    assert one.work_once()
    assert one.held is None
    assert [row.status for row in by_haste()] == [Job.Status.DONE, Job.Status.READY]


def by_haste() -> Any:
    return Job.objects.order_by("-priority", "due_at")
