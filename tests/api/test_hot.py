"""A program of the office reads what many speak of, raises one case for all of them, or sets it aside."""

from typing import Any

import pytest

from linli.cases.actions.heating import note_issue
from linli.cases.models import Case, HotIssue
from linli.kit.actor import SYSTEM
from tests.api.conftest import Program, send
from tests.lane import Lane, hours

SAID = ("搅拌站夜里开工，粉尘很大。", "搅拌站粉尘飘进家里。", "请管一管搅拌站的粉尘。")
OURS = {"title": "搅拌站扬尘", "words": "我们去现场看过，约了企业商量。", "category": "09.noise"}


@pytest.fixture
def issue(lane: Lane) -> HotIssue:
    cases = [lane.case(words=said) for said in SAID]
    return note_issue([case.pk for case in cases], shared="搅拌站", households=5, by=SYSTEM, at=hours(1))


def numbers_in(issue: HotIssue) -> list[str]:
    return list(Case.objects.filter(hot__issue=issue).order_by("number").values_list("number", flat=True))


def test_one_case_is_raised_for_all_once(program: Program, issue: HotIssue) -> None:
    office = program("secretary")
    waiting = office.get("/api/v1/hot-issues").json()["rows"]
    assert [(one["id"], one["state"], one["households"]) for one in waiting] == [(issue.pk, "waiting", 5)]
    body, there = {**OURS, "cases": numbers_in(issue)}, f"/hot-issues/{issue.pk}"
    answers = [send(office, f"{there}/take_up", body, **{"Idempotency-Key": "take-once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].json()
    assert answers[0].json() == answers[1].json() and answers[0].json()["state"] == "raised"
    raised = Case.objects.get(number=answers[0].json()["raised"])
    assert raised.proactive and {one["end_state"] for one in answers[0].json()["cases"]} == {"merged"}
    assert office.get("/api/v1/hot-issues").json()["rows"] == []
    assert office.get("/api/v1/hot-issues", {"show": "all"}).json()["rows"][0]["raised"] == raised.number
    again = send(office, f"{there}/take_up", body)
    assert again.status_code == 409 and Case.objects.filter(proactive=True).count() == 1


def test_only_the_chosen_cases_go_on_in_it(program: Program, issue: HotIssue) -> None:
    first, *others = numbers_in(issue)
    answer = send(program("secretary"), f"/hot-issues/{issue.pk}/take_up", {**OURS, "cases": [first]})
    ends = {one["number"]: one["end_state"] for one in answer.json()["cases"]}
    assert ends == {first: "merged", **dict.fromkeys(others, "")}


@pytest.mark.parametrize("change", [{"cases": ["2603-000000"]}, {"category": "99.none"}])
def test_a_case_of_another_issue_and_a_category_of_no_book_are_refused(
    program: Program, issue: HotIssue, change: dict[str, Any]
) -> None:
    answer = send(program("secretary"), f"/hot-issues/{issue.pk}/take_up", {**OURS, **change})
    assert answer.status_code == 409 and not Case.objects.filter(proactive=True).exists()


def test_it_is_set_aside_with_a_reason_and_on_the_version_that_was_read(
    program: Program, issue: HotIssue
) -> None:
    office, there = program("secretary"), f"/hot-issues/{issue.pk}/set_aside"
    assert send(office, there, {"reason": ""}).status_code == 422
    assert send(office, there, {"reason": "　"}).status_code == 409
    older = {"If-Match": f'"{issue.version + 1}"'}
    assert send(office, there, {"reason": "不是一件事"}, **older).status_code == 412
    assert send(office, there, {"reason": "不是一件事"}).json()["state"] == "set_aside"
    assert office.get("/api/v1/hot-issues").json()["rows"] == []


@pytest.mark.parametrize(("name", "refused"), [("volunteer", 403), ("neighbour", 404)])
def test_nobody_outside_the_office_of_the_place_finds_it(
    program: Program, issue: HotIssue, name: str, refused: int
) -> None:
    there = f"/hot-issues/{issue.pk}"
    assert program(name).get(f"/api/v1{there}").status_code == refused
    assert send(program(name), f"{there}/set_aside", {"reason": "不是一件事"}).status_code == refused


def test_the_list_needs_the_same_queries_for_one_and_for_many(
    lane: Lane, program: Program, issue: HotIssue, django_assert_num_queries: Any
) -> None:
    office = program("secretary")
    for _ in range(3):
        note_issue([lane.case().pk], shared="", households=5, by=SYSTEM, at=hours(1))
    office.get("/api/v1/hot-issues")
    with django_assert_num_queries(2):  # token with its post, issues
        assert len(office.get("/api/v1/hot-issues").json()["rows"]) == 4
