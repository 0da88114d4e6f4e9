"""The same jobs through RabbitMQ and Celery: called by a message, held by their row."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from linli.kit import broker, worker
from linli.kit.jobs import task
from linli.kit.models import Job
from linli.kit.worker import Worker, do
from tests.reading import PACKAGE, ROOT

BROKER = os.environ.get("LINLI_TEST_QUEUE", "amqp://guest:guest@127.0.0.1:5672//")
MISSING = "Celery (requirements/mq.txt) or a broker on port 5672"
done: list[str] = []


@task
def write_down(word: str) -> str:
    done.append(word)
    return word


@task
def stumble() -> None:
    raise RuntimeError("The ink is dry")


def is_there() -> bool:
    host, port = BROKER.rpartition("@")[2].strip("/").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        return False
    return importlib.util.find_spec("celery") is not None


@pytest.fixture
def queue(settings: Any) -> Iterator[Any]:
    """A queue of its own on a real broker; where there is none the tests are skipped, with LINLI_TEST_QUEUE set they fail."""
    if not is_there():
        (pytest.fail if "LINLI_TEST_QUEUE" in os.environ else pytest.skip)(f"{MISSING} is missing.")
    settings.LINLI_QUEUE = BROKER
    broker.app.cache_clear()
    app = broker.app()
    app.conf.task_default_queue = f"linli-{uuid.uuid4().hex[:8]}"
    app.task(name=broker.TASK)(do)
    done.clear()
    yield app
    with app.connection_or_acquire() as wire:
        app.amqp.queues[app.conf.task_default_queue].bind(wire.default_channel).delete()
    app.close()
    importlib.import_module("kombu.pools").reset()  # lines to the broker outlive the app that opened them
    broker.app.cache_clear()


def calls(app: Any) -> list[str]:
    """The numbers of the jobs that wait in the broker's queue, taken out of it."""
    found = []
    with app.connection_or_acquire() as wire, wire.SimpleQueue(app.conf.task_default_queue) as waiting:
        while len(waiting):
            message = waiting.get(timeout=2)
            found.append(message.payload[0][0])
            message.ack()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_job_is_called_once_its_change_is_stored_and_not_before(queue: Any) -> None:
    with transaction.atomic():
        write_down.enqueue("inside")
        assert calls(queue) == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_down.enqueue("undone")
        1 / 0  # noqa: B018
    assert calls(queue) == [Job.objects.get().id]


def address_of_tests() -> str:
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    return f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"


@contextmanager
def celery_worker(app: Any) -> Iterator[None]:
    """A real one, in a process of its own, on the tests' database and queue."""
    words = ["-m", "celery", "-A", "linli.config.queue", "worker", "--pool", "solo", "--loglevel", "error"]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        "LINLI_DATABASE": address_of_tests(),
        "LINLI_QUEUE": BROKER,
        "PYTHONPATH": f"{PACKAGE.parent}:{ROOT}",
    }
    running = subprocess.Popen([sys.executable, *words, "-Q", app.conf.task_default_queue], cwd=ROOT, env=env)
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_a_celery_worker_does_each_called_job_once(queue: Any) -> None:
    for number in range(20):
        write_down.enqueue(str(number))
    broker.call(list(Job.objects.values_list("id", flat=True)))  # each of them twice
    with celery_worker(queue):
        wait_until(lambda: not Job.objects.exclude(status=Job.Status.DONE).exists())
        wait_until(lambda: calls(queue) == [])
    assert set(Job.objects.values_list("attempts", "fence")) == {(1, 1)}
    assert sorted(Job.objects.values_list("result", flat=True), key=int) == [str(n) for n in range(20)]


def wait_until(it_is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not it_is_so():
        assert time.monotonic() < until, "the jobs were not done within a minute"
        time.sleep(0.1)  # for another process


@pytest.mark.django_db(transaction=True)
def test_what_nobody_took_is_called_again_and_what_is_not_due_is_not(queue: Any) -> None:
    late = write_down.using(run_after=timezone.now() + timedelta(minutes=5)).enqueue("late")
    lost = write_down.enqueue("lost")
    assert calls(queue) == [lost.id]  # and nobody was there to hear it
    assert broker.uncalled() == [lost.id]
    assert not Worker().call_once()
    assert calls(queue) == [lost.id]
    Job.objects.filter(pk=late.id).update(due_at=Now() - timedelta(seconds=1))
    assert set(broker.uncalled()) == {late.id, lost.id}


@pytest.mark.django_db
def test_a_call_for_a_job_that_somebody_has_does_nothing(settings: Any) -> None:
    done.clear()
    asked = write_down.enqueue("once")
    assert do(asked.id)
    assert not do(asked.id) and not do("nobody")
    assert done == ["once"]


@pytest.mark.django_db
def test_a_called_job_that_fails_is_tried_again_when_its_time_has_come() -> None:
    asked = stumble.enqueue()
    assert do(asked.id)
    job = Job.objects.get(pk=asked.id)
    assert (job.status, job.attempts) == (Job.Status.READY, 1)
    assert not do(asked.id), "it waits before it is tried again"
    assert broker.uncalled() == []
    Job.objects.update(due_at=Now() - timedelta(seconds=1))
    assert broker.uncalled() == [asked.id]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_stops_no_change_and_loses_no_job(settings: Any) -> None:
    if importlib.util.find_spec("celery") is None:
        pytest.skip("Celery (requirements/mq.txt) is missing.")
    settings.LINLI_QUEUE = "amqp://guest:guest@127.0.0.1:1//"
    broker.app.cache_clear()
    try:
        with transaction.atomic():
            asked = write_down.enqueue("patience")
        assert Job.objects.get().status == Job.Status.READY
        assert broker.uncalled() == [asked.id]
    finally:
        broker.app.cache_clear()


@pytest.mark.django_db
def test_without_the_setting_no_broker_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "app", lambda: pytest.fail("asked"))
    write_down.enqueue("plain")
    assert worker.Worker().work_once()
