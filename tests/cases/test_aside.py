"""Many reports from one line: all taken, looked at before they are sent on; shared lines are never slowed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from linli.cases.actions import aside
from linli.cases.actions.aside import counted_in, put_aside, take_in
from linli.cases.actions.dispatch import offer
from linli.cases.actions.triage import triage
from linli.cases.models import Case
from linli.cases.rules import is_looked_at
from linli.kit.answer import Refused
from linli.kit.limiting import Measure, count, counted, sweep_tallies
from linli.kit.lines import Line
from linli.kit.models import Tally
from tests.lane import MONDAY, Lane, hours

HALL = Line("hall", "", shared=True)
WALL = Line("block-1", "")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "FROM_A_BLOCK", Measure("raised.block", 2))
    monkeypatch.setattr(aside, "FROM_A_DEVICE", Measure("raised.device", 1))


def raised(lane: Lane, line: Line, at=MONDAY) -> Case:  # type: ignore[no-untyped-def]
    case = lane.case(at=at)
    take_in(case, line, at)
    return Case.objects.get(pk=case.pk)


def test_the_third_from_one_block_is_taken_and_put_aside(lane: Lane) -> None:
    assert [raised(lane, WALL).aside for _ in range(3)] == [False, False, True]
    assert Case.objects.count() == 3
    assert not raised(lane, Line("block-2")).aside
    assert not raised(lane, WALL, hours(1.5)).aside


def test_one_device_is_counted_for_itself(lane: Lane) -> None:
    assert [raised(lane, Line(f"block-{i}", "phone")).aside for i in range(2)] == [False, True]


def test_what_a_telephone_sends_again_under_its_key_is_counted_once(lane: Lane) -> None:
    case = lane.case(at=MONDAY)
    for again in range(5):
        take_in(case, WALL, MONDAY + timedelta(seconds=again))
    assert not Case.objects.get().aside and Tally.objects.get(what="raised.block").number == 1


def test_a_shared_line_is_never_put_aside(lane: Lane) -> None:
    assert not any(raised(lane, HALL).aside for _ in range(6))


def test_what_is_aside_is_sent_on_only_after_somebody_sorted_it(lane: Lane) -> None:
    case = lane.case(category="04.lamp")
    take_in(case, replace(WALL, device="d"), MONDAY)
    put_aside(case, by=aside.SYSTEM, at=MONDAY)
    case.refresh_from_db()
    assert "先看一看" in str(is_looked_at(case).sentence)
    with pytest.raises(Refused):
        offer(case, by=lane.secretary, at=hours(1))
    case = triage(case, category="04.lamp", title="", by=lane.secretary, at=hours(1))
    assert not case.aside
    assert offer(case, by=lane.secretary, at=hours(2))


def test_no_person_puts_a_case_aside(lane: Lane) -> None:
    with pytest.raises(Refused):
        put_aside(lane.case(), by=lane.secretary, at=MONDAY)


@pytest.mark.django_db
def test_counts_are_forgotten_after_two_days() -> None:
    measure = Measure("x", 1)
    count(measure, "line", MONDAY)
    sweep_tallies.func((MONDAY + timedelta(days=1)).isoformat())
    assert counted(measure, "line", MONDAY) == 1
    sweep_tallies.func((MONDAY + timedelta(days=3)).isoformat())
    assert Tally.objects.count() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the count is committed by itself")
@pytest.mark.django_db(transaction=True)
def test_where_one_writes_at_a_time_a_report_and_its_count_are_one_commit(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = []
    commit = connection._commit
    monkeypatch.setattr(connection, "_commit", lambda: commits.append(commit()))
    case = counted_in(lambda: lane.case(at=MONDAY), WALL, at=MONDAY)
    assert len(commits) == 1
    assert Case.objects.get(pk=case.pk) and counted(aside.FROM_A_BLOCK, "block-1", MONDAY) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows such tables")
@pytest.mark.django_db
def test_a_count_by_itself_waits_for_no_disk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'kit_tally'")
        assert cursor.fetchone() == ("u",)
