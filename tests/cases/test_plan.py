from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.cases.actions.projects import (
    aim_at,
    count,
    drop_milestone,
    plan,
    put_off,
    set_milestone,
    tick,
    uncount,
)
from linli.cases.listings import amounts_of, late_milestones, milestones_of
from linli.cases.models import Achieved, Case, Milestone, Plan
from linli.kit.answer import Refused
from linli.kit.trace import traces_of
from tests.cases.projects import project
from tests.lane import MONDAY, Lane, hours

TODAY = MONDAY.date()


@pytest.fixture
def case(lane: Lane) -> Case:
    return project(lane)


def planned(lane: Lane, case: Case) -> Milestone:
    span = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=30)}
    plan(case, aim="铺平三百米", lead=lane.post("committee"), **span, by=lane.secretary, at=hours(3))
    case.refresh_from_db()
    return set_milestone(case, name="铺路", due_on=TODAY + timedelta(days=2), by=lane.secretary, at=hours(4))


def test_only_the_roles_of_the_rule_book_plan(lane: Lane, case: Case) -> None:
    span = {"starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(Refused, match="来做"):
        plan(case, aim="铺路", lead=lane.post("committee"), **span, by=lane.volunteer, at=hours(3))
    plan(case, aim="铺路", lead=lane.post("committee"), **span, by=lane.secretary, at=hours(3))
    assert Plan.objects.count() == 1


def test_a_plan_does_not_end_before_it_begins(lane: Lane, case: Case) -> None:
    span = {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}
    with pytest.raises(Refused, match="早于"):
        plan(case, aim="铺路", lead=lane.post("committee"), **span, by=lane.secretary, at=hours(3))


def test_a_late_step_is_ticked_with_a_reason_that_everybody_reads(lane: Lane, case: Case) -> None:
    milestone = planned(lane, case)
    late = hours(24 * 4)
    assert late_milestones(milestones_of(case), late.date()) == (milestone,)
    with pytest.raises(Refused, match="超期"):
        tick(milestone, by=lane.committee, at=late)
    done = tick(milestone, why_late="下了三天雨", by=lane.committee, at=late)
    assert (done.why_late, done.done_by_id) == ("下了三天雨", lane.post("committee").pk)
    with pytest.raises(Refused, match="已经完成"):
        tick(milestone, why_late="再来", by=lane.committee, at=late)
    assert late_milestones(milestones_of(case), late.date()) == ()


def test_a_step_that_was_put_off_keeps_its_first_day_and_says_why(lane: Lane, case: Case) -> None:
    milestone = planned(lane, case)
    with pytest.raises(Refused, match="原因"):
        put_off(milestone, due_on=TODAY + timedelta(days=9), reason="", by=lane.secretary, at=hours(5))
    later = put_off(
        milestone, due_on=TODAY + timedelta(days=9), reason="等料", by=lane.secretary, at=hours(5)
    )
    assert (later.first_due_on, later.why_later) == (TODAY + timedelta(days=2), "等料")


def test_a_dropped_step_is_neither_shown_nor_ticked(lane: Lane, case: Case) -> None:
    milestone = planned(lane, case)
    drop_milestone(milestone, by=lane.secretary, at=hours(5))
    assert milestones_of(case) == ()
    with pytest.raises(Refused, match="取消"):
        tick(milestone, by=lane.secretary, at=hours(6))


def test_a_day_that_has_not_come_is_not_written_down(lane: Lane, case: Case) -> None:
    with pytest.raises(Refused, match="还没有到"):
        count(
            case,
            quantity="path",
            amount=Decimal(5),
            on=TODAY + timedelta(days=1),
            by=lane.committee,
            at=hours(5),
        )


def test_what_was_achieved_adds_up_and_a_mistake_is_taken_back_once(lane: Lane, case: Case) -> None:
    planned(lane, case)
    aim_at(case, quantity="path", amount=Decimal(300), by=lane.secretary, at=hours(5))
    count(case, quantity="path", amount=Decimal("120.5"), by=lane.committee, at=hours(6))
    wrong = count(case, quantity="path", amount=Decimal(900), by=lane.committee, at=hours(6))
    uncount(wrong, reason="多写了一个零", by=lane.committee, at=hours(7))
    count(case, quantity="path", amount=Decimal(90), by=lane.committee, at=hours(8))
    (amount,) = amounts_of(case)
    assert (amount.name, amount.unit, amount.done, amount.planned) == ("道路", "米", Decimal("210.5"), 300)
    with pytest.raises(Refused, match="已经冲销"):
        uncount(wrong, reason="再来", by=lane.committee, at=hours(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Achieved.objects.create(
            case=case, quantity="path", amount=-900, on=TODAY, at=hours(9), reverses=wrong
        )


def test_the_database_changes_nothing_that_was_counted(lane: Lane, case: Case) -> None:
    row = count(case, quantity="path", amount=Decimal(5), by=lane.committee, at=hours(6))
    for change in ("UPDATE cases_achieved SET amount = 6", "DELETE FROM cases_achieved"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)
    row.refresh_from_db()
    assert row.amount == 5


@pytest.mark.parametrize(("quantity", "amount"), [("moonlight", 5), ("path", 0), ("path", -3)])
def test_only_what_the_rule_book_counts_is_counted(
    lane: Lane, case: Case, quantity: str, amount: int
) -> None:
    with pytest.raises(Refused):
        count(case, quantity=quantity, amount=Decimal(amount), by=lane.committee, at=hours(6))


def test_an_ordinary_case_is_counted_by_whoever_has_it_and_has_no_plan(lane: Lane) -> None:
    lamp = lane.bring(lane.case(), "working")
    count(lamp, quantity="lamps", amount=Decimal(57), by=lane.volunteer, at=hours(6))
    assert [(one.name, one.done, one.unit) for one in amounts_of(lamp)] == [("路灯", 57, "盏")]
    with pytest.raises(Refused, match="没有计划和账目"):
        plan(
            lamp,
            aim="换灯",
            lead=lane.post("committee"),
            starts_on=TODAY,
            ends_on=TODAY,
            by=lane.secretary,
            at=hours(6),
        )


def test_each_step_of_a_plan_leaves_a_trace(lane: Lane, case: Case) -> None:
    tick(planned(lane, case), by=lane.committee, at=hours(5))
    names = [trace.name for trace in traces_of(case).order_by("number")][-3:]
    assert names == ["case.planned", "case.milestone_set", "case.milestone_ticked"]
