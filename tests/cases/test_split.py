"""One case with two demands: parts with a holder and a limit each; the whole ends with them."""

import pytest

from linli.cases.actions.closing import rate, reopen, withdraw
from linli.cases.actions.handling import answer
from linli.cases.actions.joining import join
from linli.cases.actions.linking import merge
from linli.cases.actions.splitting import Part, end_whole, split
from linli.cases.actions.triage import climb
from linli.cases.follow import wholes_end_with_their_parts
from linli.cases.models import Case, Clock, Words
from linli.cases.reads_of_links import bonds_of
from linli.cases.reads_of_voices import households_of
from linli.cases.verbs import ACTIONS
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from tests.lane import Lane, hours

SAID = "路灯不亮，垃圾也没人收。"
PARTS = (Part("路灯不亮", "04.lamp"), Part("垃圾没人收", "03.rubbish"))


@pytest.fixture
def whole(lane: Lane) -> Case:
    return split(lane.case(words=SAID, category="04.lamp"), parts=PARTS, by=lane.secretary, at=hours(1))


def parts_of(whole: Case) -> tuple[Case, ...]:
    return bonds_of(whole).parts


def bring_to_end(lane: Lane, part: Case, end: str = "solved") -> None:
    finish(lane, part, end)
    follow(part)


def finish(lane: Lane, part: Case, end: str = "solved") -> None:
    part = ACTIONS["dispatch"](part, by=lane.secretary, at=hours(2), post=lane.post("worker"))
    part = ACTIONS["accept"](part, by=lane.worker, at=hours(3))
    answer(part, text="办好了。", end_state=end, by=lane.worker, at=hours(4))
    rate(part, verdict="solved", by=lane.resident(part), at=hours(5))


def follow(case: Case) -> None:
    """What the worker does after the last trace."""
    wholes_end_with_their_parts.func(Trace.objects.filter(record_id=case.pk).latest("pk").pk)


def test_each_demand_is_a_sorted_case_with_all_that_was_said(whole: Case) -> None:
    assert (whole.stage, whole.parts, whole.due_at, whole.holder_post_id) == ("working", 2, None, None)
    for part, meant in zip(parts_of(whole), PARTS, strict=True):
        assert (part.stage, part.title, part.category) == ("triaged", meant.title, meant.category)
        assert Words.objects.get(case=part).text == SAID
        assert part.raised_at == whole.raised_at


def test_splitting_gains_no_time(whole: Case) -> None:
    begun = set(Clock.objects.filter(case__in=parts_of(whole)).values_list("started_at", flat=True))
    assert begun == {whole.registered_at}


def test_the_whole_is_worked_on_in_its_parts_only(lane: Lane, whole: Case) -> None:
    for act, more in ((climb, {"reason": "太久"}), (withdraw, {"reason": "算了"})):
        with pytest.raises(Refused, match="拆成"):
            act(whole, by=lane.dispatcher, at=hours(2), **more)
    assert ACTIONS["offer"](parts_of(whole)[0], by=lane.secretary, at=hours(2)).stage == "offered"


def test_it_ends_when_the_last_part_has_ended(lane: Lane, whole: Case) -> None:
    one, other = parts_of(whole)
    bring_to_end(lane, one)
    assert Case.objects.get(pk=whole.pk).is_open
    bring_to_end(lane, other)
    ended = Case.objects.get(pk=whole.pk)
    assert (ended.stage, ended.end_state) == ("closed", "solved")


def test_a_server_clock_set_back_ends_it_when_it_was_raised(lane: Lane, whole: Case) -> None:
    for part in parts_of(whole):
        finish(lane, part)
    assert end_whole(whole, by=SYSTEM, at=hours(-30)).closed_at == whole.raised_at


def test_what_was_done_in_part_is_called_so(lane: Lane, whole: Case) -> None:
    one, other = parts_of(whole)
    bring_to_end(lane, one)
    bring_to_end(lane, other, "explained_not_solvable")
    assert Case.objects.get(pk=whole.pk).end_state == "partly_solved"


def test_a_part_opened_again_opens_the_whole(lane: Lane, whole: Case) -> None:
    for part in parts_of(whole):
        bring_to_end(lane, part)
    part = parts_of(whole)[0]
    reopen(part, reason="又坏了", by=lane.resident(part), at=hours(6))
    follow(part)
    assert Case.objects.get(pk=whole.pk).is_open


def test_a_part_that_goes_on_in_another_case_ends_with_that_one(lane: Lane, whole: Case) -> None:
    one, other = parts_of(whole)
    bring_to_end(lane, one)
    into = lane.bring(lane.case(), "triaged")
    follow(merge(other, into=into, by=lane.secretary, at=hours(5)))
    assert Case.objects.get(pk=whole.pk).is_open
    bring_to_end(lane, into)
    assert Case.objects.get(pk=whole.pk).end_state == "solved"


def test_who_said_the_whole_counts_once_and_its_voices_for_each_part(whole: Case) -> None:
    join(whole, by=ANONYMOUS, at=hours(2))
    assert [households_of(case) for case in (whole, *parts_of(whole))] == [2, 2, 2]


def test_two_to_six_demands_with_title_and_category(lane: Lane) -> None:
    case = lane.case(words=SAID)
    for parts in (PARTS[:1], PARTS * 4, (PARTS[0], Part(" ", "03.rubbish")), (PARTS[0], Part("x", "99.no"))):
        with pytest.raises(Refused):
            split(case, parts=parts, by=lane.secretary, at=hours(1))
    with pytest.raises(Refused):
        split(case, parts=PARTS, by=lane.volunteer, at=hours(1))
    assert split(case, parts=PARTS, by=lane.secretary, at=hours(1)).parts == 2
