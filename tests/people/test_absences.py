"""Leave: a stand-in acts with the absent one's post, from a day until a day, and the trace says for whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import start
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions.absences import end_absence, note_absence
from linli.people.actions.posts import end_post
from linli.people.actors import actor_for
from linli.people.models import Absence
from linli.people.reads_of_absences import present, stand_ins_for
from tests.lane import Lane, hours

TODAY = hours(0).date()
BACK = TODAY + timedelta(days=5)


@pytest.fixture
def leave(lane: Lane) -> Absence:
    """The grid worker is away until Saturday; somebody of the village committee stands in."""
    return note_absence(
        lane.post("worker"),
        starts_on=TODAY,
        ends_on=BACK,
        stand_in=lane.post("committee"),
        by=lane.worker,
        at=hours(0),
    )


def stood_in(lane: Lane, name: str, at: float = 1) -> list[int]:
    actor = actor_for(lane.accounts[name], hours(at))
    return [post.id for post in actor.posts if post.stands_in]


def test_she_acts_with_the_post_of_the_absent_one_until_the_day_and_no_longer(
    lane: Lane, leave: Absence
) -> None:
    assert stood_in(lane, "committee") == [lane.post("worker").pk]
    assert stood_in(lane, "committee", 24 * 5) == []
    assert [post.id for post in actor_for(lane.accounts["worker"], hours(1)).posts] == [
        lane.post("worker").pk
    ]


def test_not_before_the_first_day(lane: Lane) -> None:
    tomorrow = TODAY + timedelta(days=1)
    note_absence(
        lane.post("worker"),
        starts_on=tomorrow,
        ends_on=BACK,
        stand_in=lane.post("committee"),
        by=lane.dispatcher,
        at=hours(0),
    )
    assert stood_in(lane, "committee") == []
    assert stood_in(lane, "committee", 24) == [lane.post("worker").pk]


def test_a_case_of_the_absent_one_is_seen_and_done_by_the_stand_in_and_the_trace_says_for_whom(
    lane: Lane, leave: Absence
) -> None:
    case = lane.bring(lane.case(), "triaged")
    case = dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    standing = actor_for(lane.accounts["committee"], hours(3))
    assert case in Case.objects.visible_to(standing).held_by(standing)
    case = start(accept(case, by=standing, at=hours(3)), by=standing, at=hours(4))
    assert case.holder_post == lane.post("worker")
    for name in ("case.accepted", "case.started"):
        told = Trace.objects.get(name=name, record_id=case.pk)
        assert (told.account_id, told.post_id, told.facts["for"]) == (
            lane.accounts["committee"].pk,
            lane.post("worker").pk,
            lane.accounts["worker"].pk,
        )


def test_what_she_does_in_her_own_post_is_not_done_for_anybody(lane: Lane, leave: Absence) -> None:
    from linli.cases.actions.triage import triage

    standing = actor_for(lane.accounts["committee"], hours(1))
    case = triage(lane.case(), category="04.lamp", title="路灯", by=standing, at=hours(1))
    told = Trace.objects.get(name="case.triaged", record_id=case.pk)
    assert told.post_id == lane.post("committee").pk and "for" not in told.facts


def test_whoever_is_told_is_the_stand_in_and_without_one_the_holder(lane: Lane, leave: Absence) -> None:
    worker, secretary = lane.post("worker"), lane.post("secretary")
    assert present([worker, secretary], TODAY) == [lane.post("committee"), secretary]
    end_absence(leave, by=lane.worker, at=hours(1))
    assert present([worker], TODAY) == [worker]


def test_back_sooner_it_ends_at_once(lane: Lane, leave: Absence) -> None:
    end_absence(leave, by=lane.dispatcher, at=hours(1))
    assert stood_in(lane, "committee") == []
    with pytest.raises(Refused, match="已经结束"):
        end_absence(leave, by=lane.dispatcher, at=hours(2))


def test_she_herself_or_her_office_notes_it_and_nobody_else(lane: Lane) -> None:
    with pytest.raises(Refused):
        note_absence(lane.post("worker"), starts_on=TODAY, ends_on=BACK, by=lane.volunteer, at=hours(0))
    assert note_absence(lane.post("worker"), starts_on=TODAY, ends_on=BACK, by=lane.worker, at=hours(0))


@pytest.mark.parametrize(
    ("first", "back", "says"),
    [(0, 0, "之后"), (-1, 3, "今天"), (0, 500, "一年")],
)
def test_days_that_make_no_sense_are_refused(lane: Lane, first: int, back: int, says: str) -> None:
    with pytest.raises(Refused, match=says):
        note_absence(
            lane.post("worker"),
            starts_on=TODAY + timedelta(days=first),
            ends_on=TODAY + timedelta(days=back),
            by=lane.worker,
            at=hours(0),
        )


def test_two_at_the_same_time_are_refused_also_by_the_database(lane: Lane, leave: Absence) -> None:
    with pytest.raises(Refused, match="已经登记"):
        note_absence(
            leave.post,
            starts_on=BACK - timedelta(days=1),
            ends_on=BACK + timedelta(days=3),
            by=lane.worker,
            at=hours(0),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(post=leave.post, starts_on=TODAY, ends_on=BACK, noted_at=hours(0))


def test_nobody_stands_in_for_herself_nor_from_far_away(lane: Lane) -> None:
    days = {"starts_on": TODAY, "ends_on": BACK, "at": hours(0)}
    with pytest.raises(Refused, match="自己"):
        note_absence(lane.post("worker"), stand_in=lane.post("worker"), by=lane.worker, **days)
    with pytest.raises(Refused, match="同一"):
        note_absence(lane.post("worker"), stand_in=lane.post("neighbour"), by=lane.worker, **days)


def test_no_chain_and_no_circle(lane: Lane, leave: Absence) -> None:
    days = {"starts_on": TODAY, "ends_on": BACK, "at": hours(0)}
    with pytest.raises(Refused, match="不在"):
        note_absence(lane.post("secretary"), stand_in=lane.post("worker"), by=lane.secretary, **days)
    with pytest.raises(Refused, match="不在"):
        note_absence(lane.post("committee"), stand_in=lane.post("worker"), by=lane.committee, **days)
    with pytest.raises(Refused, match="代"):
        note_absence(lane.post("committee"), stand_in=lane.post("secretary"), by=lane.committee, **days)


def test_a_stand_in_who_leaves_her_own_post_stands_in_no_more(lane: Lane, leave: Absence) -> None:
    end_post(lane.post("committee"), on=TODAY + timedelta(days=1), by=SYSTEM, at=hours(1))
    assert stood_in(lane, "committee", 25) == []
    assert list(Absence.objects.unattended(TODAY + timedelta(days=1))) == [leave]
    assert list(Absence.objects.unattended(TODAY)) == []


def test_no_reason_is_stored_anywhere(leave: Absence) -> None:
    kept = {field.name for field in Absence._meta.get_fields()}
    assert kept == {"id", "version", "post", "stand_in", "starts_on", "ends_on", "noted_at", "noted_by"}
    told = Trace.objects.get(name="post.absence_noted")
    assert set(told.facts) == {"from", "until", "stand_in"} and not hasattr(told, "said")


def test_who_could_stand_in_is_of_the_same_place_or_organisation(lane: Lane) -> None:
    names = {post.account.username for post in stand_ins_for(lane.post("worker"), TODAY)}
    assert {"committee", "secretary", "liaison"} <= names
    assert names.isdisjoint({"worker", "neighbour"})


def test_of_an_objection_the_stand_in_from_the_unit_itself_does_not_decide(lane: Lane) -> None:
    """The clerk's unit says "not ours"; standing in for the village's secretary does not make her another unit."""
    from linli.cases.actions.objecting import contest
    from linli.cases.rules import can_reject

    case = lane.bring(lane.case(), "triaged")
    case = dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(1))
    case = contest(case, reason="不归我们", by=lane.clerk, at=hours(1.5))
    note_absence(
        lane.post("secretary"),
        starts_on=TODAY,
        ends_on=BACK,
        stand_in=lane.post("clerk"),
        by=lane.secretary,
        at=hours(1),
    )
    assert not can_reject(actor_for(lane.accounts["clerk"], hours(2)), case)
