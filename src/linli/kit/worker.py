"""The worker: takes jobs one by one, renews its lease while it works, and writes nothing once it has lost it."""

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from linli.kit import broker
from linli.kit.due import LEASE
from linli.kit.jobs import LinliTask, claim, finish, give_back, renew
from linli.kit.models import Job
from linli.kit.rhythm import call_up

log = logging.getLogger("linli.worker")
IDLE_SECONDS = 0.5
SECONDS_BETWEEN_CALLS = 30.0
SECONDS_UNTIL_CALLED_AGAIN = 5.0


class LeaseLost(Exception):
    """Another worker has taken this job over; what was done here is rolled back."""


class Worker:
    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.goes_on = False
        self.held: Job | None = None  # taken together with the end of the job before
        self.called_up = -SECONDS_BETWEEN_CALLS
        self.looked = -SECONDS_UNTIL_CALLED_AGAIN

    def listen_to_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def stop(self, number: int | None = None, frame: FrameType | None = None) -> None:
        self.stopping.set()

    def run(self) -> None:
        self.goes_on = True
        while not self.stopping.is_set() or self.held:
            close_old_connections()
            self.call_up_sometimes()
            busy = self.call_once() if broker.in_use() else self.work_once()
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def call_up_sometimes(self) -> None:
        if time.monotonic() - self.called_up < SECONDS_BETWEEN_CALLS:
            return
        self.called_up = time.monotonic()
        try:
            call_up(timezone.now())
        except Error as busy:
            log.warning("The database is not answering: %s", type(busy).__name__)

    def call_once(self) -> bool:
        """Behind a broker this worker does no job itself; it calls again what nobody took within a while."""
        if time.monotonic() - self.looked < SECONDS_UNTIL_CALLED_AGAIN:
            return False
        self.looked = time.monotonic()
        try:
            waiting = broker.uncalled()
        except Error as busy:
            log.warning("The database is not answering: %s", type(busy).__name__)
            return False
        return broker.call(waiting) == broker.MOST_AT_ONCE

    def work_once(self) -> bool:
        """Do one job. False when there was none to do."""
        try:
            job, self.held = self.held or claim(), None
        except Error as busy:
            log.warning("The database is not answering: %s", type(busy).__name__)
            return False
        if job is None:
            return False
        self.perform(job)
        return True

    def perform(self, job: Job) -> None:
        with Heartbeat(job):
            try:
                run(job, self.take_another)
            except LeaseLost:
                log.warning("Job %s was taken over", job.id)
            except Exception as fault:
                self.held = None  # its taking was rolled back as well
                log.error("Job %s (%s) failed: %s", job.id, job.task, type(fault).__name__)
                self.hand_back(job, without_words(fault))

    def take_another(self) -> None:
        """In the transaction that ends a job: one wait for the write lock, and one sync of the disk, instead of two."""
        if self.goes_on and not self.stopping.is_set():
            self.held = claim()

    def hand_back(self, job: Job, fault: str) -> None:
        """Where even this cannot be written, the lease runs out and another takes the job."""
        try:
            give_back(job, fault)
        except Error as away:
            log.warning("Job %s could not be given back: %s", job.id, type(away).__name__)


def do(number: str) -> bool:
    """What a call through the broker asks for: this job, if it is due and nobody has it."""
    job = claim(number)
    if job is None:
        return False
    Worker().perform(job)
    return True


def without_words(fault: Exception) -> str:
    """Where it went wrong. The message of an exception may hold personal text, so it is left out."""
    return "".join(traceback.format_tb(fault.__traceback__)) + type(fault).__name__


def run(job: Job, and_then: Callable[[], None] = lambda: None) -> None:
    task: LinliTask = import_string(job.task)
    if task.whole:
        with transaction.atomic():
            _run_and_finish(task, job)
            and_then()
    else:
        _run_and_finish(task, job)


def _run_and_finish(task: LinliTask, job: Job) -> None:
    result: Any = task.func(*job.arguments["args"], **job.arguments["kwargs"])
    if not finish(job, result):
        raise LeaseLost


class Heartbeat:
    """Renews the lease from a thread with its own connection, so that long work keeps its job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        self.thread.join()

    def beat(self) -> None:
        while not self.over.wait(LEASE.total_seconds() / 3):
            try:
                renew(self.job)
            except Error:
                # On SQLite the job itself may hold the write lock; then nobody else can take the job either.
                log.debug("The lease of job %s could not be renewed now", self.job.id)
            finally:
                connection.close()
