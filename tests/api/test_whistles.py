"""Other programs call units together, and answer for a unit that is called."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linli.cases.models import Case, Whistle
from tests.api.conftest import Program, send
from tests.cases.whistles import held, with_water_works
from tests.lane import Lane


@pytest.fixture
def case(lane: Lane) -> Case:
    with_water_works(lane)
    return held(lane)


def calling(lane: Lane, **more: object) -> dict[str, object]:
    calls = [{"organisation": lane.units["water"].pk, "asked": "关阀门"}]
    return {"calls": calls, "reason": "爆管", "place": "泵房", **more}


def test_from_the_call_to_what_both_sides_say(lane: Lane, program: Program, case: Case) -> None:
    office, water = program("secretary"), program("waterman")
    blown = send(office, f"/cases/{case.number}/blow", calling(lane, urgent=True)).json()
    assert (blown["number"], blown["caller"], blown["urgent"]) == (case.number, "槎市村党支部", True)
    part = f"/whistles/{blown['id']}/parts/{blown['parts'][0]['id']}"
    assert water.get("/api/v1/whistles", {"show": "calling_me"}).json()["rows"][0]["id"] == blown["id"]
    seen = water.get(f"/api/v1/cases/{case.number}").json()
    assert seen["title"] and not seen["words"] and not seen["messages"]
    assert send(office, f"{part}/report_in").status_code == 409
    assert send(water, f"{part}/report_in").json()["parts"][0]["state"] == "arrived"
    assert send(water, f"{part}/finish_part", {"did": "换了管子"}).json()["parts"][0]["may"] == []
    assert send(office, f"/whistles/{blown['id']}/end", {"note": "水来了"}).json()["outcome"] == "joint"
    assert send(office, f"{part}/rate_response", {"mark": "9"}).status_code == 422
    assert send(office, f"{part}/rate_response", {"mark": "well"}).status_code == 200
    said = send(water, f"{part}/rate_call", {"mark": "needed"}).json()["parts"][0]
    assert (said["response"], said["call"]) == ("well", "needed")
    assert "江流声" not in str(said) and water.get(f"/api/v1/cases/{case.number}").status_code == 404


def test_it_may_beg_off_and_be_excused(lane: Lane, program: Program, case: Case) -> None:
    office, water = program("secretary"), program("waterman")
    blown = send(office, f"/cases/{case.number}/blow", calling(lane)).json()
    part = f"/whistles/{blown['id']}/parts/{blown['parts'][0]['id']}"
    assert send(water, f"{part}/beg_off", {"reason": "人都在外面"}).json()["parts"][0]["state"] == "unable"
    assert (
        send(office, f"{part}/excuse_part", {"reason": "自己修了"}).json()["parts"][0]["state"] == "excused"
    )


def test_sent_twice_under_one_key_it_is_blown_once(lane: Lane, program: Program, case: Case) -> None:
    headers = {"Idempotency-Key": "one-whistle"}
    answers = [
        send(program("secretary"), f"/cases/{case.number}/blow", calling(lane), **headers).json()
        for _ in range(2)
    ]
    assert answers[0]["id"] == answers[1]["id"] and Whistle.objects.count() == 1


def test_what_is_not_hers_is_not_there(lane: Lane, program: Program, case: Case, anybody) -> None:
    blown = send(program("secretary"), f"/cases/{case.number}/blow", calling(lane)).json()
    assert program("neighbour").get(f"/api/v1/whistles/{blown['id']}").status_code == 404
    assert program("volunteer").get(f"/api/v1/whistles/{blown['id']}").status_code == 404
    assert anybody.get("/api/v1/whistles").status_code == 401
    assert (
        send(
            program("secretary"), f"/whistles/{blown['id']}/parts/999999/excuse_part", {"reason": "x"}
        ).status_code
        == 404
    )
    assert send(program("volunteer"), f"/cases/{case.number}/blow", calling(lane)).status_code == 404
    wrong = calling(lane, calls=[{"organisation": 10**9, "asked": "来"}])
    assert send(program("secretary"), f"/cases/{case.number}/blow", wrong).status_code == 409


def test_calls_are_narrowed_by_unit_by_days_and_by_lateness(lane: Lane, program: Program, case: Case) -> None:
    office = program("secretary")
    blown = send(office, f"/cases/{case.number}/blow", calling(lane)).json()

    def found(**asked: object) -> list[int]:
        return [row["id"] for row in office.get("/api/v1/whistles", asked).json()["rows"]]

    day = timezone.localdate()
    assert found(organisation=lane.water.pk) == found(since=day, until=day) == [blown["id"]]
    assert (
        found(organisation=lane.company.pk) == found(until=day - timedelta(days=1)) == found(late=True) == []
    )
    assert office.get("/api/v1/whistles", {"since": "gestern"}).status_code == 422
