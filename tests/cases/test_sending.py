"""The proposal with its reason, balanced between equals; many at once, each for itself."""

from datetime import date

import pytest

from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.sending import dispatch_as_proposed
from linli.cases.actions.triage import triage
from linli.cases.holders import handlers, proposal
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
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


def test_many_at_once_each_for_itself(lane: Lane) -> None:
    good, unsorted = sorted_case(lane), lane.case("楼下有个坑，天黑看不见。")
    mine, other = dispatch_as_proposed([good, unsorted], by=lane.secretary, at=hours(2))
    assert mine.refused == "" and Case.objects.get(pk=good.pk).holder_post == lane.post("worker")
    assert "类别" in other.refused and Case.objects.get(pk=unsorted.pk).stage == "registered"


def test_who_may_not_send_reads_why_for_each(lane: Lane) -> None:
    outcomes = dispatch_as_proposed([sorted_case(lane), sorted_case(lane)], by=lane.volunteer, at=hours(2))
    assert all(outcome.refused for outcome in outcomes)
    assert set(Case.objects.values_list("stage", flat=True)) == {"triaged"}


def test_sent_twice_with_one_key_runs_once(lane: Lane) -> None:
    case = sorted_case(lane)
    for _again in range(2):
        (outcome,) = dispatch_as_proposed([case], by=lane.secretary, at=hours(2), key="k")
        assert outcome.refused == ""
    assert Case.objects.get(pk=case.pk).holdings.count() == 1


def test_those_of_one_place_share_the_look(lane: Lane, django_assert_max_num_queries) -> None:
    from linli.cases.actions.sending import proposals_for

    cases = list(Case.objects.filter(pk__in=[sorted_case(lane).pk for _n in range(6)]).select_related("area"))
    with django_assert_max_num_queries(3 + 2 * len(cases)):
        proposals_for(cases, DAY)
