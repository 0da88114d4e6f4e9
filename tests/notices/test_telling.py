"""Who is told of what, by which way, and when."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core import mail
from time_machine import travel

from linli.cases.actions.checking import ask_check, report_check
from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.intake import reply
from linli.cases.actions.reviewing import propose_end
from linli.cases.actions.triage import climb
from linli.cases.models import Case
from linli.cases.rules_of_pressing import can_confirm_end
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.notices.actions.connecting import choose
from linli.notices.follow import tell_people
from linli.notices.models import Notice, State
from linli.notices.reads import receivers
from linli.notices.recipients import TABLE, Who, after_quiet, lines_for
from linli.notices.tending import send_summaries, watch_deadlines
from linli.people.actions.absences import note_absence
from linli.people.models import Account
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider
from tests.world import proposal_answered

pytestmark = pytest.mark.usefixtures("noon")


def told(name: str, channel: str = "inapp") -> set[str]:
    rows = Notice.objects.filter(name=name, channel=channel).select_related("account")
    return {row.account.username for row in rows if row.account}


@pytest.fixture
def triaged(lane: Lane) -> Case:
    return lane.bring(lane.case(), "triaged")


def test_a_case_sent_to_a_post_is_told_to_that_post_alone(lane: Lane, triaged: Case, work: Work) -> None:
    dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    work()
    assert told("case.dispatched") == {"worker"}


def test_a_case_sent_to_a_unit_is_told_to_its_members_who_may_take_it(
    lane: Lane, triaged: Case, work: Work
) -> None:
    dispatch(triaged, organisation=lane.office, by=lane.secretary, at=hours(2))
    work()
    assert told("case.dispatched") == {"clerk", "liaison"}


def test_nobody_is_told_of_what_she_did_herself(lane: Lane, triaged: Case, work: Work) -> None:
    dispatch(triaged, post=lane.post("secretary"), by=lane.secretary, at=hours(2))
    work()
    assert told("case.dispatched") == set()


def test_the_duty_person_of_the_rung_is_told_of_a_case_that_climbs(
    lane: Lane, triaged: Case, work: Work
) -> None:
    case = climb(triaged, reason="要上级出面", by=lane.secretary, at=hours(2))
    work()
    duty = {one.account.username for one in receivers(Who.DUTY, case, hours(2).date()) if one.account}
    assert told("case.climbed") == duty - {"secretary"}


def test_a_proposed_end_is_told_to_those_who_may_confirm_it_and_not_to_who_proposed_it(
    lane: Lane, work: Work
) -> None:
    case = proposal_answered(lane)
    propose_end(case, end_state="invalid", reason="说的不是本村的事", by=lane.secretary, at=hours(6))
    with travel(hours(7), tick=False):
        work()
    may = {name for name in lane.accounts if can_confirm_end(getattr(lane, name), case).ok}
    assert told("case.end_proposed") == may - {"secretary"} != set()


def test_a_resident_s_message_goes_to_the_holder(lane: Lane, triaged: Case, work: Work) -> None:
    case = dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    reply(case, text="灯杆编号是十二号。", by=lane.resident(case), at=hours(2.5))
    work()
    assert told("case.replied") == {"worker"}


def test_a_unit_that_may_not_know_her_hears_nothing_of_hers_the_office_does(
    lane: Lane, triaged: Case, work: Work
) -> None:
    case = dispatch(triaged, organisation=lane.company, by=lane.secretary, at=hours(2))
    reply(case, text="灯杆编号是十二号。", by=lane.resident(case), at=hours(2.5))
    work()
    assert "property" not in told("case.replied")
    assert "secretary" in told("case.replied")


def test_without_anything_set_up_only_the_list_is_written(lane: Lane, triaged: Case, work: Work) -> None:
    Account.objects.update(email="a@example.org")
    case = dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    lane.bring(lane.case(), "offered")
    work()
    assert {row.channel for row in Notice.objects.filter(case=case)} == {"inapp"}
    assert not Notice.objects.filter(name="case.offered").exists() and mail.outbox == []


def test_a_sealed_matter_and_one_ended_elsewhere_are_told_to_nobody() -> None:
    for name in TABLE:
        assert lines_for(name, {}, sealed=True) == ()
        assert lines_for(name, {"elsewhere": True}, sealed=False) == ()
        assert lines_for(name, {}, sealed=False) != ()


def test_the_follower_may_run_twice_and_tells_once(lane: Lane, triaged: Case, work: Work) -> None:
    dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    work()
    tell_people.func(Trace.objects.get(name="case.dispatched").pk)
    assert Notice.objects.filter(name="case.dispatched").count() == 1


def test_what_is_long_past_stays_in_the_list(
    lane: Lane, triaged: Case, provider: Provider, work: Work, noon: Any
) -> None:
    Account.objects.update(email="a@example.org")
    dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    noon.shift(timedelta(days=30))
    work()
    assert [row.channel for row in Notice.objects.filter(name="case.dispatched")] == ["inapp"]


class TestWays:
    @pytest.fixture
    def reachable(self, lane: Lane, provider: Provider) -> Lane:
        Account.objects.filter(username__in=["worker", "volunteer", "helper"]).update(email="v@example.org")
        return lane

    def test_mail_says_the_number_the_category_and_the_place(
        self, reachable: Lane, triaged: Case, work: Work
    ) -> None:
        dispatch(triaged, post=reachable.post("worker"), by=reachable.secretary, at=hours(2))
        work()
        (letter,) = mail.outbox
        assert triaged.number in letter.body and "店下网格" in letter.body
        assert "看不清" not in letter.body and triaged.alias not in letter.body
        assert letter.extra_headers["Message-ID"].endswith("@example.org>")

    def test_who_wants_no_mail_gets_none(self, reachable: Lane, triaged: Case, work: Work) -> None:
        wishes = {"sms": False, "digest": False, "digest_at": time(8)}
        choose(mail=False, **wishes, by=reachable.worker, at=hours(1))
        dispatch(triaged, post=reachable.post("worker"), by=reachable.secretary, at=hours(2))
        work()
        assert mail.outbox == [] and told("case.dispatched") == {"worker"}

    def test_a_case_in_the_pool_is_told_once_a_day_as_one_message(
        self, reachable: Lane, work: Work, noon: Any
    ) -> None:
        cases = [reachable.bring(reachable.case(), "offered") for _ in range(3)]
        work()
        assert mail.outbox == []
        noon.move_to(hours(23.1))  # eight in the morning
        send_summaries.func(hours(23.1).isoformat())
        send_summaries.func(hours(23.1).isoformat())
        work()
        assert len(mail.outbox) == len({"worker", "volunteer", "helper"})
        assert all(case.number in letter.body for case in cases for letter in mail.outbox)
        assert Notice.objects.filter(state=State.FOLDED).count() == 9

    def test_nothing_leaves_in_the_quiet_hours_but_what_is_dangerous(
        self, reachable: Lane, triaged: Case, work: Work, noon: Any
    ) -> None:
        night = hours(14)
        noon.move_to(night)
        dispatch(triaged, post=reachable.post("worker"), by=reachable.secretary, at=night)
        work()
        row = Notice.objects.get(channel="mail")
        assert (mail.outbox, told("case.dispatched")) == ([], {"worker"})
        assert row.not_before > night
        noon.move_to(row.not_before)
        work()
        assert len(mail.outbox) == 1
        assert after_quiet(night, triaged.rulebook, "01") == night


class TestDeadlines:
    @pytest.fixture
    def held(self, lane: Lane, triaged: Case) -> Case:
        return dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))

    def due(self, case: Case, after: float) -> None:
        Case.objects.filter(pk=case.pk).update(due_at=hours(3 + after))

    @pytest.mark.parametrize(
        ("after", "names"),
        [(30, set()), (20, {"deadline.day"}), (2, {"deadline.hours"}), (-1, {"deadline.late"})],
    )
    def test_the_holder_is_told_a_day_and_four_hours_before_and_when_it_is_late(
        self, lane: Lane, held: Case, after: float, names: set[str]
    ) -> None:
        self.due(held, after)
        for _ in range(2):
            watch_deadlines.func(hours(3).isoformat())
        rows = Notice.objects.filter(name__startswith="deadline", account=lane.accounts["worker"])
        assert [row.name for row in rows] == sorted(names)

    def test_the_office_is_told_of_what_is_late_too(self, held: Case) -> None:
        self.due(held, -1)
        watch_deadlines.func(hours(3).isoformat())
        assert told("deadline.late") > {"worker"}

    def test_a_time_that_was_moved_is_told_anew(self, lane: Lane, held: Case) -> None:
        for after in (2, 3):
            self.due(held, after)
            watch_deadlines.func(hours(3).isoformat())
        mine = Notice.objects.filter(name="deadline.hours", account=lane.accounts["worker"])
        assert mine.count() == 2

    def test_a_case_whose_clock_stands_is_left_alone(self, held: Case) -> None:
        self.due(held, -1)
        Case.objects.filter(pk=held.pk).update(paused=True)
        watch_deadlines.func(hours(3).isoformat())
        assert told("deadline.late") == set()


def test_what_is_tried_again_at_night_waits_for_the_morning(lane: Lane, triaged: Case) -> None:
    from linli.kit.actor import SYSTEM
    from linli.notices.actions.sending import begin

    row = Notice(name="case.dispatched", event="x", channel="sms", case=triaged, area_path=triaged.area_path)
    row.made_at = row.not_before = hours(11)  # eight in the evening; the worker comes at eleven
    row.save(force_insert=True)
    turn = begin(row, after=0, by=SYSTEM, at=hours(14))
    assert (turn.go, turn.later) == (False, hours(22))  # seven in the morning
    assert begin(row, after=0, by=SYSTEM, at=hours(22)).go


def test_whoever_is_asked_to_look_is_told_and_whoever_asked_hears_what_was_found(
    lane: Lane, triaged: Case, work: Work
) -> None:
    ask_check(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    work()
    assert told("case.check_asked") == {"worker"}
    report_check(triaged, found="partly", words="一盏不亮。", by=lane.worker, at=hours(2.5))
    work()
    assert "secretary" in told("case.check_reported")
    assert "worker" not in told("case.check_reported")


def test_while_she_is_away_whoever_stands_in_is_told(lane: Lane, triaged: Case, work: Work) -> None:
    day = hours(0).date()
    note_absence(
        lane.post("worker"),
        starts_on=day,
        ends_on=day + timedelta(days=3),
        stand_in=lane.post("committee"),
        by=SYSTEM,
        at=hours(0),
    )
    dispatch(triaged, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    work()
    assert told("case.dispatched") == {"committee"}
