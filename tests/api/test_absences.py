"""Leave and stand-ins through the interface."""

from datetime import date

from django.test import Client

from linli.kit.actor import SYSTEM
from linli.people.actions.posts import appoint
from linli.people.models import Absence
from tests.api.conftest import Program, send
from tests.lane import Lane, hours

WEEK = {"starts_on": "2026-03-03", "ends_on": "2026-03-10"}


def test_she_notes_her_leave_with_a_stand_in_and_ends_it(lane: Lane, program: Program) -> None:
    hers, post = program("volunteer"), lane.post("volunteer").pk
    own = hers.get("/api/v1/absences").json()
    assert [one["id"] for one in own["posts"]] == [post] and own["rows"] == []
    among = hers.get(f"/api/v1/posts/{post}/stand-ins").json()
    helper = next(one for one in among if one["name"] == "顾盼生")
    row = send(hers, f"/posts/{post}/absences", {**WEEK, "stand_in": helper["id"]}).json()["rows"][0]
    assert (row["starts_on"], row["ends_on"], row["stand_in"]) == ("2026-03-03", "2026-03-10", helper["id"])
    assert row["own"] and row["may_end"]
    seen = program("helper").get("/api/v1/absences").json()["rows"]
    assert [(one["id"], one["own"], one["may_end"]) for one in seen] == [(row["id"], False, False)]
    assert program("neighbour").get("/api/v1/absences").json()["rows"] == []
    assert send(program("helper"), f"/absences/{row['id']}/end").status_code == 409
    stale = send(hers, f"/absences/{row['id']}/end", {}, **{"If-Match": '"7"'})
    assert stale.status_code == 412
    assert send(hers, f"/absences/{row['id']}/end").json()["rows"] == []


def test_what_is_sent_twice_under_one_key_is_noted_once(lane: Lane, program: Program) -> None:
    hers, key = program("volunteer"), {"Idempotency-Key": "one-leave"}
    for _ in range(2):
        answer = send(hers, f"/posts/{lane.post('volunteer').pk}/absences", WEEK, **key)
        assert answer.status_code == 200
    assert Absence.objects.count() == 1


def test_a_rule_that_is_broken_is_said_in_a_sentence(lane: Lane, program: Program) -> None:
    hers, at = program("volunteer"), f"/posts/{lane.post('volunteer').pk}/absences"
    wrong = {"starts_on": "2026-03-10", "ends_on": "2026-03-03"}
    assert "回来" in send(hers, at, wrong).json()["detail"]
    assert send(hers, at, {**WEEK, "stand_in": lane.post("neighbour").pk}).status_code == 409
    assert send(hers, at, {**WEEK, "why": "生病"}).status_code == 422


def test_nobody_notes_the_leave_of_somebody_else(lane: Lane, program: Program) -> None:
    post = lane.post("volunteer").pk
    assert send(program("helper"), f"/posts/{post}/absences", WEEK).status_code in {404, 409}
    assert send(program("neighbour"), f"/posts/{post}/absences", WEEK).status_code == 404
    assert program("neighbour").get(f"/api/v1/posts/{post}/stand-ins").status_code == 404
    assert send(Client(), f"/posts/{post}/absences", WEEK).status_code == 401
    assert not Absence.objects.exists()


def test_a_token_of_one_post_does_not_reach_another_post_of_the_same_person(
    lane: Lane, program: Program
) -> None:
    hers = program("volunteer")
    second = appoint(
        lane.accounts["volunteer"],
        role="party_member",
        area=lane.areas["village"],
        starts_on=date(2026, 3, 1),
        by=SYSTEM,
        at=hours(0),
    )
    assert send(hers, f"/posts/{second.pk}/absences", WEEK).status_code == 404
    client = Client()
    client.force_login(lane.accounts["volunteer"])
    answer = client.post(f"/api/v1/posts/{second.pk}/absences", WEEK, "application/json")
    assert answer.status_code == 200
    assert send(hers, f"/absences/{Absence.objects.get().pk}/end").status_code == 404
