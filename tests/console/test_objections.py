"""The queue of those who decide, and the three small forms."""

import pytest

from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.objecting import contest
from linli.cases.actions.triage import triage
from linli.cases.models import Case
from tests.console.conftest import Enter, address, send
from tests.lane import Lane, hours

QUEUE = "/console/objections/"


@pytest.fixture
def sent(lane: Lane) -> Case:
    case = triage(lane.case(), category="04.lamp", title="路灯不亮", by=lane.secretary, at=hours(1))
    return dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))


def test_said_in_a_form_it_waits_in_the_queue_of_another_unit(lane: Lane, enter: Enter, sent: Case) -> None:
    done = send(enter("clerk"), sent, "contest", reason="不归街道", other=f"unit:{lane.villagers.pk}")
    assert done.status_code == 302
    page = enter("secretary").get(QUEUE).content.decode()
    assert "不归街道" in page and lane.villagers.name in page
    assert "不归街道" not in enter("neighbour").get(QUEUE).content.decode()


def test_decided_without_a_choice_it_goes_to_the_unit_that_was_proposed(
    lane: Lane, enter: Enter, sent: Case
) -> None:
    contest(sent, reason="不归街道", organisation=lane.villagers, by=lane.clerk, at=hours(2))
    assert send(enter("secretary"), sent, "uphold", other="").status_code == 302
    assert Case.objects.get(pk=sent.pk).holder_organisation == lane.villagers
    assert "改派" in enter("secretary").get(f"{QUEUE}?show=decided").content.decode()


def test_without_any_unit_named_it_asks_for_one(lane: Lane, enter: Enter, sent: Case) -> None:
    contest(sent, reason="不归街道", by=lane.clerk, at=hours(2))
    answer = send(enter("secretary"), sent, "uphold", other="")
    assert answer.status_code == 409 and "由谁" in answer.content.decode()


def test_the_same_unit_reads_why_it_does_not_decide(lane: Lane, enter: Enter, sent: Case) -> None:
    contest(sent, reason="不归街道", by=lane.clerk, at=hours(2))
    answer = send_anyway(enter, sent)
    assert answer.status_code == 409 and "另一个单位" in answer.content.decode()


def send_anyway(enter: Enter, case: Case):
    return enter("dispatcher").post(address(case, "reject"), {"key": "k-1", "words": "归你们"})


def test_the_queue_costs_the_same_for_many(
    lane: Lane, enter: Enter, sent: Case, django_assert_max_num_queries
) -> None:
    contest(sent, reason="不归街道", by=lane.clerk, at=hours(2))
    client = enter("secretary")
    client.get(QUEUE)
    with django_assert_max_num_queries(12):
        client.get(QUEUE)
