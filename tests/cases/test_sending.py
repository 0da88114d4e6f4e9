"""The proposal with its reason, balanced between equals; many at once, each for itself."""

from datetime import date

import pytest

from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.sending import proposals_for, proposed_holder
from linli.cases.actions.triage import triage
from linli.cases.holders import handlers, proposal
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.models import Post
from tests.lane import MONDAY, PASSWORD, Lane, hours

DAY = MONDAY.date()


def sorted_case(lane: Lane, category: str = "03.rubbish") -> Case:
    return triage(lane.case(), category=category, title="垃圾", by=lane.secretary, at=hours(1))


@pytest.fixture
def colleague(lane: Lane) -> Post:
    """A second worker of the same grid."""
    account = open_account(
        lane.grid, by=SYSTEM, at=MONDAY, username="second", name="林间", password=PASSWORD, temporary=False
    )
    return appoint(
        account, by=SYSTEM, at=MONDAY, role="grid_worker", area=lane.grid, starts_on=date(2025, 4, 1)
    )


def test_of_equals_the_one_with_the_least_in_hand_is_proposed(lane: Lane, colleague: Post) -> None:
    first = sorted_case(lane)
    dispatch(first, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    case = sorted_case(lane)
    proposed = proposal(case, case.category, handlers(case, DAY), weighed=True)
    assert proposed is not None and proposed.holder is not None
    assert (proposed.holder.post, proposed.load, proposed.lighter) == (colleague, 0, True)
    assert proposed.place == lane.grid.name


def test_with_as_much_in_hand_nobody_is_called_lighter(lane: Lane, colleague: Post) -> None:
    case = sorted_case(lane)
    proposed = proposal(case, case.category, handlers(case, DAY), weighed=True)
    assert proposed is not None and not proposed.lighter


def test_who_is_proposed_is_whom_the_page_shows(lane: Lane, colleague: Post) -> None:
    dispatch(sorted_case(lane), post=lane.post("worker"), by=lane.secretary, at=hours(2))
    case = sorted_case(lane)
    ((_case, shown),) = proposals_for([case], DAY)
    assert shown is not None and shown.holder == proposed_holder(case, DAY)
    assert proposed_holder(case, DAY).post == colleague


def test_without_a_category_it_says_why_nobody_is_proposed(lane: Lane) -> None:
    with pytest.raises(Refused, match="类别"):
        proposed_holder(lane.case("楼下有个坑，天黑看不见。"), DAY)


def test_those_of_one_place_share_the_look(lane: Lane, django_assert_max_num_queries) -> None:
    cases = list(Case.objects.filter(pk__in=[sorted_case(lane).pk for _n in range(6)]).select_related("area"))
    with django_assert_max_num_queries(3 + 2 * len(cases)):
        proposals_for(cases, DAY)
