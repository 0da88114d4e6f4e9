"""Who sees which cases."""

from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.triage import triage
from linli.cases.lists import pool_for, today_for
from linli.cases.models import Case
from linli.kit.actor import ANONYMOUS
from tests.lane import Lane, hours


def seen(actor: object) -> set[int]:
    return set(Case.objects.visible_to(actor).values_list("pk", flat=True))


def test_the_office_sees_its_area_and_nothing_beyond(lane: Lane) -> None:
    here, there = lane.case(), lane.case(area=lane.other_village)
    assert seen(lane.secretary) == {here.pk}
    assert seen(lane.neighbour) == {there.pk}
    assert seen(lane.dispatcher) == {here.pk, there.pk}


def test_a_resident_sees_what_her_code_opened(lane: Lane) -> None:
    mine, other = lane.case(), lane.case()
    assert seen(lane.resident(mine)) == {mine.pk}
    assert seen(ANONYMOUS) == set()
    assert other.pk


def test_a_company_sees_only_what_it_was_sent(lane: Lane) -> None:
    case = lane.case()
    assert seen(lane.property) == set()
    triage(case, category="06.lift", title="电梯", by=lane.secretary, at=hours(1))
    dispatch(case, organisation=lane.company, by=lane.secretary, at=hours(2))
    assert seen(lane.property) == {case.pk}


def test_a_volunteer_sees_the_pool_and_her_own(lane: Lane) -> None:
    offered, other = lane.bring(lane.case(), "offered"), lane.case()
    assert set(pool_for(lane.volunteer)) == {offered}
    mine = lane.bring(lane.case(), "taken")
    assert seen(lane.volunteer) == {offered.pk, mine.pk}
    assert list(today_for(lane.volunteer)) == [mine]
    assert other.pk not in seen(lane.helper)
