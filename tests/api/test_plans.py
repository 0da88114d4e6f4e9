"""A project through the interface: plan, steps, quantities, what is needed, what was promised, which pictures show."""

import pytest
from django.test import Client

from linli.cases.models import Case, Milestone, Need, Picture, Plan, Pledge, ShownPicture
from tests.api.conftest import Program, send
from tests.cases.projects import listed, project
from tests.lane import Lane, hours

DAYS = {"starts_on": "2026-03-02", "ends_on": "2026-06-01"}


@pytest.fixture
def case(lane: Lane) -> Case:
    return project(lane)


@pytest.fixture
def planner(program: Program) -> Client:
    return program("secretary")


def planned(lane: Lane, planner: Client, case: Case, **headers: str) -> object:
    said = {"aim": "三百米路铺好", "lead": lane.post("committee").pk, **DAYS}
    return send(planner, f"/cases/{case.number}/plan", said, **headers)


def test_a_program_plans_ticks_puts_off_and_drops(lane: Lane, planner: Client, case: Case) -> None:
    at = f"/cases/{case.number}"
    first = planned(lane, planner, case)
    assert first.status_code == 200 and first.json()["plan"]["lead"] == lane.post("committee").pk
    for name, due in (("路基", "2026-03-02"), ("铺面", "2026-05-01"), ("路灯", "2026-05-20")):
        send(planner, f"{at}/milestones", {"name": name, "due_on": due})
    steps = {one["name"]: one for one in planner.get(f"/api/v1{at}/project").json()["milestones"]}
    assert send(planner, f"{at}/milestones/{steps['路基']['id']}/tick").status_code == 200
    later = {"due_on": "2026-05-09", "reason": "下雨"}
    assert send(planner, f"{at}/milestones/{steps['铺面']['id']}/put-off", later).status_code == 200
    shown = send(planner, f"{at}/milestones/{steps['路灯']['id']}/drop").json()["milestones"]
    assert [(one["name"], one["done_on"], one["due_on"], one["why_later"]) for one in shown] == [
        ("路基", "2026-03-02", "2026-03-02", ""),
        ("铺面", None, "2026-05-09", "下雨"),
    ]
    again = send(planner, f"{at}/milestones/{steps['路基']['id']}/tick")
    assert again.status_code == 409 and "完成" in again.json()["detail"]


def test_a_plan_that_was_written_anew_since_is_not_overwritten(
    lane: Lane, planner: Client, case: Case
) -> None:
    tag = planned(lane, planner, case)["ETag"]
    assert planned(lane, planner, case, **{"If-Match": tag}).json()["plan"]["version"] == 2
    stale = planned(lane, planner, case, **{"If-Match": tag})
    assert stale.status_code == 412 and stale.json()["version"] == 2
    assert Plan.objects.get(case=case).version == 2


def test_a_step_and_a_figure_that_changed_since_are_not_overwritten(
    lane: Lane, planner: Client, case: Case
) -> None:
    planned(lane, planner, case)
    at = f"/cases/{case.number}"
    step = send(planner, f"{at}/milestones", {"name": "铺面", "due_on": "2026-05-01"}).json()["milestones"][0]
    later, tag = {"due_on": "2026-05-09", "reason": "下雨"}, {"If-Match": f'"{step["version"]}"'}
    assert send(planner, f"{at}/milestones/{step['id']}/put-off", later, **tag).status_code == 200
    assert send(planner, f"{at}/milestones/{step['id']}/tick", {}, **tag).status_code == 412
    figure = {"quantity": "path", "hundredths": 300_00}
    shown = send(planner, f"{at}/targets", figure).json()["quantities"][0]
    assert (shown["quantity"], shown["planned"], shown["version"]) == ("path", 300.0, 1)
    assert send(planner, f"{at}/targets", figure, **{"If-Match": '"1"'}).status_code == 200
    assert send(planner, f"{at}/targets", figure, **{"If-Match": '"1"'}).status_code == 412


def test_what_is_sent_twice_under_one_key_happens_once(lane: Lane, planner: Client, case: Case) -> None:
    planned(lane, planner, case)
    step, key = {"name": "铺面", "due_on": "2026-05-01"}, {"Idempotency-Key": "one-step"}
    answers = [send(planner, f"/cases/{case.number}/milestones", step, **key).json() for _ in range(2)]
    assert answers[0] == answers[1] and Milestone.objects.count() == 1
    other = send(planner, f"/cases/{case.number}/milestones", {**step, "name": "路灯"}, **key)
    assert other.status_code == 409


def test_what_was_counted_is_taken_back(lane: Lane, planner: Client, case: Case) -> None:
    at = f"/cases/{case.number}"
    send(planner, f"{at}/count", {"quantity": "path", "hundredths": 36_50, "on": "2026-03-01"})
    piece = planner.get(f"/api/v1{at}/project").json()["pieces"][0]
    assert (piece["amount"], piece["on"]) == (36.5, "2026-03-01")
    back = send(planner, f"{at}/pieces/{piece['id']}/take-back", {"reason": "记重了"}).json()
    assert [one["amount"] for one in back["pieces"]] == [-36.5, 36.5]
    assert back["pieces"][1]["taken_back"] and back["pieces"][0]["reverses"] == piece["id"]
    assert send(planner, f"{at}/pieces/{piece['id']}/take-back", {"reason": "再来"}).status_code == 409


def test_needs_are_asked_for_and_ended(lane: Lane, planner: Client, case: Case) -> None:
    at = f"/cases/{case.number}"
    asked = {"name": "路灯", "quantity": "lamps", "hundredths": 20_00}
    need = send(planner, f"{at}/needs", asked).json()["needs"][0]
    assert (need["name"], need["amount"], need["missing"]) == ("路灯", 20.0, 20.0)
    assert send(planner, f"{at}/needs/{need['id']}/end").json()["needs"] == []
    assert send(planner, f"{at}/needs/{need['id']}/end").status_code == 409
    assert Need.objects.get().ended_at is not None
    assert send(planner, f"{at}/needs", {"name": "路灯", "quantity": "lamps"}).status_code == 409


def test_pictures_are_put_on_the_page_and_taken_off(planner: Client, case: Case) -> None:
    digest, size = "ab" * 32, {"width": 4, "height": 3}
    Picture.objects.create(case=case, moment="after", digest=digest, **size, at=hours(2), by_resident=False)
    at = f"/cases/{case.number}/pictures/{digest}"
    shown = send(planner, f"{at}/show", {"words": "新路"}).json()["pictures"]
    assert shown == [{"digest": digest, "moment": "after", "shown": True, "words": "新路"}]
    assert send(planner, f"{at}/hide").json()["pictures"][0]["shown"] is False
    assert not ShownPicture.objects.exists()
    assert send(planner, f"/cases/{case.number}/pictures/{'cd' * 32}/show").status_code == 404


def test_a_partner_and_counted_households_stand_in_the_ledger(
    lane: Lane, program: Program, case: Case
) -> None:
    writer, ledger = program("committee"), f"/cases/{case.number}/ledger"
    said = {"amount": 100_00, "purpose": "共建", "source": "partner"}
    assert send(writer, f"{ledger}/promise", said).status_code == 409
    said["organisation"] = lane.office.pk
    line = send(writer, f"{ledger}/promise", {**said, "on": "2026-03-01"}).json()["lines"][0]
    assert (line["unit"], line["on"]) == ("张家山街道办事处", "2026-03-01")
    gone = send(writer, f"{ledger}/promise", {**said, "organisation": 999999})
    assert gone.status_code == 409 and "张家山" not in gone.json()["detail"]


@pytest.mark.parametrize("wrong", ["2026-3-2", "20260302", 20260302, "2026-02-30", None])
def test_a_day_is_written_in_one_way(planner: Client, case: Case, wrong: object) -> None:
    step = {"name": "铺面", "due_on": wrong}
    assert send(planner, f"/cases/{case.number}/milestones", step).status_code == 422


def test_only_who_may_plan_does_and_others_do_not_find_it(lane: Lane, program: Program, case: Case) -> None:
    at = f"/cases/{case.number}"
    step = {"name": "铺面", "due_on": "2026-05-01"}
    planned(lane, program("secretary"), case)
    refused = send(program("worker"), f"{at}/milestones", step)
    assert refused.status_code in {404, 409}
    assert send(program("neighbour"), f"{at}/milestones", step).status_code == 404
    assert program("neighbour").get(f"/api/v1{at}/project").status_code == 404
    assert Client().get(f"/api/v1{at}/project").status_code == 401
    assert not Milestone.objects.exists()


def test_a_row_is_reached_through_its_own_case_only(lane: Lane, planner: Client, case: Case) -> None:
    planned(lane, planner, case)
    step = {"name": "铺面", "due_on": "2026-05-01"}
    row = send(planner, f"/cases/{case.number}/milestones", step).json()["milestones"][0]
    other = project(lane)
    assert send(planner, f"/cases/{other.number}/milestones/{row['id']}/tick").status_code == 404


def test_a_unit_promises_through_the_public_line_and_the_office_says_that_it_came(
    lane: Lane, program: Program, planner: Client
) -> None:
    line = listed(lane)
    giver, at = program("liaison"), f"/listed/{line.pk}"
    said = {"kind": "things", "words": "我们出十二盏路灯", "hundredths": 12_00}
    given = send(giver, f"{at}/pledge", said, **{"Idempotency-Key": "twelve-lamps"}).json()
    assert [(one["giver"], one["amount"], one["state"]) for one in given["pledges"]] == [
        ("张家山街道办事处", 12.0, "promised")
    ]
    send(giver, f"{at}/pledge", said, **{"Idempotency-Key": "twelve-lamps"})
    row, behind = Pledge.objects.get(), f"/cases/{line.case.number}/pledges"
    assert send(planner, f"{behind}/{row.pk}/keep", {}, **{"If-Match": '"9"'}).status_code == 412
    assert send(planner, f"{behind}/{row.pk}/keep").json()["pledges"][0]["state"] == "kept"
    assert send(giver, f"{at}/pledges/{row.pk}/take-back", {"reason": "没货"}).status_code == 409
    money = send(giver, f"{at}/pledge-money", {"amount": 500_00, "words": "买灯的钱"}).json()["pledges"][1]
    assert (money["kind"], money["line"], money["state"]) == ("money", 1, "promised")
    receive = {"amount": 500_00, "purpose": "到账"}
    assert (
        send(program("committee"), f"/cases/{line.case.number}/ledger/1/receive", receive).status_code == 200
    )
    assert Client().get(f"/api/v1{at}").json()["pledges"][1]["state"] == "kept"


def test_a_promise_is_refused_by_those_who_plan_and_taken_back_by_its_giver(
    lane: Lane, program: Program, planner: Client
) -> None:
    line = listed(lane)
    giver, at = program("liaison"), f"/listed/{line.pk}"
    said = {"kind": "hands", "words": "来两个人"}
    rows = [send(giver, f"{at}/pledge", said).json()["pledges"][-1] for _ in range(2)]
    behind = f"/cases/{line.case.number}/pledges/{rows[0]['id']}/take-back"
    assert send(planner, behind, {"reason": "人手够了"}).json()["pledges"][0]["state"] == "taken_back"
    own = f"{at}/pledges/{rows[1]['id']}/take-back"
    assert send(program("worker"), own, {"reason": "x"}).status_code == 409
    assert send(giver, own, {"reason": "有事"}).json()["pledges"][1]["why"] == "有事"


def test_a_need_of_another_case_is_not_promised_for(lane: Lane, program: Program, planner: Client) -> None:
    line, other = listed(lane), project(lane)
    need = send(planner, f"/cases/{other.number}/needs", {"name": "沙子"}).json()["needs"][0]
    said = {"kind": "things", "words": "一车沙", "need": need["id"]}
    assert send(program("liaison"), f"/listed/{line.pk}/pledge", said).status_code == 404
    assert not Pledge.objects.exists()


def test_what_is_on_no_public_list_has_no_line(lane: Lane, anybody: Client) -> None:
    line = listed(lane)
    assert anybody.get(f"/api/v1/listed/{line.pk}").json()["title"] == line.title
    Case.objects.filter(pk=line.case_id).update(category="16.attitude")
    assert anybody.get(f"/api/v1/listed/{line.pk}").status_code == 404
    assert anybody.get("/api/v1/listed/999999").status_code == 404
