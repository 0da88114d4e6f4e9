"""The printed form: made for those that wait, filled in by hand, keyed in at the desk or scanned by herself."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.closing import rate, reopen
from linli.cases.actions.dispatch import claim, offer
from linli.cases.actions.handling import answer
from linli.cases.actions.intake import Speaker
from linli.cases.models import Case, Rating
from linli.cases.verdict_links import Sent, paper_behind, token_for
from linli.kit.models import Trace
from tests.console.conftest import Enter
from tests.lane import Lane, hours
from tests.paper_text import pages_of

FORMS, KEYED = "/console/callbacks/papers/", "/console/callbacks/paper/"


@pytest.fixture
def waiting(lane: Lane) -> Case:
    return lane.bring(lane.case(speaker=Speaker(name="陈晓", phone="13900000001", room="3栋501")), "answered")


@pytest.fixture
def office(enter: Enter) -> Client:
    from time_machine import travel

    with travel(hours(10), tick=False):
        yield enter("liaison")


def asked(client: Client, lane: Lane, area: str = "village", number: str = "") -> Any:
    return client.post(FORMS, {"area": str(lane.areas[area].pk), "number": number})


def printed(response: Any) -> list[str]:
    assert response["Content-Type"] == "application/pdf", response.content.decode()
    return [re.sub(r"\s+", "", page) for page in pages_of(b"".join(response.streaming_content))]


def link(case: Case) -> str:
    return f"http://testserver/j/{token_for(case, Sent.PAPER)}/"


def scanned(client: Client, case: Case, **said: Any) -> Any:
    """Look the paper up as a scanner does, and send what stands on it."""
    page = client.get(KEYED, {"code": link(case)}).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    filled = {
        "verdict": "solved",
        "words": "",
        "said_on": "2026-03-02",
        "key": key[1] if key else "k",
        **said,
    }
    return client.post(KEYED, {"code": link(case), "via": "paper", **filled})


def test_one_sheet_for_each_case_that_waits(lane: Lane, office: Client, waiting: Case) -> None:
    more = lane.bring(lane.case(), "answered")
    lane.bring(lane.case(), "working")
    judged = lane.bring(lane.case(), "answered")
    rate(judged, verdict="solved", by=lane.resident(judged), at=hours(6))
    sheets = printed(asked(office, lane))
    assert len(sheets) == 2
    assert {one.number for one in (waiting, more) for sheet in sheets if one.number in sheet} == {
        waiting.number,
        more.number,
    }
    for words in ("解决了吗", "村口路灯不亮", "三盏灯都换了新灯头", "部分解决", "谁办的谁不代填"):
        assert words in sheets[0], words


def test_nothing_on_the_paper_leads_to_a_person(lane: Lane, office: Client) -> None:
    case = lane.bring(lane.case(speaker=Speaker(name="陈晓", phone="13900000001", room="3栋501")), "working")
    told = "王师傅到3栋2单元501室换了灯头，电话13900000001。"
    case = answer(case, text=told, end_state="solved", by=lane.volunteer, at=hours(5))
    (sheet,) = printed(asked(office, lane, number=case.number))
    assert not [one for one in ("陈晓", "13900000001", "501", "王师傅", "看不清") if one in sheet]
    assert "换了灯头" in sheet


def test_each_sheet_leaves_a_trace(lane: Lane, office: Client, waiting: Case) -> None:
    asked(office, lane)
    trace = Trace.objects.get(name="case.asked_on_paper")
    assert (trace.record_id, trace.post_id) == (waiting.pk, lane.post("liaison").pk)


def test_the_unit_that_did_the_work_prints_and_keys_in_none(lane: Lane, enter: Enter) -> None:
    case = claim(lane.bring(lane.case(), "offered"), by=lane.secretary, at=hours(2))
    case = answer(case, text="办好了。", end_state="solved", by=lane.secretary, at=hours(2.5))
    client = enter("secretary")
    response = asked(client, lane)
    assert response.status_code == 422 and "另一个单位" in response.content.decode()
    assert scanned(client, case).status_code == 409
    assert not Rating.objects.exists() and not Trace.objects.filter(name="case.asked_on_paper").exists()


def test_where_nothing_waits_it_says_so(lane: Lane, office: Client) -> None:
    response = asked(office, lane)
    assert response.status_code == 422 and "没有等评价的" in response.content.decode()


@pytest.mark.parametrize("area", ["0", "abc", ""])
def test_an_area_that_is_none_of_hers_is_not_taken(office: Client, area: str) -> None:
    assert office.post(FORMS, {"area": area}).status_code == 422


def test_a_paper_is_found_by_its_picture_or_its_number(lane: Lane, office: Client, waiting: Case) -> None:
    token = token_for(waiting, Sent.PAPER)
    for code in (link(waiting), token, token.lower(), waiting.number, waiting.number.replace("-", "")):
        assert waiting.title in office.get(KEYED, {"code": code}).content.decode(), code


@pytest.mark.parametrize(
    "code", ["x", "2603-ZZZZZZ", "http://testserver/j/2603ZZZZZZ0000000000000000/", "×" * 400]
)
def test_what_is_no_paper_of_ours_is_not_found(office: Client, waiting: Case, code: str) -> None:
    response = office.get(KEYED, {"code": code})
    assert response.status_code == 404 and "不是我们的单子" in response.content.decode()


def test_the_link_of_a_message_is_no_paper(office: Client, waiting: Case) -> None:
    assert paper_behind(token_for(waiting, Sent.NOTICE)) is None


def test_a_neighbour_s_office_finds_none_of_ours(lane: Lane, enter: Enter, waiting: Case) -> None:
    client = enter("neighbour")
    assert client.get(KEYED, {"code": link(waiting)}).status_code == 404
    assert scanned(client, waiting).status_code == 404
    assert asked(client, lane, "other_village", waiting.number).status_code == 422


def test_what_stands_on_the_paper_is_written_down_with_its_day(
    lane: Lane, office: Client, waiting: Case
) -> None:
    response = scanned(office, waiting, verdict="partly", words="还差一盏")
    assert (response.status_code, response.url) == (302, KEYED)
    rating = Rating.objects.get(case=waiting)
    assert (rating.verdict, rating.via, rating.words, str(rating.said_on)) == (
        "partly",
        "paper",
        "还差一盏",
        "2026-03-02",
    )
    assert waiting.number in office.get(KEYED).content.decode()


@pytest.mark.parametrize("day", ["", "2026-02-01", "2026-03-20"])
def test_a_day_that_cannot_be_keeps_what_was_typed(office: Client, waiting: Case, day: str) -> None:
    response = scanned(office, waiting, words="还差一盏", said_on=day)
    assert response.status_code == 409 and "还差一盏" in response.content.decode()
    assert not Rating.objects.exists()


def test_the_same_paper_is_entered_once(office: Client, waiting: Case) -> None:
    scanned(office, waiting, verdict="solved")
    assert "已经记下：解决了" in office.get(KEYED, {"code": link(waiting)}).content.decode()
    assert scanned(office, waiting, verdict="unsolved").status_code == 409
    assert Rating.objects.get(case=waiting).verdict == "solved"


def test_she_may_scan_it_herself_and_then_the_desk_enters_nothing(office: Client, waiting: Case) -> None:
    path = link(waiting).removeprefix("http://testserver")
    assert Client().post(path, {"verdict": "solved"}).status_code == 302
    assert Rating.objects.get(case=waiting).via == "link"
    assert "已经记下" in office.get(KEYED, {"code": link(waiting)}).content.decode()


def test_a_paper_about_an_earlier_answer_says_nothing_of_the_newest(
    lane: Lane, office: Client, waiting: Case
) -> None:
    old = link(waiting)
    case = rate(waiting, verdict="solved", by=lane.resident(waiting), at=hours(6))
    case = reopen(case, reason="又坏了", by=lane.resident(case), at=hours(7))
    case = claim(offer(case, by=lane.secretary, at=hours(8)), by=lane.helper, at=hours(8))
    case = answer(case, text="换了整条线路。", end_state="solved", by=lane.helper, at=hours(9))
    assert "更早的答复" in office.get(KEYED, {"code": old}).content.decode()
    sent = {"code": old, "via": "paper", "verdict": "solved", "said_on": "2026-03-02", "key": "k"}
    assert office.post(KEYED, sent).status_code == 409
    assert Rating.objects.filter(case=case, round=2).count() == 0


def test_the_list_leads_to_both(lane: Lane, office: Client, waiting: Case) -> None:
    page = office.get("/console/callbacks/").content.decode()
    assert FORMS in page and KEYED in page
    assert (
        f"{FORMS}?number={waiting.number}" in office.get(f"/console/cases/{waiting.number}/").content.decode()
    )
