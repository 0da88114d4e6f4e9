from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from linli.config import health
from linli.kit.models import Job, Operation
from tests.kit.crowd import at_once
from tests.lane import Lane


def test_a_living_process_says_so_without_the_database(client: Client) -> None:
    assert client.get("/livez").content == b"ok\n"


@pytest.mark.django_db
def test_everybody_learns_that_it_is_ready_and_nothing_else(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})
    assert not Operation.objects.exists()


def test_staff_read_the_facts_behind_it(lane: Lane, client: Client) -> None:
    client.force_login(lane.accounts["dispatcher"])
    at = timezone.now()
    Job.objects.create(id="1", task="x", due_at=at - timedelta(minutes=3), enqueued_at=at)
    facts = client.get("/readyz").json()
    assert facts["database"].split()[0] in {"sqlite", "postgresql"}
    assert 180 <= facts["oldest_job_seconds"] < 240 and facts["failed_jobs"] == 0
    assert facts["calendar_of_this_year"] is True and 0 <= facts["free_disk_percent"] <= 100


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_is_not_ready(client: Client, monkeypatch: Any) -> None:
    def refuse(**fields: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(Operation.objects, "create", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.django_db
def test_a_database_that_waits_for_a_migration_is_not_ready(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "_up_to_date", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["a step"])
    assert client.get("/readyz").status_code == 503
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_it_stays_ready_while_another_writer_is_busy(client: Client) -> None:
    with transaction.atomic():
        Operation.objects.create(scope="x", key="x", at=timezone.now())
        answers = at_once(2, lambda _: Client().get("/readyz").status_code)
    assert answers == [200, 200]
