import pytest

from linli.cases.actions.triage import climb, triage
from linli.cases.models import Clock
from linli.kit.answer import Refused
from linli.kit.record import Stale
from tests.lane import MONDAY, Lane, hours

LAMP = {"category": "04.lamp", "title": "路灯不亮"}


def test_the_limit_counts_from_registration_by_the_category(lane: Lane) -> None:
    case = triage(lane.case(), **LAMP, by=lane.secretary, at=hours(2))
    clock = Clock.objects.get(case=case, name="resolve")
    assert (clock.started_at, clock.amount, clock.unit) == (MONDAY, 3, "wd")
    assert clock.due_at.date().isoformat() == "2026-03-05"


def test_another_category_sets_another_limit(lane: Lane) -> None:
    case = triage(lane.case(), **LAMP, by=lane.secretary, at=hours(2))
    case = triage(case, category="04.paving", title="路面坑洼", by=lane.secretary, at=hours(3))
    assert Clock.objects.get(case=case, name="resolve").amount == 10
    assert Clock.objects.filter(case=case).count() == 2


def test_a_category_outside_the_rule_book_is_refused(lane: Lane) -> None:
    with pytest.raises(Refused, match="类别"):
        triage(lane.case(), category="99.dragon", title="龙", by=lane.secretary, at=hours(2))


def test_only_posts_that_the_rule_book_names_may_sort(lane: Lane) -> None:
    case = lane.case()
    for other in (lane.volunteer, lane.property, lane.neighbour, lane.resident(case)):
        with pytest.raises(Refused):
            triage(case, **LAMP, by=other, at=hours(2))
    assert triage(case, **LAMP, by=lane.secretary, at=hours(2)).stage == "triaged"


def test_who_saw_an_older_version_overwrites_nothing(lane: Lane) -> None:
    case = lane.case()
    triage(case, **LAMP, by=lane.secretary, at=hours(2), version=case.version)
    with pytest.raises(Stale) as stale:
        triage(case, category="03.litter", title="别的", by=lane.committee, at=hours(2), version=case.version)
    assert stale.value.current.title == "路灯不亮"


def test_what_cannot_be_done_here_climbs_one_rung_and_is_sorted_anew(lane: Lane) -> None:
    case = lane.bring(lane.case(), "taken")
    dispatcher = lane.dispatcher
    case = climb(case, reason="要街道协调", by=dispatcher, at=hours(4))
    assert (case.stage, case.rung, case.holder_post_id) == ("triaged", 2, lane.post("secretary").pk)


def test_beyond_the_highest_rung_nothing_climbs(lane: Lane) -> None:
    case = lane.case()
    for _ in case.rulebook.ladder[1:]:
        case = climb(case, reason="再上一级", by=lane.dispatcher, at=hours(4))
    with pytest.raises(Refused, match="最高"):
        climb(case, reason="再上一级", by=lane.dispatcher, at=hours(5))
