""" "Not ours": the clocks stand, somebody of another unit decides, and a resident always reads who has it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from linli.cases.actions.closing import withdraw
from linli.cases.actions.dispatch import accept, dispatch, release
from linli.cases.actions.handling import answer, resume
from linli.cases.actions.objecting import contest, reject, uphold
from linli.cases.actions.triage import triage
from linli.cases.models import Case, Objection, Pause
from linli.kit.answer import Refused
from linli.people.actors import CASE_KEYS
from tests.lane import MONDAY, Lane, hours


@pytest.fixture
def sent(lane: Lane) -> Case:
    """Sent to the street office by the village."""
    case = triage(lane.case(), category="04.lamp", title="路灯不亮", by=lane.secretary, at=hours(1))
    return dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(1.2))


@pytest.fixture
def contested(lane: Lane, sent: Case) -> Case:
    return contest(sent, reason="这是村里自己的灯", organisation=lane.villagers, by=lane.clerk, at=hours(1.5))


def test_the_clock_stands_and_the_unit_has_it_until_it_is_decided(lane: Lane, contested: Case) -> None:
    assert (contested.stage, contested.paused, contested.contested) == ("dispatched", True, True)
    assert (contested.holder_organisation, contested.due_at) == (lane.office, None)
    assert Pause.objects.get(case=contested, until=None).since == hours(1.5)


def test_nothing_else_is_done_with_it_until_then(lane: Lane, contested: Case) -> None:
    for act in (
        lambda: accept(contested, by=lane.clerk, at=hours(4)),
        lambda: release(contested, reason="不归我们", by=lane.clerk, at=hours(4)),
        lambda: dispatch(contested, organisation=lane.villagers, by=lane.secretary, at=hours(4)),
        lambda: resume(contested, by=lane.clerk, at=hours(4)),
        lambda: answer(contested, text="好了", end_state="solved", by=lane.clerk, at=hours(4)),
        lambda: contest(contested, reason="再说一次", by=lane.clerk, at=hours(4)),
    ):
        with pytest.raises(Refused):
            act()


def test_only_whoever_has_it_objects_and_says_why(lane: Lane, sent: Case) -> None:
    with pytest.raises(Refused):
        contest(sent, reason="不归我们", by=lane.committee, at=hours(3))
    with pytest.raises(Refused, match="为什么"):
        contest(sent, reason=" ", by=lane.clerk, at=hours(3))
    with pytest.raises(Refused, match="另"):
        contest(sent, reason="不归我们", organisation=lane.office, by=lane.clerk, at=hours(3))


def test_never_somebody_of_the_same_unit_decides(lane: Lane, contested: Case) -> None:
    with pytest.raises(Refused, match="另一个单位"):
        uphold(contested, by=lane.dispatcher, at=hours(4))
    with pytest.raises(Refused, match="另一个单位"):
        reject(contested, words="归你们", by=lane.dispatcher, at=hours(4))
    assert uphold(contested, by=lane.secretary, at=hours(4)).holder_organisation == lane.villagers


def test_upheld_it_goes_to_the_proposed_or_another_unit_and_its_clock_runs(
    lane: Lane, contested: Case
) -> None:
    case = uphold(contested, post=lane.post("worker"), words="请网格先看", by=lane.secretary, at=hours(5))
    assert (case.stage, case.holder_post, case.paused) == ("dispatched", lane.post("worker"), False)
    assert case.due_at is not None
    objection = Objection.objects.get(case=case)
    assert (objection.outcome, objection.decided_by) == ("upheld", lane.post("secretary"))


def test_upheld_it_does_not_go_back_to_who_objected(lane: Lane, contested: Case) -> None:
    with pytest.raises(Refused, match="已经在"):
        uphold(contested, organisation=lane.office, by=lane.secretary, at=hours(5))


def test_rejected_it_stays_what_stood_still_is_not_counted_and_it_is_not_asked_again(
    lane: Lane, sent: Case
) -> None:
    due = sent.due_at
    case = contest(sent, reason="不归我们", by=lane.clerk, at=hours(1.5))
    case = reject(case, words="路灯归街道管", by=lane.secretary, at=hours(2))
    assert (case.paused, case.holder_organisation) == (False, lane.office)
    assert case.due_at is not None and due is not None and case.due_at > due
    case = accept(case, by=lane.clerk, at=hours(4))
    with pytest.raises(Refused, match="已经定了"):
        contest(case, reason="还是不归我们", by=lane.clerk, at=hours(4))


def test_after_the_rule_book_s_time_it_is_too_late(lane: Lane, sent: Case) -> None:
    with pytest.raises(Refused, match="时间已过"):
        contest(sent, reason="不归我们", by=lane.clerk, at=hours(24 * 4))


def test_the_database_holds_one_open_objection_a_case(lane: Lane, contested: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(case=contested, post=lane.post("clerk"), reason="再来", said_at=MONDAY)


def test_a_case_that_is_withdrawn_leaves_nothing_to_decide(lane: Lane, contested: Case) -> None:
    withdraw(contested, by=lane.resident(contested), at=hours(4))
    assert not Objection.objects.open().exists()


def test_the_decision_has_its_own_due_time(lane: Lane, contested: Case) -> None:
    objection = Objection.objects.get(case=contested)
    assert objection.due_at == hours(24 + 9.5)  # the end of the next working day
    assert list(Objection.objects.late(hours(34))) == [objection]
    assert not Objection.objects.visible_to(lane.neighbour).exists()
    assert Objection.objects.visible_to(lane.secretary).exists()


def test_the_resident_reads_that_it_is_being_clarified_and_who_has_it(
    lane: Lane, contested: Case, client: Client
) -> None:
    session = client.session
    session[CASE_KEYS] = [contested.pk]
    session.save()
    page = client.get(f"/c/{contested.number}/").content.decode()
    assert "正在确定" in page and lane.office.name in page
    assert "这是村里自己的灯" not in page
