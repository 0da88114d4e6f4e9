"""Each list of the office goes out exactly as its page shows it: the same rows, for a reason, in the log, in nobody's name."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.actions.calling import try_call
from linli.cases.actions.checking import ask_check, report_check
from linli.cases.actions.dispatch import dispatch
from linli.cases.actions.heating import note_issue
from linli.cases.actions.intake import Speaker
from linli.cases.actions.objecting import contest, uphold
from linli.cases.actions.triage import triage
from linli.cases.models import Case, Export
from linli.console.cases.listed import LISTED
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from tests.console.conftest import Enter
from tests.lane import Lane, hours

SPEAKER = Speaker(name="上官麒麟", phone="13900007777", way="phone")


def take(client: Client, key: str, query: str = "", reason: str = "例会用") -> list[list[str]]:
    asked = {"reason": reason, "form": "csv", "query": query}
    state = client.post(f"/console/cases/lists/{key}/sheet/", asked)
    assert state.status_code == 302, state.content.decode()
    answer = client.get(f"{state['Location']}sheet/")
    assert answer.status_code == 200, state["Location"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def lamp(lane: Lane, words: str = "村口的路灯坏了三盏。") -> Case:
    return triage(lane.case(words), category="04.lamp", title=words, by=lane.secretary, at=hours(1))


def two_objections(lane: Lane) -> None:
    for n in range(2):
        sent = dispatch(lamp(lane), organisation=lane.office, by=lane.secretary, at=hours(2))
        said = f"第{n}件不归街道，请问 13900007777"
        case = contest(sent, reason=said, organisation=lane.villagers, by=lane.clerk, at=hours(2))
    uphold(case, organisation=lane.villagers, by=lane.secretary, at=hours(2.5))


def two_checks(lane: Lane) -> None:
    for n in range(2):
        case = lane.bring(lane.case(area=lane.village), "registered")
        ask_check(case, post=lane.post("committee"), question=f"第{n}处", by=lane.secretary, at=hours(1))
    report_check(case, found="not_found", words="灯是亮的。", by=lane.committee, at=hours(2))


def two_callbacks(lane: Lane) -> None:
    for _n in range(2):
        case = lane.bring(lane.case(speaker=SPEAKER), "answered")
    try_call(case, words="没人接", by=lane.liaison, at=hours(9))


def an_issue(lane: Lane) -> None:
    cases = [lane.bring(lane.case(), "triaged").pk for _n in range(3)]
    note_issue(cases, shared="路灯", households=5, by=SYSTEM, at=hours(5))


MADE: dict[str, tuple[Callable[[Lane], None], dict[str, tuple[int, str]]]] = {
    "objections": (two_objections, {"": (1, "第0件"), "show=decided": (1, "第1件")}),
    "checks": (two_checks, {"": (1, "第0处"), "show=looked": (1, "灯是亮的")}),
    "callbacks": (two_callbacks, {"": (2, "1")}),
    "hot": (an_issue, {"": (1, "路灯"), "show=all": (1, "路灯")}),
}


def test_every_list_is_tried() -> None:
    assert set(MADE) == set(LISTED)


@pytest.mark.parametrize("key", MADE)
def test_the_sheet_holds_the_rows_that_the_page_shows(lane: Lane, enter: Enter, key: str) -> None:
    make, shown = MADE[key]
    make(lane)
    client = enter("dispatcher")
    for query, (number, words) in shown.items():
        page = client.get(f"/console/{key}/?{query}").content.decode()
        assert f'action="/console/cases/lists/{key}/sheet/"' in page
        assert f'name="query" value="{query}"' in page
        head, *rows = take(client, key, query)
        assert head == [str(column.label) for column in LISTED[key].columns]
        assert len(rows) == number and words in str(rows), rows
        assert "麒麟" not in str(rows) and "13900007777" not in str(rows)
    assert Trace.objects.filter(name="export.fetched").count() == len(shown)
    assert Export.objects.first().kind == key  # type: ignore[union-attr]


@pytest.mark.parametrize("key", MADE)
def test_the_page_of_the_sheet_leads_back_to_its_list(lane: Lane, enter: Enter, key: str) -> None:
    MADE[key][0](lane)
    client, query = enter("dispatcher"), list(MADE[key][1])[-1]
    state = client.post(f"/console/cases/lists/{key}/sheet/", {"reason": "例会用", "query": query})
    back = f"/console/{key}/" + (f"?{query}" if query else "")
    assert f'href="{back}"' in client.get(state["Location"]).content.decode()


def test_without_a_reason_or_the_right_nothing_leaves(lane: Lane, enter: Enter) -> None:
    two_objections(lane)
    address, asked = "/console/cases/lists/objections/sheet/", {"query": "show=decided"}
    for name, reason in (("dispatcher", " "), ("secretary", "例会用")):
        assert enter(name).post(address, {**asked, "reason": reason}).status_code == 409
    assert not Export.objects.exists()


def test_a_list_that_is_none_is_not_there(enter: Enter) -> None:
    assert enter("dispatcher").post("/console/cases/lists/people/sheet/", {"reason": "x"}).status_code == 404
