from decimal import Decimal

import pytest

from linli.cases.actions.handling import answer, extend, resume, suspend
from linli.cases.listings import amounts_of
from linli.cases.models import Achieved, Case, Clock, Pause
from linli.kit.answer import Refused
from linli.kit.trace import traces_of
from tests.lane import Lane, hours

DONE = {"text": "换了三个灯头。", "end_state": "solved"}


@pytest.fixture
def taken(lane: Lane) -> Case:
    return lane.bring(lane.case(), "working")


@pytest.fixture
def worked_on(lane: Lane) -> Case:
    from linli.cases.actions.dispatch import accept, dispatch
    from linli.cases.actions.triage import triage

    case = triage(lane.case(), category="04.lamp", title="路灯不亮", by=lane.secretary, at=hours(1))
    case = dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))
    return accept(case, by=lane.clerk, at=hours(3))


def test_the_answer_stops_the_clock(lane: Lane, taken: Case) -> None:
    case = answer(taken, **DONE, by=lane.volunteer, at=hours(5))
    assert (case.stage, case.answered_at, case.due_at) == ("answered", hours(5), None)


def test_only_who_has_the_case_answers(lane: Lane, taken: Case) -> None:
    with pytest.raises(Refused, match="别人"):
        answer(taken, **DONE, by=lane.helper, at=hours(5))


def test_an_end_that_is_not_honest_is_refused(lane: Lane, taken: Case) -> None:
    with pytest.raises(Refused, match="结果"):
        answer(taken, text="办了", end_state="wonderful", by=lane.volunteer, at=hours(5))


def test_while_the_clock_stands_the_limit_moves_on(lane: Lane, worked_on: Case) -> None:
    due = Clock.objects.get(case=worked_on, name="resolve").due_at
    case = suspend(worked_on, reason="等灯头到货", by=lane.clerk, at=hours(4))
    assert (case.paused, case.due_at) == (True, None)
    case = resume(case, by=lane.clerk, at=hours(4 + 48))
    clock = Clock.objects.get(case=case, name="resolve")
    assert (
        clock.due_at - due
    ).days == 1  # of the days of the limit only Tuesday stood still until closing time
    assert Pause.objects.get(case=case).until == hours(52)


def test_a_pause_needs_a_reason_that_the_resident_reads(lane: Lane, worked_on: Case) -> None:
    with pytest.raises(Refused, match="原因"):
        suspend(worked_on, reason="", by=lane.clerk, at=hours(4))


def test_nobody_answers_while_the_clock_stands(lane: Lane, worked_on: Case) -> None:
    case = suspend(worked_on, reason="等灯头到货", by=lane.clerk, at=hours(4))
    with pytest.raises(Refused, match="暂停"):
        answer(case, **DONE, by=lane.clerk, at=hours(5))


def test_more_time_is_counted_in_the_limit_s_own_days(lane: Lane, worked_on: Case) -> None:
    case = extend(worked_on, days=2, reason="要换整根灯杆", by=lane.secretary, at=hours(4))
    assert Clock.objects.get(case=case, name="resolve").amount == 5


@pytest.mark.parametrize("days", [0, -1, 61])
def test_more_time_has_sensible_bounds(lane: Lane, worked_on: Case, days: int) -> None:
    with pytest.raises(Refused):
        extend(worked_on, days=days, reason="慢慢来", by=lane.secretary, at=hours(4))


def test_what_was_achieved_is_counted_with_the_answer_and_adds_up(lane: Lane) -> None:
    case = lane.bring(lane.case(), "working")
    said = {"text": "换好了三盏。", "end_state": "solved", "achieved": (("lamps", Decimal(3)),)}
    case = answer(case, **said, by=lane.volunteer, at=hours(5))
    assert [(one.name, one.done) for one in amounts_of(case)] == [
        (case.rulebook.quantities["lamps"].name, Decimal(3))
    ]
    assert traces_of(case).filter(name="case.counted").count() == 1


def test_an_answer_that_counts_what_the_rule_book_does_not_know_changes_nothing(lane: Lane) -> None:
    case = lane.bring(lane.case(), "working")
    said = {"text": "换好了。", "end_state": "solved", "achieved": (("ships", Decimal(3)),)}
    with pytest.raises(Refused):
        answer(case, **said, by=lane.volunteer, at=hours(5))
    assert Case.objects.get(pk=case.pk).stage == "working" and not Achieved.objects.exists()
