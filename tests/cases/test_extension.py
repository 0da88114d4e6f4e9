"""More time is asked for by whoever has the case, and granted or refused by those who may extend."""

import pytest

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import extend
from linli.cases.actions.pressing import ask_extension, grant_extension, refuse_extension
from linli.cases.models import Case, Clock, Extension
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import with_page
from linli.kit.answer import Refused
from tests.lane import Lane, hours


@pytest.fixture
def held(lane: Lane) -> Case:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    return accept(case, by=lane.worker, at=hours(3))


def due(case: Case) -> str:
    return f"{Clock.objects.get(case=case, name='resolve', round=case.round).due_at:%m-%d}"


def test_nothing_moves_until_it_is_granted_and_the_resident_reads_why(lane: Lane, held: Case) -> None:
    ask_extension(held, days=5, reason="灯杆要从县里运来", by=lane.worker, at=hours(5))
    assert due(held) == "03-05"
    case = grant_extension(held, by=lane.secretary, at=hours(6))
    assert due(case) == "03-12"  # five working days more
    assert Extension.objects.get(case=case).granted is True
    page = case_page(with_page(Case.objects).get(pk=case.pk), lane.resident(case))
    assert "灯杆要从县里运来" in [event.words for event in page.events if event.verb == "extend"]


def test_a_refusal_leaves_the_limit_and_gives_its_reason(lane: Lane, held: Case) -> None:
    ask_extension(held, days=5, reason="忙不过来", by=lane.worker, at=hours(5))
    with pytest.raises(Refused, match="原因"):
        refuse_extension(held, reason=" ", by=lane.secretary, at=hours(6))
    refuse_extension(held, reason="三盏灯当天能换", by=lane.secretary, at=hours(6))
    assert (due(held), Extension.objects.get(case=held).words) == ("03-05", "三盏灯当天能换")
    assert ask_extension(held, days=1, reason="等配件", by=lane.worker, at=hours(7)).days == 1


def test_one_open_request_at_a_time(lane: Lane, held: Case) -> None:
    ask_extension(held, days=5, reason="等配件", by=lane.worker, at=hours(5))
    with pytest.raises(Refused, match="正在等批复"):
        ask_extension(held, days=9, reason="还要更久", by=lane.worker, at=hours(6))
    grant_extension(held, by=lane.secretary, at=hours(7))
    with pytest.raises(Refused, match="没有人申请"):
        grant_extension(held, by=lane.secretary, at=hours(8))


def test_the_holder_asks_and_only_those_who_may_extend_decide(lane: Lane, held: Case) -> None:
    for other in (lane.volunteer, lane.property, lane.resident(held)):
        with pytest.raises(Refused):
            ask_extension(held, days=2, reason="等配件", by=other, at=hours(5))
    with pytest.raises(Refused, match="直接延期"):
        ask_extension(held, days=2, reason="等配件", by=lane.secretary, at=hours(5))
    ask_extension(held, days=2, reason="等配件", by=lane.worker, at=hours(5))
    for other in (lane.worker, lane.volunteer):
        with pytest.raises(Refused):
            grant_extension(held, by=other, at=hours(6))
    assert extend(held, days=1, reason="先延一天", by=lane.secretary, at=hours(6)).due_at


@pytest.mark.parametrize("days", [0, 61])
def test_days_stay_within_reason(lane: Lane, held: Case, days: int) -> None:
    with pytest.raises(Refused, match="60"):
        ask_extension(held, days=days, reason="等配件", by=lane.worker, at=hours(5))
