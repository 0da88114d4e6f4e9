"""Two reports of one matter become one case, and two again when that was wrong."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.closing import close, is_end_of_its_own, rate, reopen
from linli.cases.actions.handling import answer, suspend
from linli.cases.actions.linking import merge, unmerge
from linli.cases.models import Case, Clock, Holding, Link
from linli.cases.reads_of_links import bonds_of, fate_of
from linli.cases.reads_of_voices import households_of
from linli.cases.verbs import ACTIONS
from linli.kit.answer import Refused
from linli.people.actions.posts import end_post
from tests.lane import Lane, hours


@pytest.fixture
def first(lane: Lane) -> Case:
    return lane.bring(lane.case(), "taken")


@pytest.fixture
def second(lane: Lane) -> Case:
    return lane.bring(lane.case(words="村口那盏路灯又不亮了。"), "triaged")


def test_a_duplicate_ends_in_the_other_case_and_its_speaker_counts_there(
    lane: Lane, first: Case, second: Case
) -> None:
    merged = merge(second, into=first, by=lane.secretary, at=hours(5))
    assert (merged.stage, merged.end_state, merged.due_at) == ("closed", "merged", None)
    assert households_of(first) == 2
    assert bonds_of(first).duplicates == (second,)
    assert fate_of(second).case == first


def test_a_server_clock_set_back_ends_it_when_it_was_raised(lane: Lane, first: Case, second: Case) -> None:
    merged = merge(second, into=first, by=lane.secretary, at=hours(-30))
    assert merged.closed_at == second.raised_at


def test_undone_it_stands_where_it_stood(lane: Lane, first: Case) -> None:
    case = lane.bring(lane.case(words="还是那盏灯。"), "working")
    before = Case.objects.get(pk=case.pk)
    merge(case, into=first, by=lane.secretary, at=hours(5))
    assert Holding.objects.filter(case=case, until=None).count() == 0
    after = unmerge(case, reason="不是同一盏", by=lane.secretary, at=hours(30))
    same = ("stage", "end_state", "closed_at", "due_at", "paused", "holder_post_id", "rung", "round")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert Holding.objects.get(case=case, until=None).post_id == before.holder_post_id
    assert households_of(first) == 1


def test_the_time_in_between_gains_nobody_time(lane: Lane, first: Case, second: Case) -> None:
    limits = dict(Clock.objects.filter(case=second).values_list("name", "due_at"))
    merge(second, into=first, by=lane.secretary, at=hours(5))
    unmerge(second, by=lane.secretary, at=hours(100))
    assert dict(Clock.objects.filter(case=second).values_list("name", "due_at")) == limits
    assert not Clock.objects.filter(case=second).exclude(met_at=None).exists()


def test_a_clock_that_stood_stands_again_as_if_it_had_never_run(lane: Lane, first: Case) -> None:
    case = _in_hands(lane)
    suspend(case, reason="等配件", by=lane.worker, at=hours(5))
    merge(case, into=first, by=lane.secretary, at=hours(6))
    after = unmerge(case, by=lane.secretary, at=hours(30))
    assert after.paused
    assert [pause.reason for pause in after.pauses.order_by("since")] == ["等配件", "等配件"]
    assert after.pauses.get(until=None).since == hours(6)


def test_whoever_raised_it_may_undo_it_herself(lane: Lane, first: Case, second: Case) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(5))
    with pytest.raises(Refused):
        unmerge(second, by=lane.resident(first), at=hours(6))
    assert unmerge(second, by=lane.resident(second), at=hours(6)).is_open


def test_while_it_goes_on_in_another_nothing_else_can_be_done_with_it(
    lane: Lane, first: Case, second: Case
) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(5))
    for act, more in ((reopen, {"reason": "还没好"}), (rate, {"verdict": "solved"})):
        with pytest.raises(Refused, match="另一件"):
            act(second, by=lane.resident(second), at=hours(6), **more)


def test_it_is_not_merged_into_itself_a_closed_or_an_answered_case(lane: Lane, second: Case) -> None:
    answered, closed = lane.bring(lane.case(), "answered"), lane.bring(lane.case(), "closed")
    for into in (second, answered, closed):
        with pytest.raises(Refused):
            merge(second, into=into, by=lane.secretary, at=hours(9))
    assert merge(second, into=lane.case(), by=lane.secretary, at=hours(9)).end_state == "merged"


def test_only_who_sorts_both_places_merges(lane: Lane, second: Case) -> None:
    far = lane.case(area=lane.other_village)
    with pytest.raises(Refused):
        merge(second, into=far, by=lane.secretary, at=hours(5))
    with pytest.raises(Refused):
        merge(second, into=lane.case(), by=lane.volunteer, at=hours(5))
    assert merge(second, into=far, by=lane.dispatcher, at=hours(5)).end_state == "merged"


def test_a_chain_counts_whole_and_can_be_undone_in_the_middle(lane: Lane, first: Case, second: Case) -> None:
    third = lane.case(words="灯坏了。")
    merge(third, into=second, by=lane.secretary, at=hours(5))
    merge(second, into=first, by=lane.secretary, at=hours(6))
    assert households_of(first) == 3
    assert fate_of(third).case == first
    unmerge(second, by=lane.secretary, at=hours(7))
    assert (households_of(first), households_of(second)) == (1, 2)


def test_the_database_knows_one_live_link_of_a_kind(lane: Lane, first: Case, second: Case) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(case=second, into=lane.case(), kind="duplicate", since=hours(6))


def test_nobody_closes_a_case_as_merged_without_naming_the_other(lane: Lane) -> None:
    answered = lane.bring(lane.case(), "answered")
    with pytest.raises(Refused):
        close(answered, end_state="merged", by=lane.secretary, at=hours(9))
    assert not is_end_of_its_own("merged")
    assert is_end_of_its_own("solved")


def test_the_link_stays_undoable_as_long_as_the_end_of_the_other_may_be_taken_back(
    lane: Lane, first: Case, second: Case
) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(5))
    start = ACTIONS["start"](first, by=lane.volunteer, at=hours(6))
    answer(start, text="换了。", end_state="solved", by=lane.volunteer, at=hours(7))
    rate(first, verdict="solved", by=lane.resident(first), at=hours(8))
    assert fate_of(second).end is not None and fate_of(second).end.key == "solved"
    with pytest.raises(Refused):
        unmerge(second, by=lane.resident(second), at=hours(8) + timedelta(days=40))
    assert unmerge(second, by=lane.resident(second), at=hours(8) + timedelta(days=3)).stage == "triaged"


def test_a_case_whose_holder_left_meanwhile_comes_back_to_the_office(lane: Lane, first: Case) -> None:
    case = _in_hands(lane)
    merge(case, into=first, by=lane.secretary, at=hours(5))
    end_post(lane.post("worker"), by=lane.dispatcher, at=hours(6), on=hours(6).date())
    after = unmerge(case, by=lane.secretary, at=hours(30))
    assert (after.stage, after.holder_post_id) == ("triaged", None)


def _in_hands(lane: Lane) -> Case:
    case = lane.bring(lane.case(words="灯。"), "triaged")
    ACTIONS["dispatch"](case, by=lane.secretary, at=hours(2), post=lane.post("worker"))
    return ACTIONS["accept"](case, by=lane.worker, at=hours(3))
