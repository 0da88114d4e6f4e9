"""Urging is a record with a due time of its own, which whoever has the case answers."""

from datetime import datetime

import pytest

from linli.cases.actions.closing import rate
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import answer
from linli.cases.actions.pressing import answer_urge, urge
from linli.cases.lists import Filters, cases_for, urged_among
from linli.cases.models import Case, Urge
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import with_page
from linli.kit.answer import Refused
from linli.notices.follow import tell_people
from linli.notices.models import Notice
from tests.lane import ZONE, Lane, hours


@pytest.fixture
def held(lane: Lane) -> Case:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    return accept(case, by=lane.worker, at=hours(3))


def test_a_superior_urges_and_the_answer_is_due_by_the_rule_book(lane: Lane, held: Case) -> None:
    asked = urge(held, words="老人晚上出不了门，今天能修好吗？", by=lane.dispatcher, at=hours(5))
    assert asked.due_at == datetime(2026, 3, 3, 18, 30, tzinfo=ZONE)  # one working day
    assert (asked.by_resident, asked.holder_post_id) == (False, lane.post("worker").pk)
    answer_urge(held, text="配件下午到，今晚装。", by=lane.worker, at=hours(6))
    asked.refresh_from_db()
    assert (asked.answered_at, asked.answer) == (hours(6), "配件下午到，今晚装。")
    with pytest.raises(Refused, match="没有等待"):
        answer_urge(held, text="还是今晚。", by=lane.worker, at=hours(7))


def test_only_the_rule_book_s_superiors_and_the_resident_urge_and_only_the_holder_answers(
    lane: Lane, held: Case
) -> None:
    for other in (lane.volunteer, lane.property, lane.neighbour, lane.worker):
        with pytest.raises(Refused):
            urge(held, words="快点", by=other, at=hours(5))
    urge(held, words="请说明进展", by=lane.secretary, at=hours(5))
    for other in (lane.secretary, lane.volunteer, lane.resident(held)):
        with pytest.raises(Refused, match="承办人"):
            answer_urge(held, text="好", by=other, at=hours(6))


def test_nobody_urges_what_is_in_her_own_hands(lane: Lane) -> None:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("secretary"), by=lane.secretary, at=hours(2)
    )
    with pytest.raises(Refused, match="您手里"):
        urge(case, words="快点", by=lane.secretary, at=hours(5))


def test_the_resident_urges_once_a_day(lane: Lane, held: Case) -> None:
    resident = lane.resident(held)
    urge(held, words="灯什么时候修？", by=resident, at=hours(5))
    answer_urge(held, text="今晚。", by=lane.worker, at=hours(6))
    with pytest.raises(Refused, match="每天"):
        urge(held, words="修了吗？", by=resident, at=hours(20))
    assert urge(held, words="还没修？", by=resident, at=hours(30)).by_resident


def test_each_side_has_one_open_urging_and_one_answer_serves_both(lane: Lane, held: Case) -> None:
    urge(held, words="灯什么时候修？", by=lane.resident(held), at=hours(5))
    urge(held, words="请说明进展", by=lane.dispatcher, at=hours(6))
    with pytest.raises(Refused, match="催过了"):
        urge(held, words="再问一次", by=lane.secretary, at=hours(7))
    answer_urge(held, text="今晚装。", by=lane.worker, at=hours(8))
    assert Urge.objects.exclude(answered_at=None).count() == 2


def test_what_is_urged_stands_in_lists_until_it_or_the_case_is_answered(lane: Lane, held: Case) -> None:
    asked = urge(held, words="请说明进展", by=lane.dispatcher, at=hours(5))
    rows = cases_for(lane.dispatcher, Filters(urged=True), hours(6))
    assert [case.pk for case in rows] == [held.pk]
    assert urged_among([held]) == {held.pk: asked.due_at}
    case = answer(held, text="装好了。", end_state="solved", by=lane.worker, at=hours(7))
    assert not rows.all().exists()
    rate(case, verdict="unsolved", by=lane.resident(case), at=hours(8))
    assert not rows.all().exists()  # the old question is not asked anew in the next round


def test_the_page_shows_open_ones_and_offers_the_answer_to_the_holder_alone(lane: Lane, held: Case) -> None:
    urge(held, words="请说明进展", by=lane.dispatcher, at=hours(5))
    case = with_page(Case.objects).get(pk=held.pk)
    page = case_page(case, lane.worker)
    assert [one.words for one in page.open_urges] == ["请说明进展"]
    assert "answer_urge" in {act.key for act in page.asides}
    assert "answer_urge" not in {act.key for act in case_page(case, lane.volunteer).asides}


def told(name: str) -> set[str]:
    rows = Notice.objects.filter(name=name, channel="inapp").select_related("account")
    return {row.account.username for row in rows if row.account}


def test_the_holder_is_told_and_then_whoever_urged(lane: Lane, held: Case) -> None:
    from linli.kit.models import Trace

    urge(held, words="请说明进展", by=lane.dispatcher, at=hours(5))
    answer_urge(held, text="今晚装。", by=lane.worker, at=hours(6))
    for trace in Trace.objects.filter(record_id=held.pk, name__in=["case.urged", "case.urge_answered"]):
        tell_people.func(trace.pk)
    assert (told("case.urged"), told("case.urge_answered")) == ({"worker"}, {"dispatcher"})
