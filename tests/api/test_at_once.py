"""At the same moment through the API: one key, one case; one pool, one holder. Many rounds: `run.py chaos`."""

from typing import Any

import pytest
from django.test import Client

from bench.keys import equal, silent
from linli.api.actions.tokens import make_token
from linli.cases.models import Case, Holding
from linli.kit.actor import SYSTEM
from tests.api.conftest import body, send
from tests.kit.crowd import at_once
from tests.lane import Lane, hours, plant

KEY = {"Idempotency-Key": "b1946ac92492d2347c6235b4"}
CROWD, ROUNDS = 12, 3

pytestmark = pytest.mark.django_db(transaction=True)


def told(answers: list[Any]) -> list[tuple[int, Any]]:
    return [(answer.status_code, answer.json()) for answer in answers]


def test_many_under_one_key_make_one_case_and_equal_receipts_and_others_hear_nothing() -> None:
    lane = plant()
    answers = told(at_once(CROWD, lambda _: send(Client(), "/cases", body(lane), **KEY)))
    assert equal(answers) == [] and Case.objects.count() == 1
    others = at_once(CROWD, lambda n: send(Client(), "/cases", body(lane, words=f"别的事{n}"), **KEY))
    assert silent(told(others), "路灯", [answers[0][1]]) == [] and Case.objects.count() == 1


def test_of_two_units_that_claim_at_once_one_has_it_and_the_other_reads_who_and_which_version() -> None:
    lane = plant()
    clients = {name: program(lane, name) for name in ("volunteer", "worker")}
    names = list(clients)
    for _ in range(ROUNDS):
        case = lane.bring(lane.case(), "offered")
        answers = told(
            at_once(2, lambda n, case=case: send(clients[names[n]], f"/cases/{case.number}/claim"))
        )
        won = [n for n, (status, _answer) in enumerate(answers) if status == 200]
        assert len(won) == 1, answers
        status, lost = answers[1 - won[0]]
        assert status == 409 and lane.accounts[names[won[0]]].name in lost["detail"]
        assert lost["version"] == answers[won[0]][1]["version"] == case.version + 1
        assert Holding.objects.filter(case=case, until=None).count() == 1


def program(lane: Lane, name: str) -> Client:
    _token, secret = make_token(lane.post(name), name="test", by=SYSTEM, at=hours(0))
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([(201, {"number": "1"}), (201, {"number": "2"})], "2 different receipts"),
        ([(201, {"number": "1"}), (503, None)], "instead of 2"),
        ([(201, {"number": "1"}), (201, {"number": "1"})], ""),
    ],
)
def test_receipts_that_are_not_one_are_found(answers: list[tuple[int, Any]], found: str) -> None:
    assert found in str(equal(answers)) if found else equal(answers) == []


def test_what_others_hear_of_the_first_is_found() -> None:
    receipt = {"number": "2611-7K3QX2", "code": "ABCD-EFGH"}
    assert silent([(409, {"detail": "was 2611-7K3QX2"})], "key", [receipt])
    assert silent([(201, {})], "key", [receipt])
    assert silent([(409, {"detail": "no"})], "key", [receipt]) == []
