import pytest

from linli.cases.actions.closing import close, rate, reopen, verify, withdraw
from linli.cases.actions.handling import answer
from linli.cases.models import Case, Rating
from linli.kit.answer import Refused
from tests.lane import Lane, hours


@pytest.fixture
def answered(lane: Lane) -> Case:
    return lane.bring(lane.case(), "answered")


def test_solved_in_her_own_word_closes_the_case(lane: Lane, answered: Case) -> None:
    case = rate(answered, verdict="solved", by=lane.resident(answered), at=hours(6))
    assert (case.stage, case.end_state) == ("closed", "solved")


def test_partly_lowers_the_end_that_the_handlers_proposed(lane: Lane, answered: Case) -> None:
    case = rate(answered, verdict="partly", by=lane.resident(answered), at=hours(6))
    assert case.end_state == "partly_solved"


def test_unsolved_opens_it_again_one_rung_higher(lane: Lane, answered: Case) -> None:
    case = rate(answered, verdict="unsolved", words="灯又灭了", by=lane.resident(answered), at=hours(6))
    assert (case.stage, case.rung, case.round) == ("triaged", 2, 2)
    assert case.holder_post_id == lane.post("secretary").pk
    assert case.due_at is not None


def test_the_verdict_on_one_answer_is_given_once(lane: Lane, answered: Case) -> None:
    case = rate(answered, verdict="solved", by=lane.resident(answered), at=hours(6))
    with pytest.raises(Refused, match="评过"):
        rate(case, verdict="unsolved", by=lane.resident(case), at=hours(7))
    assert Rating.objects.filter(case=case).count() == 1


def test_only_who_raised_it_gives_the_verdict(lane: Lane, answered: Case) -> None:
    for other in (lane.volunteer, lane.secretary, lane.property):
        with pytest.raises(Refused):
            rate(answered, verdict="solved", by=other, at=hours(6))


def test_whoever_did_the_work_does_not_ask_whether_it_is_done(lane: Lane) -> None:
    case = lane.bring(lane.case(), "offered")
    from linli.cases.actions.dispatch import claim

    case = claim(case, by=lane.secretary, at=hours(3))
    case = answer(case, text="办好了。", end_state="solved", by=lane.secretary, at=hours(4))
    with pytest.raises(Refused, match="另一个单位"):
        verify(case, verdict="solved", words="", by=lane.secretary, at=hours(5))
    case = verify(case, verdict="solved", words="亮了", by=lane.liaison, at=hours(6))
    assert (case.stage, Rating.objects.get(case=case).via) == ("closed", "call")


def test_within_fifteen_days_she_may_open_it_again(lane: Lane, answered: Case) -> None:
    resident = lane.resident(answered)
    case = rate(answered, verdict="solved", by=resident, at=hours(6))
    with pytest.raises(Refused, match="期限"):
        reopen(case, reason="又坏了", by=resident, at=hours(24 * 17))
    case = reopen(case, reason="又坏了", by=resident, at=hours(24 * 10))
    assert (case.stage, case.round, case.closed_at) == ("triaged", 2, None)


def test_she_may_take_it_back(lane: Lane) -> None:
    case = lane.bring(lane.case(), "taken")
    case = withdraw(case, reason="自己修好了", by=lane.resident(case), at=hours(4))
    assert (case.stage, case.end_state, case.holder_post_id) == ("closed", "withdrawn", None)


def test_a_second_round_has_its_own_answer_and_verdict(lane: Lane, answered: Case) -> None:
    from linli.cases.actions.dispatch import claim, offer

    resident = lane.resident(answered)
    case = rate(answered, verdict="unsolved", words="没亮", by=resident, at=hours(6))
    case = claim(offer(case, by=lane.secretary, at=hours(7)), by=lane.helper, at=hours(8))
    case = answer(case, text="线路也换了。", end_state="solved", by=lane.helper, at=hours(9))
    case = rate(case, verdict="solved", by=resident, at=hours(10))
    assert (case.stage, case.end_state) == ("closed", "solved")
    assert list(Rating.objects.filter(case=case).order_by("round").values_list("verdict", flat=True)) == [
        "unsolved",
        "solved",
    ]


def test_without_a_verdict_an_answered_case_can_still_be_ended(lane: Lane, answered: Case) -> None:
    case = verify(answered, verdict="partly", words="", by=lane.liaison, at=hours(6))
    assert case.stage == "closed"
    with pytest.raises(Refused):
        close(case, by=lane.secretary, at=hours(7))
