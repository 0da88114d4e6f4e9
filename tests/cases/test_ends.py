"""Honest ends: not better than the answer, unreachable only after the tries, and some only by two."""

from datetime import date

import pytest

from linli.cases.actions.calling import try_call
from linli.cases.actions.closing import close, rate, reopen, verify
from linli.cases.actions.handling import answer
from linli.cases.actions.reviewing import confirm_end, decline_end, propose_end
from linli.cases.models import Call, Case, Rating, Review
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from tests.lane import Lane, hours

DAY = 24


@pytest.fixture
def answered(lane: Lane) -> Case:
    return lane.bring(lane.case(), "answered")


@pytest.fixture
def explained(lane: Lane) -> Case:
    case = lane.bring(lane.case(), "working")
    ending = {"text": "这条路不归我们修。", "end_state": "explained_not_solvable"}
    return answer(case, **ending, by=lane.volunteer, at=hours(5))


def test_closing_claims_no_more_than_the_answer(lane: Lane, explained: Case) -> None:
    for better in ("solved", "partly_solved"):
        with pytest.raises(Refused, match="答复"):
            close(explained, end_state=better, by=lane.secretary, at=hours(6))
    for foreign in ("withdrawn", "merged"):
        with pytest.raises(Refused):
            close(explained, end_state=foreign, by=lane.secretary, at=hours(6))


def test_a_lower_end_than_the_answer_s_is_honest(lane: Lane, answered: Case) -> None:
    case = verify_later(lane, answered)
    assert close(case, end_state="partly_solved", by=lane.secretary, at=hours(7)).end_state == "partly_solved"


def verify_later(lane: Lane, case: Case) -> Case:
    """Stands where it may be closed, without a verdict."""
    Case.objects.filter(pk=case.pk).update(stage="verified")
    return Case.objects.get(pk=case.pk)


def test_unreachable_needs_three_tries_on_two_days(lane: Lane, answered: Case) -> None:
    case = verify_later(lane, answered)
    Case.objects.filter(pk=case.pk).update(stage="answered")
    for number in (6, 7, 8):
        try_call(case, words="没人接", by=lane.liaison, at=hours(number))
    verify_later(lane, case)
    with pytest.raises(Refused, match="2 天"):
        close(case, end_state="unreachable", by=lane.secretary, at=hours(9))
    Case.objects.filter(pk=case.pk).update(stage="answered")
    try_call(case, by=lane.liaison, at=hours(DAY + 1))
    verify_later(lane, case)
    case = close(case, end_state="unreachable", by=lane.secretary, at=hours(DAY + 2))
    assert (case.end_state, Call.objects.filter(case=case, reached=False).count()) == ("unreachable", 4)


def test_nobody_answers_unreachable_without_having_tried(lane: Lane) -> None:
    case = lane.bring(lane.case(), "working")
    ending = {"text": "联系不上。", "end_state": "unreachable"}
    with pytest.raises(Refused, match="3 次"):
        answer(case, **ending, by=lane.volunteer, at=hours(5))
    for number in (5, 6, DAY + 1):
        try_call(case, by=lane.volunteer, at=hours(number))
    assert answer(case, **ending, by=lane.volunteer, at=hours(DAY + 2)).stage == "answered"


def test_who_did_the_work_does_not_call_back(lane: Lane, answered: Case) -> None:
    with pytest.raises(Refused):
        try_call(answered, by=lane.volunteer, at=hours(6))
    try_call(answered, by=lane.liaison, at=hours(6))


def test_invalid_is_proposed_by_one_and_confirmed_by_another(lane: Lane, answered: Case) -> None:
    case = verify_later(lane, answered)
    with pytest.raises(Refused, match="一个人"):
        close(case, end_state="invalid", by=lane.secretary, at=hours(6))
    propose_end(case, end_state="invalid", reason="两次查实没有这件事", by=lane.secretary, at=hours(6))
    with pytest.raises(Refused, match="另一个人"):
        confirm_end(case, by=lane.secretary, at=hours(7))
    case = confirm_end(case, by=lane.dispatcher, at=hours(8))
    assert (case.stage, case.end_state, Review.objects.get().confirmed) == ("closed", "invalid", True)


def test_a_declined_proposal_leaves_the_case_open(lane: Lane, answered: Case) -> None:
    case = verify_later(lane, answered)
    propose_end(case, end_state="invalid", reason="没有这件事", by=lane.secretary, at=hours(6))
    with pytest.raises(Refused, match="审核"):
        propose_end(case, end_state="invalid", reason="再提", by=lane.secretary, at=hours(6))
    case = decline_end(case, reason="现场照片上有", by=lane.dispatcher, at=hours(8))
    assert (case.stage, Review.objects.get().confirmed) == ("verified", False)
    with pytest.raises(Refused, match="没有待审核"):
        confirm_end(case, by=lane.dispatcher, at=hours(9))


def test_an_end_that_one_may_give_is_not_proposed(lane: Lane, answered: Case) -> None:
    with pytest.raises(Refused, match="不需要"):
        propose_end(
            verify_later(lane, answered), end_state="solved", reason="好了", by=lane.secretary, at=hours(6)
        )


def test_a_paper_is_keyed_in_with_its_own_day(lane: Lane, answered: Case) -> None:
    paper = {"verdict": "solved", "words": "亮了", "via": "paper", "by": lane.liaison, "at": hours(3 * DAY)}
    for wrong in (None, date(2026, 3, 1), date(2026, 3, 9)):
        with pytest.raises(Refused, match="日期"):
            verify(answered, **paper, said_on=wrong)
    case = verify(answered, **paper, said_on=date(2026, 3, 4))
    rating = Rating.objects.get(case=case)
    assert (rating.via, rating.said_on, rating.at) == ("paper", date(2026, 3, 4), hours(3 * DAY))


def test_partly_closes_and_may_be_opened_again_within_the_window(lane: Lane, answered: Case) -> None:
    resident = lane.resident(answered)
    case = rate(answered, verdict="partly", by=resident, at=hours(6))
    assert (case.end_state, case.rung) == ("partly_solved", 1)
    with pytest.raises(Refused, match="期限"):
        reopen(case, reason="还差一盏", by=resident, at=hours(16 * DAY))
    case = reopen(case, reason="还差一盏", by=resident, at=hours(10 * DAY))
    assert (case.stage, case.rung, case.round, case.end_state) == ("triaged", 2, 2, "")


def test_a_server_clock_set_back_still_closes(lane: Lane, answered: Case) -> None:
    case = rate(answered, verdict="solved", by=lane.resident(answered), at=hours(-2 * DAY))
    assert (case.stage, case.closed_at) == ("closed", case.raised_at)
    assert case.pk and SYSTEM
