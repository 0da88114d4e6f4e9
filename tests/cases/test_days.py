"""The counts of days: at every moment as many as the lists hold, whoever changed a case and however."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.cases.actions import adding_up
from linli.cases.actions.adding_up import add_up_changes, let_lapse
from linli.cases.actions.closing import withdraw
from linli.cases.days.triggers import triggers
from linli.cases.lists import Filters
from linli.cases.models import Case, Clock, DayChange, DayCount, Rating, Words
from linli.cases.models.case import areas_seen
from linli.cases.models.days import NUMBERS
from linli.cases.reads_of_days import can_be_summed, differing_days, sums_of_days
from linli.cases.reads_of_rates import counted
from linli.cases.tending_days import add_up_days
from linli.governance.vocabulary import END_STATES
from linli.kit.actor import SYSTEM, Actor
from linli.kit.paths import outermost, shared
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from tests.cases.day_histories import Neighbourhood
from tests.kit.crowd import at_once
from tests.lane import MONDAY, SINCE, Lane, hours, plant

SEED = 20_261_122
LIVES, STEPS = 4, 40
MARCH = Filters(since=date(2026, 3, 1), until=date(2026, 3, 31))


def asked(lane: Lane) -> list[Filters]:
    village, company = lane.village.path, lane.units["company"].pk
    return [
        Filters(since=date(2026, 1, 1)),
        MARCH,
        replace(MARCH, area_path=village),
        replace(MARCH, area_path=lane.areas["grid"].path, until=date(2026, 3, 4)),
        replace(MARCH, unit=company),
        replace(MARCH, area_path=village, unit=company, since=date(2026, 3, 3)),
        replace(MARCH, area_path=lane.other_village.path),
    ]


def actors(lane: Lane) -> list[Actor]:
    """All of it, a street, a village with a case besides, two areas that overlap."""
    twice = replace(lane.secretary, posts=(*lane.secretary.posts, *lane.dispatcher.posts))
    strange = replace(lane.secretary, keys=frozenset(Case.objects.values_list("pk", flat=True)[:4]))
    return [SYSTEM, lane.dispatcher, lane.secretary, lane.neighbour, strange, twice]


def differences(lane: Lane, moments: list[datetime], dice: random.Random, some: int = 10) -> list[str]:
    every = [(actor, filters, at) for actor in actors(lane) for filters in asked(lane) for at in moments]
    return [
        f"{actor.name} {filters} at {at}"
        for actor, filters, at in dice.sample(every, some)
        if sums_of_days(actor, filters, at) != counted(actor, filters, at)
    ]


def test_at_every_step_of_random_histories_the_sums_are_what_the_lists_hold(lane: Lane) -> None:
    print(f"seeds {SEED} to {SEED + LIVES - 1}")
    for seed in range(SEED, SEED + LIVES):
        with transaction.atomic():
            place = Neighbourhood(lane, seed)
            for number in range(STEPS):
                place.step()
                if number % 4 == 3:
                    moments = [place.now, place.now - timedelta(days=2), place.now + timedelta(days=9)]
                    wrong = differences(lane, moments, random.Random(seed)) + differing_days()
                    assert not wrong, f"seed {seed}, after {place.told}: {wrong}"
            assert sum("refused" not in told for told in place.told) > STEPS / 3
            transaction.set_rollback(True)


def test_adding_up_changes_no_figure(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding_up, "AT_ONCE", 7)
    place = Neighbourhood(lane, SEED)
    for _step in range(60):
        place.step()
    before = {(a, f): sums_of_days(a, f, place.now) for a in actors(lane) for f in asked(lane)}
    waiting = DayChange.objects.count()
    assert waiting > 7
    done = add_up_days.func(place.now.isoformat())
    assert done["added"] >= waiting and DayChange.objects.count() == 0
    assert {(a, f): sums_of_days(a, f, place.now) for a in actors(lane) for f in asked(lane)} == before
    assert not DayCount.objects.filter(**dict.fromkeys(NUMBERS, 0)).exists()
    assert differing_days() == []


def test_a_first_contact_is_late_from_the_second_on_in_which_it_is_over(lane: Lane) -> None:
    case = lane.case()
    due = case.clocks.get(name="first").due_at

    def late(at: datetime) -> int:
        return sums_of_days(lane.secretary, MARCH, at)["late"]

    second = timedelta(seconds=1)
    for _counted_or_not in range(2):
        assert [late(due - second), late(due), late(due + second)] == [0, 0, 1]
        let_lapse(due + second)
        add_up_changes()
    Clock.objects.filter(case=case).update(due_at=due + timedelta(days=1))  # given more time after all
    assert [late(due + second), late(due + timedelta(days=1) + second)] == [0, 1]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, 999_999, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 2, 16, 0, 0, 1, tzinfo=UTC), date(2026, 3, 3)),
    ],
)
def test_a_day_begins_at_midnight_on_the_spot(moment: datetime, day: date, lane: Lane) -> None:
    lane.case(at=moment)
    assert DayChange.objects.get(raised=1).day == day
    that_day = Filters(since=day, until=day)
    assert sums_of_days(SYSTEM, that_day, hours(90)) == counted(SYSTEM, that_day, hours(90))
    assert sums_of_days(SYSTEM, that_day, hours(90))["raised"] == 1


def test_a_case_that_is_gone_is_counted_no_longer(lane: Lane) -> None:
    lane.case()
    bare = Case.objects.get()
    bare.pk, bare.number = None, "2603-GONE"
    bare.save(force_insert=True)
    Rating.objects.create(case=bare, round=1, verdict="solved", via="code", at=MONDAY)
    add_up_changes()
    assert sums_of_days(SYSTEM, MARCH, MONDAY)["said_solved"] == 1
    Rating.objects.filter(case=bare).delete()
    Case.objects.filter(pk=bare.pk).delete()
    assert sums_of_days(SYSTEM, MARCH, MONDAY) == counted(SYSTEM, MARCH, MONDAY)
    assert sums_of_days(SYSTEM, MARCH, MONDAY)["raised"] == 1 and differing_days() == []


def test_raising_appends_one_row_and_what_does_not_count_appends_none(lane: Lane) -> None:
    case = lane.case()
    assert DayChange.objects.count() == 1
    before = DayChange.objects.count()
    lane.bring(case, "triaged")
    Case.objects.filter(pk=case.pk).update(title="别的话", rung=2, area_path=case.area_path)
    assert DayChange.objects.count() == before + Clock.objects.filter(met_at__isnull=False).count()


def test_only_what_the_days_know_is_summed(lane: Lane) -> None:
    assert can_be_summed(lane.secretary, replace(MARCH, area_path="x", unit=1))
    for other in (
        {"words": "灯"},
        {"end_state": "solved"},
        {"late": True},
        {"since": None},
        {"since": date(1991, 12, 31)},
    ):
        assert not can_be_summed(lane.secretary, replace(MARCH, **other))
    assert not can_be_summed(lane.volunteer, MARCH)  # sees what she holds, and no area


def test_one_question_is_one_query(lane: Lane) -> None:
    lane.case()
    for actor in actors(lane):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sums_of_days(actor, MARCH, MONDAY)
        assert len(queries) == 1


def test_areas_of_several_posts_do_not_count_twice(lane: Lane) -> None:
    account = lane.accounts["secretary"]
    appoint(
        account,
        by=SYSTEM,
        at=MONDAY,
        role="street_dispatcher",
        area=lane.areas["street"],
        organisation=None,
        starts_on=SINCE,
    )
    actor = actor_for(account, MONDAY)
    lane.case()
    assert len(actor.posts) == 2 and areas_seen(actor) == (lane.areas["street"].path,)
    assert sums_of_days(actor, MARCH, MONDAY)["raised"] == 1


def test_paths_are_cut_to_what_they_share() -> None:
    assert outermost(["a/b/", "a/", "c/d/", "c/dd/", "a/"]) == ("a/", "c/d/", "c/dd/")
    assert shared(["a/", "c/"], "a/b/") == ("a/b/",)
    assert shared(["a/b/", "a/c/", "d/"], "a/") == ("a/b/", "a/c/")
    assert shared(["", "a/"], "") == ("",) and shared(["a/"], "b/") == ()


def test_each_end_and_each_verdict_has_its_number() -> None:
    assert {name for name in NUMBERS if name.startswith("end_")} == {f"end_{end}" for end in END_STATES}
    assert {name for name in NUMBERS if name.startswith("said_")} == {
        f"said_{v}" for v in Rating.Verdict.values
    }
    fields = {field.name for field in DayCount._meta.get_fields()}
    assert fields == {"id", "area_path", "unit", "day", *NUMBERS}


@pytest.mark.django_db
def test_every_trigger_stands_as_it_is_written() -> None:
    """A migration that makes one of the tables anew on SQLite takes them away: `keep_day_counts()` sets them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT 'CREATE TRIGGER ' || tgname FROM pg_trigger WHERE NOT tgisinternal")
        standing = {row[0] for row in cursor.fetchall()}
        if connection.vendor == "sqlite":
            assert {trigger.created()[0] for trigger in triggers()} <= standing
            return
        assert {f"CREATE TRIGGER {trigger.name}" for trigger in triggers()} <= standing
        for trigger in triggers():
            cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [trigger.name])
            assert cursor.fetchone()[0] in trigger.created()[0]


def test_counts_that_are_not_true_are_found_and_made_anew(lane: Lane, capsys: Any) -> None:
    withdraw(case := lane.case(), by=lane.resident(case), at=hours(1))
    add_up_changes()
    call_command("recount")
    assert "what the cases say" in capsys.readouterr().out
    DayCount.objects.filter(area_path=lane.village.path, unit=0).update(end_withdrawn=5)
    with pytest.raises(CommandError, match="1 counts differ"):
        call_command("recount")
    assert f"2026-03-02 area {lane.village.path}" in capsys.readouterr().out
    call_command("recount", anew=True)
    assert differing_days() == [] and DayCount.objects.get(area_path="", unit=0).end_withdrawn == 1


@pytest.mark.django_db(transaction=True)
def test_writers_and_those_who_add_up_do_not_lose_or_double_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    lane = plant()
    monkeypatch.setattr(adding_up, "AT_ONCE", 5)
    dice = random.Random(SEED)
    residents = [lane.resident(lane.case()) for _case in range(24)]
    order = list(range(8))
    dice.shuffle(order)
    print(f"seed {SEED}")

    def act(number: int) -> str:
        if number % 4 == 0:
            while add_up_changes() or let_lapse(hours(300)):
                pass
        else:
            for resident in residents[number % 4 - 1 :: 3][number // 4 :: 2]:
                case = Case.objects.get(pk=next(iter(resident.keys)))
                withdraw(case, by=resident, at=hours(1))
                lane.case(at=hours(2))
        return "done"

    assert at_once(8, lambda number: act(order[number])) == ["done"] * 8
    assert differing_days() == []
    found = sums_of_days(SYSTEM, MARCH, hours(400))
    assert found == counted(SYSTEM, MARCH, hours(400))
    assert (found["raised"], found["end_withdrawn"]) == (Words.objects.count(), 24)
