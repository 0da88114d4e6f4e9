"""The duty list's proposal, filled from whoever holds a post here."""

import pytest

from linli.cases.holders import handlers, holder_named, proposal
from tests.lane import MONDAY, Lane

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


def test_handlers_take_two_queries(lane: Lane, django_assert_num_queries) -> None:
    case = lane.case()
    with django_assert_num_queries(2):
        handlers(case, DAY)
