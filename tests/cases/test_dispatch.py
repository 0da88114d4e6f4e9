import pytest

from linli.cases.actions.dispatch import accept, dispatch, offer, release
from linli.cases.actions.triage import triage
from linli.cases.holders import handlers
from linli.cases.models import Case, Holding
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.people.actions.posts import end_post
from tests.lane import Lane, hours


@pytest.fixture
def sorted_case(lane: Lane) -> Case:
    return triage(lane.case(), category="04.lamp", title="路灯不亮", by=lane.secretary, at=hours(1))


def test_a_unit_that_was_sent_a_case_takes_it_in_one_person_s_hands(lane: Lane, sorted_case: Case) -> None:
    case = dispatch(sorted_case, organisation=lane.office, by=lane.secretary, at=hours(2))
    case = accept(case, by=lane.clerk, at=hours(3))
    assert (case.stage, case.holder_organisation_id) == ("taken", lane.office.pk)
    assert case.holder_post_id == lane.post("clerk").pk


def test_another_unit_cannot_take_it(lane: Lane, sorted_case: Case) -> None:
    case = dispatch(sorted_case, organisation=lane.office, by=lane.secretary, at=hours(2))
    with pytest.raises(Refused, match="别人"):
        accept(case, by=lane.property, at=hours(3))


def test_a_case_without_a_category_is_not_sent_anywhere(lane: Lane) -> None:
    for act in (dispatch, offer):
        with pytest.raises(Refused):
            act(lane.case(), by=lane.secretary, at=hours(2))


def test_somebody_must_be_named(lane: Lane, sorted_case: Case) -> None:
    with pytest.raises(Refused, match="由谁"):
        dispatch(sorted_case, by=lane.secretary, at=hours(2))


def test_given_back_with_a_reason_it_returns_to_those_who_sent_it(lane: Lane, sorted_case: Case) -> None:
    case = dispatch(sorted_case, organisation=lane.office, by=lane.secretary, at=hours(2))
    with pytest.raises(Refused, match="原因"):
        release(case, reason=" ", by=lane.clerk, at=hours(3))
    case = release(case, reason="这是供电所的杆子", by=lane.clerk, at=hours(3))
    assert (case.stage, case.holder_post_id) == ("triaged", lane.post("secretary").pk)


def test_not_ours_never_leaves_a_resident_without_somebody_who_has_it(lane: Lane, sorted_case: Case) -> None:
    dispatch(sorted_case, organisation=lane.office, by=lane.secretary, at=hours(2))
    end_post(lane.post("secretary"), by=SYSTEM, at=hours(3))  # whoever sent it is gone by now
    case = release(sorted_case, reason="这是供电所的杆子", by=lane.clerk, at=hours(30))
    assert case.holder_post_id == lane.post("committee").pk
    assert Holding.objects.get(case=case, until=None).post_id == case.holder_post_id


def test_nothing_is_sent_where_nobody_may_accept_it(lane: Lane, sorted_case: Case) -> None:
    with pytest.raises(Refused, match="这个单位"):
        dispatch(sorted_case, organisation=lane.team, by=lane.secretary, at=hours(2))
    with pytest.raises(Refused, match="这个岗位"):
        dispatch(sorted_case, post=lane.post("volunteer"), by=lane.secretary, at=hours(2))
    among = [holder.organisation for holder in handlers(sorted_case, hours(2).date()) if holder.post is None]
    assert lane.office in among and lane.team not in among


def test_the_database_allows_one_holder_at_a_time(lane: Lane, sorted_case: Case) -> None:
    dispatch(sorted_case, organisation=lane.office, by=lane.secretary, at=hours(2))
    dispatch(sorted_case, organisation=lane.company, by=lane.secretary, at=hours(3))
    assert Holding.objects.filter(case=sorted_case, until=None).count() == 1
    assert Holding.objects.filter(case=sorted_case).count() == 2
