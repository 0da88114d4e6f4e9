import io
import re

import openpyxl
import pytest
import time_machine
from django.test import Client

from linli.cases.actions.listing import enlist
from linli.cases.models import Case, Export
from tests.cases.test_enlist import TEXT
from tests.lane import Lane, hours

LISTS = "/console/lists/"


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(hours(5), tick=False):
        yield


@pytest.fixture
def enter(lane: Lane):
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        return client

    return sign_in


def test_what_could_be_listed_waits_for_a_person_to_read_it(lane: Lane, enter) -> None:
    waiting, unsorted = lane.bring(lane.case(), "triaged"), lane.case()
    sealed, listed = lane.bring(lane.case(), "triaged"), lane.bring(lane.case(), "triaged")
    Case.objects.filter(pk=sealed.pk).update(category="16.attitude")
    enlist(listed, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    html = enter("secretary").get(f"{LISTS}needs/?state=proposed").content.decode()
    shown = set(re.findall(r"/console/cases/([\w-]+)/enlist/", html))
    assert shown == {waiting.number} and unsorted.number not in html


def test_a_case_is_listed_moved_and_taken_off_from_its_page(lane: Lane, enter) -> None:
    case, client = lane.bring(lane.case(), "triaged"), enter("secretary")
    address = f"/console/cases/{case.number}"
    opened = client.get(f"{address}/enlist/").content.decode()
    assert case.words.text in opened and "需求清单" in opened
    assert f"{address}/delist/" not in opened
    assert client.post(f"{address}/enlist/", {"key": "a", "onto": "needs", **TEXT}).status_code == 302
    assert TEXT["title"] in client.get(f"{LISTS}needs/").content.decode()
    assert client.post(f"{address}/enlist/", {"key": "b", "onto": "problems", **TEXT}).status_code == 302
    assert "转入别的清单" in client.get(f"{LISTS}needs/").content.decode()
    assert f"{address}/delist/" in client.get(f"{address}/").content.decode()
    assert client.post(f"{address}/delist/", {"key": "c", "reason": "办完再说"}).status_code == 302
    assert f"{address}/delist/" not in client.get(f"{address}/").content.decode()


def test_a_text_that_leads_to_a_person_comes_back_with_the_place_marked(lane: Lane, enter) -> None:
    case = lane.bring(lane.case(), "triaged")
    said = {"key": "a", "onto": "needs", "title": "路灯", "wanted": "请打 13900001234"}
    answer = enter("secretary").post(f"/console/cases/{case.number}/enlist/", said)
    assert answer.status_code == 409 and "<mark>13900001234</mark>" in answer.content.decode()


def test_the_rows_go_out_as_a_sheet_for_a_reason_and_leave_a_line_in_the_log(lane: Lane, enter) -> None:
    case = lane.bring(lane.case(), "triaged")
    enlist(case, onto="needs", **{**TEXT, "title": "=路灯"}, by=lane.secretary, at=hours(2))
    client = enter("dispatcher")
    assert client.post(f"{LISTS}needs/sheet/", {"reason": " "}).status_code == 409
    answer = client.post(f"{LISTS}needs/sheet/", {"reason": "例会用"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert "何知秋" in rows[0][0] and "例会用" in rows[0][0]
    assert rows[2][1:4] == ("=路灯", TEXT["wanted"], "槎市村")
    assert Export.objects.get().rows == 1
    assert enter("secretary").post(f"{LISTS}needs/sheet/", {"reason": "例会用"}).status_code == 409
    assert Export.objects.count() == 1


def test_the_sheet_has_the_rows_that_the_page_shows(lane: Lane, enter) -> None:
    waiting, taken = lane.bring(lane.case(), "triaged"), lane.bring(lane.case(), "taken")
    for case, title in ((waiting, "没人认领的灯"), (taken, "有人认领的灯")):
        enlist(case, onto="needs", **{**TEXT, "title": title}, by=lane.secretary, at=hours(4))
    client = enter("dispatcher")
    page = client.get(f"{LISTS}needs/?state=open").content.decode()
    assert '<input type="hidden" name="state" value="open">' in page and "有人认领的灯" not in page
    answer = client.post(f"{LISTS}needs/sheet/", {"reason": "例会用", "state": "open"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[1] for row in rows[2:]] == ["没人认领的灯"]
    again = client.post(f"{LISTS}needs/sheet/", {"reason": "", "state": "open"}).content.decode()
    assert "有人认领的灯" not in again and 'name="state" value="open"' in again


def test_the_sheet_holds_all_rows_however_many_are_read_at_once(
    lane: Lane, enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        case = lane.bring(lane.case(), "triaged")
        enlist(
            case, onto="needs", **{**TEXT, "title": f"路灯{number}"}, by=lane.secretary, at=hours(2 + number)
        )
    for module in ("linli.console.lists.sheets", "linli.cases.sheets"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 2)
    answer = enter("dispatcher").post(f"{LISTS}needs/sheet/", {"reason": "例会用"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[:2] for row in rows[2:]] == [(n + 1, f"路灯{4 - n}") for n in range(5)]
    assert Export.objects.get().rows == 5


@pytest.mark.parametrize("path", ["nothing/", "households/"])
def test_a_list_that_is_not_of_cases_is_not_there(lane: Lane, enter, path: str) -> None:
    assert enter("secretary").get(LISTS + path).status_code == 404


def test_the_page_needs_few_queries(lane: Lane, enter, django_assert_max_num_queries) -> None:
    client = enter("secretary")
    for _ in range(12):
        enlist(lane.bring(lane.case(), "triaged"), onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    client.get(f"{LISTS}needs/")
    with django_assert_max_num_queries(12):
        client.get(f"{LISTS}needs/")
