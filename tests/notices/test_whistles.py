"""Those who are called, whoever called, and the next rung when somebody stays silent."""

import pytest

from linli.cases.actions.whistling import beg_off, end_whistle, excuse_part, finish_part, rate_call, report_in
from linli.cases.models import Case, Whistle
from linli.cases.tending_whistles import tend_whistles
from linli.kit.actor import Actor
from linli.kit.models import Trace
from linli.notices.follow import tell_people
from linli.notices.models import Notice
from linli.notices.recipients import TABLE, WHISTLED
from linli.notices.sentences import title_of
from tests.cases.whistles import blown, held, part_of, with_water_works
from tests.lane import Lane, hours


@pytest.fixture
def water(lane: Lane) -> Actor:
    return with_water_works(lane)


def told(case: Case, name: str) -> set[str]:
    for trace in Trace.objects.filter(record_id=case.pk, name=f"case.{name}"):
        tell_people.func(trace.pk)
    rows = Notice.objects.filter(name=f"case.{name}", channel="inapp").select_related("account")
    return {row.account.username for row in rows if row.account}


def test_the_units_and_the_holder_hear_of_a_call_with_the_time_to_be_there(lane: Lane, water: Actor) -> None:
    case = held(lane)
    whistle = blown(lane, case)
    assert told(case, "blown") == {"water", "property", "worker"}
    assert set(Notice.objects.filter(name="case.blown").values_list("about_at", flat=True)) == {
        whistle.arrive_by
    }


def test_the_caller_hears_of_each_answer(lane: Lane, water: Actor) -> None:
    case = held(lane)
    whistle = blown(lane, case)
    ours, theirs = part_of(whistle, lane, "water"), part_of(whistle, lane, "company")
    finish_part(report_in(ours, by=water, at=hours(4)), did="修好了", by=water, at=hours(5))
    beg_off(theirs, reason="钥匙在总部", by=lane.property, at=hours(4))
    excuse_part(theirs, reason="门开了", by=lane.secretary, at=hours(5))
    end_whistle(whistle, note="好了", by=lane.secretary, at=hours(6))
    rate_call(ours, mark="needed", by=water, at=hours(7))
    for name in ("reported_in", "begged_off", "part_finished", "call_rated"):
        assert told(case, name) == {"secretary"}
    assert told(case, "part_excused") == {"property"}
    assert told(case, "whistle_ended") == {"water", "property"}


def test_silence_is_told_to_both_sides_and_then_to_the_next_rung(lane: Lane, water: Actor) -> None:
    case = held(lane)
    report_in(part_of(blown(lane, case), lane, "water"), by=water, at=hours(4))
    tend_whistles.func(hours(10).isoformat())
    tend_whistles.func(hours(35).isoformat())
    assert told(case, "whistle_unheeded") == {"property", "secretary"}
    lifted = told(case, "whistle_lifted")
    assert "secretary" in lifted and "property" not in lifted


def test_a_line_leads_to_the_call_also_after_the_case_is_out_of_sight(
    lane: Lane, water: Actor, client
) -> None:
    case = held(lane)
    whistle = blown(lane, case)
    for unit in ("water", "company"):
        excuse_part(part_of(whistle, lane, unit), reason="修好了", by=lane.secretary, at=hours(4))
    end_whistle(whistle, note="好了", by=lane.secretary, at=hours(5))
    told(case, "whistle_ended")
    client.force_login(lane.accounts["waterman"])
    row = Notice.objects.get(name="case.whistle_ended", account__username="water")
    assert f"/field/notices/{row.pk}/" in client.get("/field/notices/").content.decode()
    assert client.get(f"/field/notices/{row.pk}/").headers["Location"] == f"/field/whistles/{whistle.pk}/"
    assert not Whistle.objects.visible_to(lane.neighbour).exists()


def test_every_line_of_the_table_has_its_title() -> None:
    told = [line.called or name for name, lines in TABLE.items() for line in lines]
    assert [name for name in told if title_of(name) == name] == []
    assert len(WHISTLED) == 11
