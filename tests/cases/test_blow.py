"""Several units are called to a case at once; each reports in, does its part, and both sides rate it afterwards."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from linli.cases.actions.closing import withdraw
from linli.cases.actions.handling import answer
from linli.cases.actions.whistling import (
    Called,
    beg_off,
    blow,
    end_whistle,
    excuse_part,
    finish_part,
    rate_call,
    rate_response,
    report_in,
)
from linli.cases.models import Case, Holding, Whistle, WhistlePart
from linli.cases.tending_whistles import tend_whistles, whistles_lapse_with_their_case
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.models import Trace
from tests.cases.whistles import blown, calls, held, part_of, with_water_works
from tests.lane import ZONE, Lane, hours


@pytest.fixture
def water(lane: Lane) -> Actor:
    return with_water_works(lane)


@pytest.fixture
def case(lane: Lane, water: Actor) -> Case:
    return held(lane)


def test_each_unit_gets_its_part_and_the_time_counts_by_working_hours(lane: Lane, case: Case) -> None:
    whistle = blown(lane, case)
    assert whistle.arrive_by == datetime(2026, 3, 2, 18, 0, tzinfo=ZONE)  # four working hours from two
    assert {(p.organisation.name, p.asked, p.state) for p in whistle.parts.all()} == {
        ("供水公司", "关阀门，查漏点", "called"),
        ("安居物业", "打开泵房，派人带路", "called"),
    }
    assert Holding.objects.get(case=case, until=None).post == lane.post("worker")


def test_what_cannot_wait_counts_by_the_shorter_time(lane: Lane, case: Case) -> None:
    assert blown(lane, case, urgent=True).arrive_by == datetime(2026, 3, 2, 12, 30, tzinfo=ZONE)


def test_the_rule_book_says_who_blows(lane: Lane, case: Case, water: Actor) -> None:
    for other in (lane.worker, lane.volunteer, lane.property, water, lane.resident(case), lane.neighbour):
        with pytest.raises(Refused, match="书记"):
            blow(case, calls=calls(lane), reason="爆管", place="泵房", by=other, at=hours(3))


def test_only_a_case_in_work_is_called_to(lane: Lane, case: Case) -> None:
    with pytest.raises(Refused, match="分类"):
        blown(lane, lane.case())
    answered = answer(case, text="修好了。", end_state="solved", by=lane.worker, at=hours(3))
    with pytest.raises(Refused, match="答复"):
        blown(lane, answered)


@pytest.mark.parametrize(
    ("bent", "why"),
    [
        ({"reason": " "}, "为什么"),
        ({"place": ""}, "哪里"),
        ({"calls": ()}, "至少"),
        ({"reason": "请找李大爷，电话13812345678"}, "大爷"),
    ],
)
def test_what_is_missing_or_tells_of_a_person_is_refused(
    lane: Lane, case: Case, bent: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        blown(lane, case, **bent)
    assert not Whistle.objects.exists()


def test_only_units_of_the_rule_book_with_somebody_there_are_called_and_each_once(
    lane: Lane, case: Case
) -> None:
    with pytest.raises(Refused, match="志愿服务队"):
        blown(lane, case, calls=(Called(lane.units["team"], "帮忙"),))
    with pytest.raises(Refused, match="一次"):
        blown(lane, case, calls=(*calls(lane), Called(lane.units["water"], "再来一次")))


def test_one_whistle_at_a_time(lane: Lane, case: Case) -> None:
    blown(lane, case)
    with pytest.raises(Refused, match="已经"):
        blown(lane, case)


def test_reported_in_and_done_by_all_it_ends_together_and_both_sides_rate_it(
    lane: Lane, case: Case, water: Actor
) -> None:
    whistle = blown(lane, case)
    ours, theirs = part_of(whistle, lane, "water"), part_of(whistle, lane, "company")
    assert report_in(ours, by=water, at=hours(4)).state == "arrived"
    assert beg_off(theirs, reason="钥匙在总部", by=lane.property, at=hours(4)).state == "unable"
    assert report_in(theirs, by=lane.property, at=hours(5)).state == "arrived"
    finish_part(ours, did="换了一段管子", by=water, at=hours(6))
    with pytest.raises(Refused, match="安居物业"):
        end_whistle(whistle, note="修好了", by=lane.secretary, at=hours(6))
    finish_part(theirs, did="开了门", by=lane.property, at=hours(7))
    with pytest.raises(Refused):
        rate_response(ours, mark="well", by=lane.secretary, at=hours(7))
    ended = end_whistle(whistle, note="水来了", by=lane.secretary, at=hours(8))
    assert (ended.outcome, ended.note) == ("joint", "水来了")
    assert rate_response(ours, mark="well", words="来得快", by=lane.secretary, at=hours(9)).response == "well"
    assert rate_call(ours, mark="needed", by=water, at=hours(9)).call == "needed"
    with pytest.raises(Refused, match="说过"):
        rate_call(ours, mark="needless", by=water, at=hours(9))
    with pytest.raises(Refused, match="三"):
        rate_call(theirs, mark="5", by=lane.property, at=hours(9))
    names = Trace.objects.filter(record_kind="cases.case", record_id=case.pk).order_by("number")
    assert [n.removeprefix("case.") for n in names.values_list("name", flat=True)][-9:] == [
        *("blown", "reported_in", "begged_off", "reported_in", "part_finished", "part_finished"),
        *("whistle_ended", "response_rated", "call_rated"),
    ]


def test_each_side_says_only_its_own(lane: Lane, case: Case, water: Actor) -> None:
    whistle = blown(lane, case)
    part = part_of(whistle, lane, "water")
    for other in (lane.property, lane.secretary, lane.worker):
        with pytest.raises(Refused):
            report_in(part, by=other, at=hours(4))
    with pytest.raises(Refused):
        finish_part(part, did="没到就说办了", by=water, at=hours(4))
    for other in (water, lane.worker, lane.property, lane.neighbour):
        with pytest.raises(Refused):
            excuse_part(part, reason="不用来", by=other, at=hours(4))
        with pytest.raises(Refused):
            end_whistle(whistle, note="散了", by=other, at=hours(4))


def test_the_caller_goes_on_without_a_unit_and_says_why(lane: Lane, case: Case, water: Actor) -> None:
    whistle = blown(lane, case)
    part = part_of(whistle, lane, "company")
    with pytest.raises(Refused, match="为什么"):
        excuse_part(part, reason="", by=lane.secretary, at=hours(4))
    assert excuse_part(part, reason="门已经开了", by=lane.secretary, at=hours(4)).state == "excused"
    with pytest.raises(Refused):
        report_in(part, by=lane.property, at=hours(5))


def test_a_unit_sees_the_case_only_while_it_is_called(lane: Lane, case: Case, water: Actor) -> None:
    def sees() -> bool:
        return Case.objects.visible_to(water).filter(pk=case.pk).exists()

    assert not sees()
    whistle = blown(lane, case)
    assert sees() and Whistle.objects.visible_to(water).get() == whistle
    other = held(lane)
    assert not Case.objects.visible_to(water).filter(pk=other.pk).exists()
    assert Case.objects.visible_to(water).filter(pk=case.pk).count() == 1
    for unit in ("water", "company"):
        excuse_part(part_of(whistle, lane, unit), reason="不用了", by=lane.secretary, at=hours(4))
    assert not sees()
    end_whistle(whistle, note="自己修好了", by=lane.secretary, at=hours(5))
    assert Whistle.objects.visible_to(water).get() == whistle  # to say how it was
    assert not Whistle.objects.visible_to(lane.neighbour).exists()
    assert not Whistle.objects.visible_to(lane.volunteer).exists()


def test_silence_past_the_time_is_told_once_and_then_one_rung_higher(
    lane: Lane, case: Case, water: Actor
) -> None:
    whistle = blown(lane, case)
    report_in(part_of(whistle, lane, "water"), by=water, at=hours(4))
    assert tend_whistles.func(hours(8).isoformat()) == {"told": 0, "lifted": 0}
    assert tend_whistles.func(hours(9.1).isoformat()) == {"told": 1, "lifted": 0}
    assert tend_whistles.func(hours(10).isoformat()) == {"told": 0, "lifted": 0}
    told = Trace.objects.get(name="case.whistle_unheeded")
    assert told.facts["units"] == [lane.units["company"].pk]
    assert tend_whistles.func(hours(35).isoformat()) == {"told": 0, "lifted": 1}
    lifted = Trace.objects.get(name="case.whistle_lifted")
    assert lifted.facts["to"] and lifted.facts["units"] == [lane.units["company"].pk]
    now = Case.objects.get(pk=case.pk)
    assert (now.holder_post, now.rung, now.stage) == (case.holder_post, case.rung, case.stage)
    assert tend_whistles.func(hours(60).isoformat()) == {"told": 0, "lifted": 0}


def test_it_lapses_with_its_case(lane: Lane, case: Case, water: Actor) -> None:
    whistle = blown(lane, case)
    withdraw(case, by=lane.resident(case), at=hours(5))
    with pytest.raises(Refused, match="结束"):
        report_in(part_of(whistle, lane, "water"), by=water, at=hours(5))
    whistles_lapse_with_their_case.func(Trace.objects.get(name="case.withdrawn").pk)
    whistle.refresh_from_db()
    assert whistle.outcome == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_two_units_report_in_at_the_same_moment(lane: Lane) -> None:
    water = with_water_works(lane)
    for _ in range(3):
        whistle = blown(lane, held(lane))
        ours, theirs = part_of(whistle, lane, "water"), part_of(whistle, lane, "company")
        assert at_once(
            lambda part=ours: report_in(part, by=water, at=hours(4)),
            lambda part=theirs: report_in(part, by=lane.property, at=hours(4)),
        ) == ["done", "done"]
        assert {part.state for part in WhistlePart.objects.filter(whistle=whistle)} == {"arrived"}


@pytest.mark.django_db(transaction=True)
def test_whoever_ends_it_while_a_unit_finishes_never_ends_it_over_an_open_part(lane: Lane) -> None:
    water = with_water_works(lane)
    for _ in range(4):
        whistle = blown(lane, held(lane), calls=calls(lane)[:1])
        part = report_in(part_of(whistle, lane, "water"), by=water, at=hours(4))
        outcomes = at_once(
            lambda part=part: finish_part(part, did="修好了", by=water, at=hours(5)),
            lambda one=whistle: end_whistle(one, note="完了", by=lane.secretary, at=hours(5)),
        )
        ended = not Whistle.objects.get(pk=whistle.pk).is_open
        assert WhistlePart.objects.get(pk=part.pk).state == "done"
        assert outcomes == (["done", "done"] if ended else ["done", "refused"])


@pytest.mark.django_db(transaction=True)
def test_of_two_whistles_at_the_same_moment_one_is_blown(lane: Lane) -> None:
    with_water_works(lane)
    case = held(lane)
    acts = [lambda: blown(lane, case), lambda: blown(lane, case)]
    assert at_once(*acts) == ["done", "refused"]
    assert Whistle.objects.count() == 1


def at_once(*acts) -> list[str]:
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait()
            act()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
