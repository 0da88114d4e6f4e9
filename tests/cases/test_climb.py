"""A case climbs the ladder by itself, to a named person and to the meeting of that rung."""

from datetime import timedelta

import pytest

from linli.cases.actions.closing import rate
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import extend, resume, start, suspend
from linli.cases.actions.triage import climb, triage
from linli.cases.follow import cases_climb_when_many_are_concerned
from linli.cases.ladder import meeting_words, waiting_for_meeting
from linli.cases.models import Case, Holding
from linli.cases.tending import tend_cases
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions.posts import end_post
from linli.people.reads import looks_of
from tests.lane import MONDAY, Lane, hours

DAY = 24
LAMP = {"category": "04.lamp", "title": "路灯不亮"}


def tend(after: float) -> int:
    found: dict[str, int] = tend_cases.func(hours(after).isoformat())
    return found["climbed"]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def climbed(case: Case) -> Trace:
    rows = Trace.objects.filter(record_kind="cases.case", record_id=case.pk, name="case.climbed")
    found: Trace = rows.select_related("said").order_by("-number")[0]
    return found


def held_by_the_worker(lane: Lane) -> Case:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    return accept(case, by=lane.worker, at=hours(3))


def test_what_lies_longer_than_its_rung_allows_climbs_to_the_named_person_and_the_meeting(lane: Lane) -> None:
    case = lane.bring(lane.case(), "triaged")
    assert (tend(2 * DAY), fresh(case).rung) == (0, 1)  # three working days are not over on Wednesday
    assert tend(3 * DAY + 10) == 1  # on Thursday evening they are
    case = fresh(case)
    assert (case.stage, case.rung, case.meeting) == ("triaged", 2, "two_committees")
    assert case.holder_post_id == lane.post("secretary").pk
    assert Holding.objects.get(case=case, until=None).post_id == case.holder_post_id
    assert meeting_words(case) == "村“两委”班子会（每月 1 次）"
    told = climbed(case)
    assert (told.facts["cause"], told.facts["meeting"], told.facts["duty"]) == (
        "time",
        "two_committees",
        lane.post("secretary").pk,
    )
    assert told.said.words == "在“党员独立能办”这一级，3 个工作日内没有办结。"


def test_the_next_rung_counts_its_own_time(lane: Lane) -> None:
    case = lane.bring(lane.case(), "triaged")
    tend(3 * DAY + 10)
    assert (tend(20 * DAY), fresh(case).rung) == (0, 2)
    assert (tend(32 * DAY), fresh(case).rung) == (1, 3)
    assert fresh(case).holder_post_id == lane.post("liaison").pk


def test_weekends_and_pauses_are_not_counted(lane: Lane) -> None:
    case = held_by_the_worker(lane)
    case = suspend(case, reason="等配件", by=lane.worker, at=hours(5))
    assert fresh(case).climbs_at is None
    assert tend(30 * DAY) == 0
    case = resume(case, by=lane.worker, at=hours(7 * DAY))  # a week later; one day of three had not yet ended
    assert fresh(case).climbs_at == hours(9 * DAY + 9.5)
    assert tend(9 * DAY + 9) == 0
    assert tend(9 * DAY + 10) == 1


def test_who_is_at_work_within_the_promised_time_keeps_the_case(lane: Lane) -> None:
    case = start(held_by_the_worker(lane), by=lane.worker, at=hours(4))
    extend(case, days=5, reason="等配件", by=lane.secretary, at=hours(5))
    assert (tend(4 * DAY), fresh(case).holder_post_id) == (0, lane.post("worker").pk)
    assert (tend(15 * DAY), fresh(case).rung) == (1, 2)  # the promise is broken by now


def test_what_is_answered_waits_for_the_resident_and_does_not_climb(lane: Lane) -> None:
    case = lane.bring(lane.case(), "answered")
    assert (tend(60 * DAY), fresh(case).stage) == (0, "answered")


def test_on_the_highest_rung_it_stays(lane: Lane) -> None:
    case = lane.bring(lane.case(), "triaged")
    for _ in case.rulebook.ladder[1:]:
        case = climb(case, reason="再上一级", by=lane.dispatcher, at=hours(4))
    assert case.climbs_at is None
    assert tend(400 * DAY) == 0


def test_where_nobody_has_duty_somebody_of_that_level_keeps_it_and_the_trace_says_so(lane: Lane) -> None:
    case = lane.bring(lane.case(), "triaged")
    for _ in range(3):
        case = climb(case, reason="再上一级", by=lane.dispatcher, at=hours(4))
    assert case.holder_post_id == lane.post("dispatcher").pk  # the street has no secretary in this cast
    assert climbed(case).facts["missing"] == ["街道党工委书记"]
    assert "没有人担任“街道党工委书记”" in climbed(case).said.words


def test_where_the_rung_has_nobody_the_next_one_answers(lane: Lane) -> None:
    end_post(lane.post("secretary"), by=SYSTEM, at=MONDAY - timedelta(days=2))
    case = climb(
        lane.bring(lane.case(at=MONDAY - timedelta(days=9)), "registered"),
        reason="再上一级",
        by=lane.dispatcher,
        at=hours(4),
    )
    assert (case.rung, case.holder_post_id) == (2, lane.post("liaison").pk)


def test_an_open_pause_ends_when_the_case_climbs(lane: Lane) -> None:
    case = suspend(held_by_the_worker(lane), reason="等配件", by=lane.worker, at=hours(5))
    case = climb(case, reason="要村里协调", by=lane.dispatcher, at=hours(30))
    assert (case.paused, case.pauses.get().until) == (False, hours(30))
    assert case.due_at is not None


def test_climbing_by_hand_needs_a_reason(lane: Lane) -> None:
    with pytest.raises(Refused, match="原因"):
        climb(lane.bring(lane.case(), "triaged"), reason=" ", by=lane.dispatcher, at=hours(4))


def test_not_solved_goes_to_the_named_person_of_the_next_rung_too(lane: Lane) -> None:
    case = lane.bring(lane.case(), "answered")
    case = rate(case, verdict="unsolved", words="灯又灭了", by=lane.resident(case), at=hours(6))
    assert (case.rung, case.meeting, case.holder_post_id) == (
        2,
        "two_committees",
        lane.post("secretary").pk,
    )


def test_a_meeting_finds_what_waits_for_it_until_somebody_passes_it_on(lane: Lane) -> None:
    first, second = (lane.bring(lane.case(), "triaged") for _ in range(2))
    second = climb(second, reason="要议", by=lane.dispatcher, at=hours(4))
    first = climb(first, reason="要议", by=lane.dispatcher, at=hours(5))
    waiting = waiting_for_meeting(lane.village.path, "two_committees")
    assert [case.pk for case in waiting] == [second.pk, first.pk]
    assert not waiting_for_meeting(lane.other_village.path, "two_committees").exists()
    dispatch(second, post=lane.post("worker"), by=lane.secretary, at=hours(6))
    assert [case.pk for case in waiting.all()] == [first.pk]


def sorted_now(lane: Lane, at: float = 1, **intake: object) -> Case:
    """Raised at this hour, sorted at once, and whatever follows the sorting has run."""
    case = triage(lane.case(at=hours(at), **intake), **LAMP, by=lane.secretary, at=hours(at))
    for trace in Trace.objects.filter(record_id=case.pk, name="case.triaged"):
        cases_climb_when_many_are_concerned.func(trace.pk)
    return fresh(case)


def speaker(phone: str) -> object:
    from linli.cases.actions.intake import Speaker

    return Speaker(name="白果儿", phone=phone)


def test_said_for_the_third_time_it_goes_to_the_next_rung_at_once(lane: Lane) -> None:
    said = [sorted_now(lane, at, speaker=speaker("13900000001")) for at in (1, 30 * DAY, 60 * DAY)]
    assert [case.rung for case in said] == [1, 1, 2]
    assert climbed(said[2]).facts["cause"] == "repeats"
    assert climbed(said[2]).said.words == "90天内第3次反映。"
    assert not any(
        looks_of(case.contact) for case in said if case.contact
    )  # nobody's data were opened for it


def test_other_people_other_matters_and_long_ago_do_not_count(lane: Lane) -> None:
    sorted_now(lane, 1, speaker=speaker("13900000001"))
    sorted_now(lane, 2, speaker=speaker("13900000002"))
    other = lane.case(at=hours(3), speaker=speaker("13900000001"))
    triage(other, category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(3))
    assert sorted_now(lane, 4, speaker=speaker("13900000001")).rung == 1
    assert sorted_now(lane, 100 * DAY, speaker=speaker("13900000001")).rung == 1


def test_the_same_spot_counts_as_the_same_petitioner(lane: Lane) -> None:
    said = [sorted_now(lane, at, place_words="3栋楼下") for at in (1, 2, 3)]
    assert [case.rung for case in said] == [1, 1, 2]


def test_one_cause_lifts_a_case_once(lane: Lane) -> None:
    case = [sorted_now(lane, at, place_words="3栋楼下") for at in (1, 2, 3)][-1]
    triage(case, **LAMP, by=lane.secretary, at=hours(4))
    for trace in Trace.objects.filter(record_id=case.pk, name="case.triaged"):
        cases_climb_when_many_are_concerned.func(trace.pk)
    assert fresh(case).rung == 2


def test_five_households_lift_a_case(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.cases.ladder.households_of", lambda case: 5)
    case = sorted_now(lane, 1)
    assert (case.rung, climbed(case).said.words) == (2, "涉及5户。")
