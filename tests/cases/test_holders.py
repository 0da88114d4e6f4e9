"""The duty list's proposal, filled from whoever holds a post here."""

import pytest

from linli.cases.holders import handlers, holder_named, proposal
from linli.kit.actor import SYSTEM
from linli.people.actions.absences import note_absence
from tests.lane import MONDAY, Lane, hours

DAY = MONDAY.date()


@pytest.fixture
def among(lane: Lane):
    case = lane.case()
    return case, handlers(case, DAY)


def test_units_and_posts_over_the_place_may_handle_a_case_and_nobody_from_beside(lane: Lane, among) -> None:
    _case, found = among
    names = " ".join(holder.name for holder in found)
    assert "张家山街道办事处" in names and "周小满" in names
    assert "邻村人" not in names


def test_the_duty_list_proposes_the_unit_that_its_role_stands_in(lane: Lane, among) -> None:
    case, found = among
    proposed = proposal(case, "04.lamp", found)
    assert proposed is not None and proposed.holder is not None
    assert proposed.holder.organisation == lane.office


def test_a_role_that_nobody_fills_is_said_and_not_guessed(among) -> None:
    case, found = among
    proposed = proposal(case, "04.lamp", ())
    assert proposed is not None and proposed.holder is None
    assert proposed.role_name == proposal(case, "04.lamp", found).role_name


def test_a_holder_is_named_by_its_key_and_only_among_those_offered(among) -> None:
    _case, found = among
    assert holder_named(found[0].key, found) == found[0]
    assert holder_named("unit:999999", found) is None


def test_handlers_take_three_queries(lane: Lane, django_assert_num_queries) -> None:
    case = lane.case()
    with django_assert_num_queries(3):
        handlers(case, DAY)


def test_whoever_is_away_without_a_stand_in_is_passed_over_and_the_reason_says_so(lane: Lane) -> None:
    """The list names the street's clerk, and behind her the liaison cadre; both are of the street office."""
    case, back = lane.bring(lane.case(), "triaged"), hours(24 * 5).date()
    for name in ("clerk", "liaison"):
        note_absence(lane.post(name), starts_on=DAY, ends_on=back, by=SYSTEM, at=hours(0))
    found = handlers(case, DAY)
    proposed = proposal(case, "04.lamp", found, weighed=True)
    assert proposed is not None and proposed.holder is None
    assert "方且行" in "".join(proposed.passed_over)
    assert [one.away for one in found if one.post == lane.post("clerk")] == [True]
    again = proposal(case, "04.lamp", handlers(case, back), weighed=True)
    assert again is not None and again.holder is not None and again.passed_over == ()


def test_whoever_stands_in_makes_the_proposal_hold_and_is_named(lane: Lane) -> None:
    case, back = lane.bring(lane.case(), "triaged"), hours(24 * 5).date()
    note_absence(
        lane.post("worker"),
        starts_on=DAY,
        ends_on=back,
        stand_in=lane.post("committee"),
        by=SYSTEM,
        at=hours(0),
    )
    holder = next(one for one in handlers(case, DAY) if one.post == lane.post("worker"))
    assert not holder.away and "梅如故代" in holder.name
