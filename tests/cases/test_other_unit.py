"""Whether it is solved, another unit asks than the one that did the work: at every door, and by none of her posts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.asking_on_paper import ask_on_paper
from linli.cases.actions.calling import try_call
from linli.cases.actions.closing import rate, verify
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import answer
from linli.cases.models import Call, Case, Rating
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions.posts import appoint
from linli.people.middleware import SECOND_FACTOR
from tests.lane import Lane, hours


@pytest.fixture
def done(lane: Lane) -> Case:
    """By a clerk of the street office; the liaison cadre and the dispatcher belong to the same unit."""
    case = dispatch(
        lane.bring(lane.case(), "triaged"), organisation=lane.office, by=lane.secretary, at=hours(2)
    )
    case = accept(case, by=lane.clerk, at=hours(3))
    return answer(case, text="换好了。", end_state="solved", by=lane.clerk, at=hours(4))


ACTS: dict[str, Callable[[Case, Actor], Any]] = {
    "verify": lambda case, by: verify(case, verdict="solved", words="", by=by, at=hours(5)),
    "on paper": lambda case, by: verify(
        case, verdict="solved", words="", via="paper", said_on=hours(5).date(), by=by, at=hours(5)
    ),
    "try_call": lambda case, by: try_call(case, by=by, at=hours(5)),
    "ask_on_paper": lambda case, by: ask_on_paper([case], by=by, at=hours(5)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["liaison", "dispatcher"])
def test_a_colleague_of_the_same_unit_does_not_ask(lane: Lane, done: Case, act: str, who: str) -> None:
    with pytest.raises(Refused, match="另一个单位"):
        ACTS[act](done, getattr(lane, who))
    assert not (Rating.objects.exists() or Call.objects.exists())
    assert not Trace.objects.filter(name="case.asked_on_paper").exists()


@pytest.mark.parametrize("act", ACTS)
def test_another_unit_asks(lane: Lane, done: Case, act: str) -> None:
    ACTS[act](done, lane.secretary)
    assert Trace.objects.filter(record_id=done.pk, post_id=lane.post("secretary").pk, at=hours(5)).exists()


def test_a_second_post_elsewhere_does_not_make_her_another_unit(lane: Lane, done: Case) -> None:
    appoint(
        lane.accounts["clerk"],
        by=lane.dispatcher,
        at=hours(0),
        role="village_secretary",
        area=lane.areas["village"],
        organisation=lane.units["party"],
        starts_on=hours(0).date(),
    )
    assert len(lane.clerk.posts) == 2
    with pytest.raises(Refused, match="另一个单位"):
        verify(done, verdict="solved", words="", by=lane.clerk, at=hours(5))


@pytest.mark.parametrize("who", ["clerk", "liaison"])
def test_whoever_holds_her_receipt_in_that_unit_does_not_judge_for_her(
    lane: Lane, done: Case, who: str
) -> None:
    with_code = replace(getattr(lane, who), keys=frozenset({done.pk}))
    for act in (rate, verify):
        with pytest.raises(Refused):
            act(done, verdict="solved", words="", by=with_code, at=hours(5))
    assert rate(done, verdict="solved", by=lane.resident(done), at=hours(5)).stage == "closed"


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/cases/{}/verify", {"verdict": "solved"}),
        ("/api/v1/cases/{}/try_call", {}),
        ("/console/cases/{}/verify/", {"verdict": "solved", "via": "call", "key": "k-1"}),
        ("/console/cases/{}/try_call/", {"key": "k-2"}),
        ("/console/callbacks/paper/?code={}", {"verdict": "solved", "said_on": "2026-03-02", "key": "k-3"}),
    ],
)
def test_no_door_lets_the_unit_ask(lane: Lane, done: Case, address: str, body: dict[str, str]) -> None:
    client = Client()
    client.force_login(lane.accounts["liaison"])
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    if address.startswith("/api"):
        response = client.post(address.format(done.number), body, content_type="application/json")
    else:
        response = client.post(address.format(done.number), {**body, "code": done.number, "via": "paper"})
    assert response.status_code == 409, response.content.decode()[:400]
    assert not (Rating.objects.exists() or Call.objects.exists())
