"""The page of hot issues."""

import pytest

from linli.cases.actions.heating import note_issue
from linli.cases.models import Case, HotIssue
from linli.kit.actor import SYSTEM
from tests.console.conftest import Enter
from tests.lane import Lane, hours


@pytest.fixture
def issue(lane: Lane) -> HotIssue:
    cases = [lane.bring(lane.case(), "triaged") for _ in range(3)]
    return note_issue([case.pk for case in cases], shared="路灯", households=5, by=SYSTEM, at=hours(5))


def sent(**more: object) -> dict[str, object]:
    return {
        "key": "k",
        "title": "路灯全面检修",
        "words": "线路老化，整片换线。",
        "category": "04.lamp",
        **more,
    }


def test_it_lists_what_waits_and_teaches_when_nothing_does(lane: Lane, enter: Enter) -> None:
    assert "第二天早上" in enter("secretary").get("/console/hot/").content.decode()


def test_from_the_list_to_one_case_for_all(lane: Lane, issue: HotIssue, enter: Enter) -> None:
    office = enter("secretary")
    assert f"/console/hot/{issue.pk}/" in office.get("/console/hot/").content.decode()
    members = [str(pk) for pk in issue.members.values_list("case", flat=True)]
    answer = office.post(f"/console/hot/{issue.pk}/", sent(members=members[:2]))
    raised = Case.objects.get(proactive=True)
    assert answer.url.endswith(f"/{raised.number}/")
    assert Case.objects.filter(end_state="merged").count() == 2
    assert office.post(f"/console/hot/{issue.pk}/", sent(key="other")).status_code == 409


def test_a_form_without_words_keeps_what_was_typed(lane: Lane, issue: HotIssue, enter: Enter) -> None:
    answer = enter("secretary").post(f"/console/hot/{issue.pk}/", sent(words=""))
    assert answer.status_code == 422
    assert "路灯全面检修" in answer.content.decode()


def test_set_aside_with_a_reason(lane: Lane, issue: HotIssue, enter: Enter) -> None:
    office = enter("secretary")
    assert office.post(f"/console/hot/{issue.pk}/aside/", {}).status_code == 422
    office.post(f"/console/hot/{issue.pk}/aside/", {"reason": "不是一件事"})
    assert not HotIssue.objects.waiting().exists()


def test_it_is_not_there_for_others(lane: Lane, issue: HotIssue, enter: Enter) -> None:
    assert enter("neighbour").get(f"/console/hot/{issue.pk}/").status_code == 404
