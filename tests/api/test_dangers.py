"""A program cannot be stopped by a form: what a resident says through it is taken, and it is told the number to call."""

import pytest
from django.test import Client

from linli.cases.receipts import code_for
from linli.kit.trace import traces_of
from tests.api.conftest import send
from tests.lane import Lane, hours

FIRE = "隔壁楼着火了！"


@pytest.mark.parametrize(
    ("verb", "stage", "words"),
    [
        ("reply", "working", {"text": FIRE}),
        ("urge", "working", {"words": FIRE}),
        ("withdraw", "registered", {"reason": FIRE}),
        ("rate", "answered", {"verdict": "unsolved", "words": FIRE}),
        ("reopen", "closed", {"reason": FIRE}),
    ],
)
def test_later_words_of_danger_are_taken_and_name_the_number_to_call(
    lane: Lane, anybody: Client, verb: str, stage: str, words: dict[str, str]
) -> None:
    case = lane.bring(lane.case(at=hours(-7)), stage)
    receipt = {"Receipt": f"{case.number} {code_for(case)}", "Idempotency-Key": "said-once"}
    before = traces_of(case).count()
    answers = [send(anybody, f"/cases/{case.number}/{verb}", words, **receipt) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].json()
    assert [answer.json()["dangers"][0]["number"] for answer in answers] == ["119", "119"]
    assert traces_of(case).count() > before


def test_calm_words_name_no_danger(lane: Lane, anybody: Client) -> None:
    case = lane.bring(lane.case(), "registered")
    receipt = {"Receipt": f"{case.number} {code_for(case)}"}
    answer = send(anybody, f"/cases/{case.number}/reply", {"text": "就在小卖部旁边。"}, **receipt)
    assert (answer.status_code, answer.json()["dangers"]) == (200, [])
