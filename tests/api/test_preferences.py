"""A program chooses how its own person is told, and nobody else."""

from typing import Any

import pytest
from django.test import Client

from linli.notices.models import Preference
from tests.api.conftest import Program, send
from tests.lane import Lane

HERE = "/notices/preferences"
QUIET = {"ways": ["sms"], "digest": True, "digest_at": "18:30"}
USUAL = {"ways": ["mail"], "digest": False, "digest_at": "08:00"}


def test_what_was_chosen_is_read_again_by_her_alone(lane: Lane, program: Program) -> None:
    worker, secretary = program("worker"), program("secretary")
    assert worker.get(f"/api/v1{HERE}").json() == USUAL
    answers = [send(worker, HERE, QUIET, **{"Idempotency-Key": "choose-once"}) for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, QUIET)] * 2
    assert worker.get(f"/api/v1{HERE}").json() == QUIET
    assert secretary.get(f"/api/v1{HERE}").json() == USUAL
    assert Preference.objects.get().account == lane.accounts["worker"]


def test_the_same_key_with_another_choice_is_refused(lane: Lane, program: Program) -> None:
    worker, key = program("worker"), {"Idempotency-Key": "choose-once"}
    send(worker, HERE, QUIET, **key)
    assert send(worker, HERE, USUAL, **key).status_code == 409
    assert worker.get(f"/api/v1{HERE}").json() == QUIET


@pytest.mark.parametrize(
    "change",
    [{"digest_at": "24:00"}, {"digest_at": "8:00"}, {"digest_at": ""}, {"ways": "no"}, {"score": 1}],
)
def test_a_value_of_another_kind_is_named(lane: Lane, program: Program, change: dict[str, Any]) -> None:
    answer = send(program("worker"), HERE, {**QUIET, **change})
    assert answer.json()["faults"][0]["where"] == ["body", next(iter(change))] and answer.status_code == 422
    assert not Preference.objects.exists()


def test_nobody_without_an_account_has_preferences(lane: Lane, anybody: Client) -> None:
    assert anybody.get(f"/api/v1{HERE}").status_code == 401
    assert send(anybody, HERE, QUIET).status_code == 401
