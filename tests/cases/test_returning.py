"""A claim that nobody begins goes back by itself: when, who is reminded, and who is not told of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.cases.actions.dispatch import accept, claim, dispatch
from linli.cases.actions.handling import resume, start, suspend
from linli.cases.models import Case
from linli.cases.returning import claimed, returning, returns_among
from linli.cases.tending import untouched
from linli.notices.models import Notice
from linli.notices.sentences import text_of
from linli.notices.tending import watch_claims
from tests.lane import Lane, hours

TWO_DAYS = timedelta(days=2)


@pytest.fixture
def taken(lane: Lane) -> Case:
    return lane.bring(lane.case(), "taken")


def back(case: Case) -> datetime | None:
    case = Case.objects.get(pk=case.pk)
    return returns_among([case]).get(case.pk)


def end_of_day_after(case: Case) -> datetime:
    found = back(case)
    assert found is not None
    return found


def test_it_goes_back_after_the_time_of_the_rule_book(taken: Case) -> None:
    end = end_of_day_after(taken)
    assert timedelta(0) <= end - (hours(3) + TWO_DAYS) < timedelta(days=1)
    assert untouched(end) == []
    assert [case.pk for case in untouched(end + timedelta(seconds=1))] == [taken.pk]


def test_what_was_begun_sent_or_stands_still_does_not_go_back(lane: Lane, taken: Case) -> None:
    sent = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    sent = accept(sent, by=lane.worker, at=hours(3))
    assert back(sent) is None
    assert back(suspend(by_the_worker(lane), reason="等配件", by=lane.worker, at=hours(4))) is None
    begun = start(lane.bring(lane.case(), "taken"), by=lane.volunteer, at=hours(4))
    assert back(begun) is None


def by_the_worker(lane: Lane) -> Case:
    """A volunteer may not stop the clock, a grid worker may."""
    return claim(lane.bring(lane.case(), "offered"), by=lane.worker, at=hours(3))


def test_the_time_in_which_the_clock_stood_does_not_count(lane: Lane) -> None:
    case = by_the_worker(lane)
    before = end_of_day_after(case)
    case = suspend(case, reason="等配件", by=lane.worker, at=hours(4))
    resume(case, by=lane.worker, at=hours(4) + timedelta(days=5))
    assert end_of_day_after(case) - before >= timedelta(days=5)


def test_a_case_that_was_taken_anew_starts_anew(lane: Lane, taken: Case) -> None:
    from linli.cases.actions.dispatch import release

    before = end_of_day_after(taken)
    case = release(taken, reason="没空", by=lane.volunteer, at=hours(20))
    claim(case, by=lane.helper, at=hours(50))
    assert end_of_day_after(taken) > before


def test_many_cost_as_much_as_one(lane: Lane, taken: Case, django_assert_num_queries: Any) -> None:
    more = [lane.bring(lane.case(), "taken") for _ in range(4)]
    with django_assert_num_queries(3):  # the claims, their pauses, the calendar of the place
        assert len(returns_among([taken, *more])) == 5
    with django_assert_num_queries(0):
        assert returns_among([Case(stage="working"), Case(stage="taken", paused=True)]) == {}


def test_those_that_waited_longest_come_first_and_hide_nobody(lane: Lane, taken: Case) -> None:
    later = lane.bring(lane.case(), "offered")
    claim(later, by=lane.helper, at=hours(9))
    assert [one.case.pk for one in returning(Case.objects.all())] == [taken.pk, later.pk]
    assert claimed(Case.objects.none()).count() == 0


class TestReminder:
    def told(self) -> list[str]:
        rows = Notice.objects.filter(name="claim.returning", channel="inapp").select_related("account")
        return [row.account.username for row in rows if row.account]

    def test_whoever_took_it_is_reminded_once_in_the_last_quarter(self, taken: Case) -> None:
        end = end_of_day_after(taken)
        quarter = (end - hours(3)) / 4
        watch_claims.func((end - quarter - timedelta(minutes=1)).isoformat())
        assert self.told() == []
        for minutes in (0, 10, 20):
            watch_claims.func((end - quarter + timedelta(minutes=minutes)).isoformat())
        assert self.told() == ["volunteer"]
        notice = Notice.objects.get(name="claim.returning", channel="inapp")
        assert notice.about_at == end
        assert taken.number in text_of(notice, end) and "自动退回" in text_of(notice, end)

    def test_nobody_is_reminded_of_what_she_has_begun(self, lane: Lane, taken: Case) -> None:
        end = end_of_day_after(taken)
        start(taken, by=lane.volunteer, at=hours(4))
        watch_claims.func((end - timedelta(hours=1)).isoformat())
        assert self.told() == []


class TestShown:
    def enter(self, lane: Lane, name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        return client

    def test_the_worker_and_the_office_see_when_it_goes_back(self, lane: Lane, taken: Case) -> None:
        with time_machine.travel(hours(5), tick=False):
            worker, office = self.enter(lane, "volunteer"), self.enter(lane, "secretary")
            for page in ("/field/", "/field/pool/"):
                assert "到时自动退回" in worker.get(page).content.decode(), page
            assert "还没开始办" in worker.get(f"/field/cases/{taken.number}/").content.decode()
            assert "到时自动退回" in office.get(f"/console/cases/{taken.number}/").content.decode()
            assert "到时自动退回" not in self.enter(lane, "helper").get("/field/pool/").content.decode()

    def test_the_resident_reads_who_has_it_and_of_no_timer(self, lane: Lane, taken: Case) -> None:
        from tests.portal.conftest import open_with_code

        with time_machine.travel(hours(5), tick=False):
            client = Client()
            open_with_code(client, taken)
            page = client.get(f"/c/{taken.number}/").content.decode()
        assert "退回" not in page and "志愿服务队" in page
