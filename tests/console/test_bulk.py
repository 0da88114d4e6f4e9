"""One step for many cases: each by its own rule, refusals told, and taken back where nobody went on."""

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from linli.cases.actions.dispatch import accept
from linli.cases.models import BulkAct, BulkLine, Case, Clock
from linli.cases.rules import can_extend
from linli.kit.models import Trace
from tests.console.conftest import Enter, hidden
from tests.lane import Lane, hours

BULK = "/console/cases/bulk/"


def do(client: Client, cases: list[Case], verb: str, **words: Any) -> BulkAct:
    """Tick, choose, confirm: by the two pages, without a script."""
    asked = client.post(BULK, {"case": [case.number for case in cases], "query": ""})
    assert asked.status_code == 200
    sent = hidden(asked.content.decode(), BULK)
    answer = client.post(BULK, {**sent, "case": [case.number for case in cases], "verb": verb, **words})
    assert answer.status_code == 302, answer.content.decode()
    assert client.get(answer["Location"]).status_code == 200
    return BulkAct.objects.latest("pk")


def outcomes(act: BulkAct) -> list[str]:
    return list(BulkLine.objects.filter(act=act).order_by("case_id").values_list("outcome", flat=True))


def stood(case: Case) -> tuple[Any, ...]:
    case.refresh_from_db()
    clocks = Clock.objects.filter(case=case).order_by("name").values_list("name", "amount", "unit", "due_at")
    return (
        case.stage,
        case.category,
        case.title,
        case.holder_organisation_id,
        case.holder_post_id,
        case.due_at,
        list(clocks),
    )


@pytest.fixture
def three(lane: Lane) -> list[Case]:
    return [lane.case("路灯不亮"), lane.case("井盖没了"), lane.bring(lane.case(), "taken")]


def test_what_can_be_done_is_done_and_the_rest_says_why(enter: Enter, three: list[Case]) -> None:
    act = do(enter("secretary"), three, "triage", category="04.lamp")
    assert outcomes(act) == ["done", "done", "refused"]
    assert act.lines.get(outcome="refused").sentence
    assert [stood(case)[0] for case in three] == ["triaged", "triaged", "taken"]


@pytest.mark.parametrize("verb", ["triage", "dispatch", "offer", "extend"])
def test_taken_back_each_case_stands_as_before(enter: Enter, lane: Lane, verb: str) -> None:
    stage = {"triage": "registered", "extend": "taken"}.get(verb, "triaged")
    words = {
        "triage": {"category": "01"},
        "dispatch": {"holder": f"post:{lane.post('worker').pk}"},
        "offer": {},
        "extend": {"days": "3", "reason": "等配件"},
    }[verb]
    cases = [lane.bring(lane.case(), stage) for _ in range(2)]
    client, before = (
        enter("secretary" if verb != "extend" else extender(lane)),
        [stood(case) for case in cases],
    )
    act = do(client, cases, verb, **words)
    assert outcomes(act) == ["done", "done"], [line.sentence for line in act.lines.all()]
    assert [stood(case) for case in cases] != before
    client.post(f"{BULK}{act.pk}/undo/")
    assert outcomes(act) == ["undone", "undone"]
    assert [stood(case) for case in cases] == before
    assert Trace.objects.filter(name="case.taken_back").count() == 2


def extender(lane: Lane) -> str:
    case = lane.bring(lane.case(), "taken")
    return next(
        name
        for name in ("secretary", "dispatcher", "clerk")
        if can_extend(getattr(lane, name), case) and getattr(lane, name).has_right("console")
    )


def test_who_went_on_with_a_case_keeps_it(enter: Enter, lane: Lane) -> None:
    cases = [lane.bring(lane.case(), "triaged"), lane.bring(lane.case(), "triaged")]
    client = enter("secretary")
    act = do(client, cases, "dispatch", holder=f"post:{lane.post('worker').pk}")
    assert outcomes(act) == ["done", "done"]
    cases[0].refresh_from_db()
    accept(cases[0], by=lane.worker, at=hours(3))
    client.post(f"{BULK}{act.pk}/undo/")
    assert outcomes(act) == ["stays", "undone"]
    assert [stood(case)[0] for case in cases] == ["taken", "triaged"]


def test_after_half_an_hour_nothing_is_taken_back(enter: Enter, three: list[Case]) -> None:
    client = enter("secretary")
    act = do(client, three[:1], "triage", category="04.lamp")
    with travel(hours(3.6), tick=False):
        enter_again = client.post(f"{BULK}{act.pk}/undo/")
    assert enter_again.status_code == 302
    assert stood(three[0])[0] == "triaged"


def test_the_duty_list_is_followed_case_by_case(enter: Enter, lane: Lane) -> None:
    cases = [lane.bring(lane.case(), "triaged"), lane.case()]
    act = do(enter("secretary"), cases, "dispatch", holder="proposed")
    assert outcomes(act)[1] == "refused"
    assert set(outcomes(act)) <= {"done", "refused"}


def test_the_same_form_sent_twice_acts_once(enter: Enter, three: list[Case]) -> None:
    client = enter("secretary")
    page = client.post(BULK, {"case": three[0].number}).content.decode()
    sent = {**hidden(page, BULK), "case": three[0].number, "verb": "offer"}
    assert [client.post(BULK, sent).status_code for _ in range(2)] == [302, 302]
    assert BulkAct.objects.count() == 1


def test_all_of_a_filter_and_nothing_beyond_what_she_sees(
    enter: Enter, lane: Lane, three: list[Case]
) -> None:
    foreign = lane.case("邻村的灯", area=lane.areas["other_village"])
    client = enter("secretary")
    asked = client.post(BULK, {"all": "1", "query": "words=路灯"})
    assert {case.number for case in asked.context["cases"]} == {three[0].number, three[2].number}
    assert client.post(BULK, {"case": foreign.number}).status_code == 302
    assert BulkAct.objects.count() == 0


def test_many_are_done_by_the_worker(enter: Enter, lane: Lane, monkeypatch: Any) -> None:
    from linli.console.cases import bulk, work

    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    act = do(enter("secretary"), [lane.case(), lane.case()], "triage", category="04.lamp")
    assert set(outcomes(act)) == {""}
    work.work_through.func(act.pk)
    work.work_through.func(act.pk)
    assert set(outcomes(act)) == {"done"}


def test_a_step_without_its_words_and_one_that_needs_a_reader_come_back(
    enter: Enter, three: list[Case]
) -> None:
    client = enter("secretary")
    for sent in ({"verb": "triage"}, {"verb": "extend", "days": "3"}, {"verb": "publish"}):
        answer = client.post(BULK, {"case": three[0].number, "token": "x", **sent})
        assert answer.status_code == 422
    assert BulkAct.objects.count() == 0
