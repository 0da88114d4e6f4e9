"""Of a merge, its undoing and the end, everybody hears who spoke and left a way; each by the number of her own receipt."""

from typing import Any

import pytest

from linli.cases.actions.intake import Speaker
from linli.cases.actions.joining import join
from linli.cases.actions.linking import merge, unmerge
from linli.cases.models import Case, Voice
from linli.cases.verbs import ACTIONS
from linli.kit.actor import ANONYMOUS
from linli.notices.models import Notice
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider

pytestmark = pytest.mark.usefixtures("noon")


def caller(phone: str) -> Speaker:
    return Speaker(phone=phone, way="message")


@pytest.fixture
def first(lane: Lane, provider: Provider, noon: Any) -> Case:
    noon.move_to(hours(4))
    return lane.bring(lane.case(speaker=caller("13900000001")), "working")


@pytest.fixture
def second(lane: Lane, first: Case) -> Case:
    return lane.bring(lane.case(words="还是那盏灯。", speaker=caller("13900000002")), "triaged")


@pytest.fixture
def voice(second: Case) -> Voice:
    return join(second, by=ANONYMOUS, at=hours(3), speaker=caller("13900000003"))


def told(name: str) -> set[str]:
    return set(Notice.objects.filter(name=name, channel="sms").values_list("number", flat=True))


def test_all_who_spoke_in_the_merged_case_hear_of_it(
    lane: Lane, first: Case, second: Case, voice: Voice, work: Work
) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(4))
    work()
    assert told("case.merged") == {second.number, voice.number}


def test_and_of_its_undoing(lane: Lane, first: Case, second: Case, voice: Voice, work: Work) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(4))
    unmerge(second, by=lane.secretary, at=hours(4))
    work()
    assert told("case.unmerged") == {second.number, voice.number}


def test_and_all_of_them_of_the_end(
    lane: Lane, first: Case, second: Case, voice: Voice, work: Work, provider: Provider, noon: Any
) -> None:
    merge(second, into=first, by=lane.secretary, at=hours(4))
    noon.move_to(hours(7))
    ACTIONS["answer"](first, text="换了。", end_state="solved", by=lane.volunteer, at=hours(5))
    ACTIONS["rate"](first, verdict="solved", by=lane.resident(first), at=hours(6))
    work()
    assert told("case.closed") == {first.number, second.number, voice.number}
    bodies = [request.json for request in provider.requests if request.json.get("to") == "13900000003"]
    assert any(voice.number in body["text"] for body in bodies)
    assert not any(first.number in body["text"] for body in bodies)
