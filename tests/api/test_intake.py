from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case
from linli.people.models import Contact
from tests.api.conftest import Program, body, send
from tests.lane import Lane


def test_anybody_raises_a_case_and_reads_it_again_with_the_receipt(lane: Lane, anybody: Client) -> None:
    answer = send(anybody, "/cases", body(lane))
    assert answer.status_code == 201, answer.json()
    receipt = answer.json()
    case = Case.objects.get()
    assert (receipt["number"], receipt["stage"], case.channel) == (case.number, "registered", "api")
    assert (answer["Location"], answer["ETag"]) == (f"/api/v1/cases/{case.number}", f'"{case.version}"')
    here = answer["Location"]
    assert anybody.get(here).status_code == 404
    read = anybody.get(here, headers={"Receipt": f"{receipt['number']} {receipt['code']}"})
    assert read.json()["words"] == "村口的路灯坏了三盏，晚上看不清路。"
    assert read["ETag"] == answer["ETag"]


def test_the_same_key_makes_one_case_and_gives_the_same_receipt(lane: Lane, anybody: Client) -> None:
    receipts = [
        send(anybody, "/cases", body(lane), **{"Idempotency-Key": "2f0c9a4e"}).json() for _ in range(2)
    ]
    assert receipts[0] == receipts[1] and Case.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_without_a_word_of_the_first(
    lane: Lane, anybody: Client
) -> None:
    send(anybody, "/cases", body(lane), **{"Idempotency-Key": "2f0c9a4e"})
    answer = send(anybody, "/cases", body(lane, words="别的事"), **{"Idempotency-Key": "2f0c9a4e"})
    assert answer.status_code == 409 and answer["Content-Type"] == "application/problem+json"
    assert "路灯" not in answer.content.decode() and Case.objects.count() == 1


def test_who_speaks_goes_into_the_vault_and_into_no_answer(
    lane: Lane, anybody: Client, program: Program
) -> None:
    speaker = {"name": "罗无名", "phone": "13800138000"}
    receipt = send(anybody, "/cases", body(lane, speaker=speaker)).json()
    assert Contact.objects.count() == 1
    for client in (program("secretary"), program("dispatcher")):
        for address in (f"/api/v1/cases/{receipt['number']}", "/api/v1/cases"):
            text = client.get(address).content.decode()
            assert "罗无名" not in text and "13800138000" not in text


def test_answers_to_the_questions_of_the_category_are_kept_and_told(lane: Lane, anybody: Client) -> None:
    told = {"category": "04.lamp", "details": {"count": "3", "pole": "A-017"}}
    receipt = send(anybody, "/cases", body(lane, **told)).json()
    case = f"/api/v1/cases/{receipt['number']}"
    read = anybody.get(case, headers={"Receipt": f"{receipt['number']} {receipt['code']}"}).json()
    assert read["details"] == [
        {"key": "count", "question": "有几盏不亮？", "answer": "3"},
        {"key": "pole", "question": "灯杆上的编号是多少？", "answer": "A-017"},
    ]
    refused = send(anybody, "/cases", body(lane, category="04.lamp", details={"count": "many"}))
    assert refused.status_code == 409 and Case.objects.count() == 1


def test_a_category_of_danger_names_the_number_to_call(lane: Lane, anybody: Client) -> None:
    receipt = send(anybody, "/cases", body(lane, words="请快来。", category="01.gas")).json()
    assert [danger["number"] for danger in receipt["dangers"]] == ["119"]
    stuck = {"category": "06.lift", "details": {"stuck": "yes"}}
    receipt = send(anybody, "/cases", body(lane, words="电梯坏了。", **stuck)).json()
    assert [danger["number"] for danger in receipt["dangers"]] == ["119"]


def test_words_of_danger_are_taken_and_name_the_number_to_call(lane: Lane, anybody: Client) -> None:
    receipt = send(anybody, "/cases", body(lane, words="隔壁楼着火了！")).json()
    assert receipt["dangers"][0]["number"] == "119"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"words": ""}, ["body", "words"]),
        ({"words": "a\x00b"}, ["body", "words"]),
        ({"words": 7}, ["body", "words"]),
        ({"words": "灯坏了\ud800"}, ["body", "words"]),
        ({"words": "长" * 7001}, ["body", "words"]),
        ({"area": "../etc"}, ["body", "area"]),
        ({"lat": 91.0}, ["body", "lat"]),
        ({"lat": "28.05"}, ["body", "lat"]),
        ({"kind": "rumour"}, ["body", "kind"]),
        ({"score": 5}, ["body", "score"]),
        ({"speaker": {"phone": "call me"}}, ["body", "speaker", "phone"]),
    ],
)
def test_a_value_of_another_kind_is_named_with_its_place(
    lane: Lane, anybody: Client, change: dict[str, Any], where: list[str]
) -> None:
    answer = send(anybody, "/cases", body(lane, **change))
    assert answer.status_code == 422, answer.content
    assert where in [fault["where"] for fault in answer.json()["faults"]]
    assert not Case.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\xff", '{"words": 1e999}', "[" * 100_000])
def test_what_cannot_be_read_is_said_to_be_so(lane: Lane, anybody: Client, content: str) -> None:
    answer = anybody.post("/api/v1/cases", content.encode("latin-1"), "application/json")
    assert answer.status_code in {400, 422} and answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    "change", [{"area": "ZZZZZ/"}, {"area": None}, {"area": None, "lat": 1.0, "lon": 1.0}]
)
def test_a_place_that_nobody_knows_is_refused_with_what_to_do(
    lane: Lane, anybody: Client, change: dict[str, Any]
) -> None:
    answer = send(anybody, "/cases", body(lane, **change))
    assert answer.status_code == 409 and answer.json()["detail"]


def test_a_kind_that_residents_do_not_raise_here_is_refused_by_the_rule_book(
    lane: Lane, anybody: Client
) -> None:
    answer = send(anybody, "/cases", body(lane, kind="order"))
    assert answer.status_code == 409 and not Case.objects.exists()
