"""The link in a notice: one page, one question, one word; and nothing for every other link."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases.actions.closing import rate, reopen, verify
from linli.cases.actions.dispatch import claim, offer
from linli.cases.actions.handling import answer
from linli.cases.actions.intake import Speaker
from linli.cases.actions.linking import merge
from linli.cases.models import Case, Rating
from linli.cases.verdict_links import Sent, opened, token_for
from linli.kit.answer import Refused
from linli.kit.models import Tally, Trace
from linli.people.keyring import keyring
from tests.lane import Lane, hours

GONE = "这个链接现在打不开了"


@pytest.fixture
def answered(lane: Lane) -> Case:
    speaker = Speaker(name="陈晓", phone="13900000001", room="3栋501", way="message")
    return lane.bring(lane.case(speaker=speaker), "answered")


@pytest.fixture
def link(answered: Case) -> str:
    return address(answered)


def address(case: Case, sent: Sent = Sent.NOTICE) -> str:
    return f"/j/{token_for(case, sent)}/"


def say(client: Client, link: str, verdict: str = "solved", words: str = "") -> Any:
    return client.post(link, {"verdict": verdict, "words": words})


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_link_opens_the_answer_and_three_buttons_without_signing_in(portal: Client, link: str) -> None:
    page = portal.get(link).content.decode()
    assert "三盏灯都换了新灯头" in page and "村口路灯不亮" in page
    assert [f'value="{one}"' in page for one in ("solved", "partly", "unsolved")] == [True] * 3
    assert len(link) == len("/j//") + 26


def test_it_opens_nothing_but_this_page(portal: Client, link: str, answered: Case) -> None:
    portal.get(link)
    say(portal, link)
    assert "case_keys" not in portal.session
    assert "看不清路" not in portal.get(f"/c/{answered.number}/").content.decode()
    for route in ("receipt/", "add/", "urge/", "withdraw/", "verdict/"):
        assert portal.post(f"/c/{answered.number}/{route}").status_code in {404, 405}


def test_nothing_on_the_page_leads_to_a_person(portal: Client, lane: Lane) -> None:
    speaker = Speaker(name="陈晓", phone="13900000001", room="3栋501", way="message")
    case = lane.bring(lane.case("我家在3栋501，灯坏了。", speaker=speaker), "working")
    told = "王师傅到3栋2单元501室换了灯头，联系人陈晓，电话13900000001。"
    case = answer(case, text=told, end_state="solved", by=lane.volunteer, at=hours(5))
    Case.objects.filter(pk=case.pk).update(title="3栋2单元501室灯坏了")
    page = text(portal.get(address(case)))
    assert not [
        one for one in ("陈晓", "13900000001", "501", "王师傅", case.alias or "·无·", "我家") if one in page
    ]
    assert "换了灯头" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_it_changes_nothing_however_often_scanners_do(
    portal: Client, link: str, answered: Case, method: str
) -> None:
    before = (Case.objects.get(pk=answered.pk).version, Trace.objects.count(), Tally.objects.count())
    for url in (link, link[:-3] + "/", f"{link}?verdict=solved"):
        with CaptureQueriesContext(connection) as seen:
            getattr(portal, method)(url)
        assert not [one["sql"] for one in seen if not one["sql"].lstrip().upper().startswith("SELECT")]
    after = (Case.objects.get(pk=answered.pk).version, Trace.objects.count(), Tally.objects.count())
    assert before == after and not Rating.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "stage", "shown"),
    [
        ("solved", "closed", "您说“解决了”"),
        ("partly", "closed", "您说“部分解决”"),
        ("unsolved", "triaged", "您说“没解决”"),
    ],
)
def test_her_word_counts_and_stands_there_afterwards(
    portal: Client, link: str, answered: Case, verdict: str, stage: str, shown: str
) -> None:
    response = say(portal, link, verdict, "灯又灭了一盏")
    assert (response.status_code, response.url) == (302, link)
    rating = Rating.objects.get(case=answered)
    assert (rating.verdict, rating.via, rating.words) == (verdict, "link", "灯又灭了一盏")
    assert Case.objects.get(pk=answered.pk).stage == stage
    page = text(Client().get(link))
    assert shown in page and "灯又灭了一盏" in page and "value=" not in page


def test_the_record_knows_no_account_behind_a_link(lane: Lane, link: str, answered: Case) -> None:
    client = Client()
    client.force_login(lane.accounts["neighbour"])
    assert say(client, link).status_code == 302
    trace = Trace.objects.get(name="case.rated", record_id=answered.pk)
    assert (trace.account_id, trace.post_id) == (None, None)


def test_it_counts_once(portal: Client, link: str, answered: Case) -> None:
    say(portal, link, "solved")
    again = say(portal, link, "unsolved")
    assert (again.status_code, again.url) == (302, link)
    assert list(Rating.objects.values_list("verdict", flat=True)) == ["solved"]
    assert "您说“解决了”" in text(portal.get(link))


def test_what_she_said_to_a_caller_stands_there_too(
    portal: Client, lane: Lane, link: str, answered: Case
) -> None:
    verify(answered, verdict="partly", words="", by=lane.liaison, at=hours(6))
    assert "您说“部分解决”" in text(portal.get(link))
    say(portal, link, "unsolved")
    assert Rating.objects.get(case=answered).verdict == "partly"


def test_without_a_button_it_asks_again_and_keeps_the_words(portal: Client, link: str) -> None:
    response = portal.post(link, {"words": "还差一盏"})
    assert response.status_code == 422 and "还差一盏" in response.content.decode()
    assert portal.post(link, {"verdict": "perfect"}).status_code == 422
    assert not Rating.objects.exists()


def until(case: Case) -> datetime:
    found = opened(token_for(case, Sent.NOTICE), hours(10))
    assert found is not None and found.ends_at is not None
    return found.ends_at


def test_it_ends_with_the_window(portal: Client, link: str, answered: Case) -> None:
    end = until(answered)
    for moment, status in ((end, 200), (end.replace(microsecond=1), 404)):
        with time_machine.travel(moment, tick=False):
            assert portal.get(link).status_code == status
    with time_machine.travel(end.replace(microsecond=1), tick=False):
        assert say(portal, link).status_code == 404
    assert not Rating.objects.exists()


def test_opening_it_again_ends_the_link_and_a_new_answer_has_its_own(
    portal: Client, lane: Lane, link: str, answered: Case
) -> None:
    case = rate(answered, verdict="solved", by=lane.resident(answered), at=hours(6))
    case = reopen(case, reason="又坏了", by=lane.resident(case), at=hours(7))
    assert (portal.get(link).status_code, say(portal, link).status_code) == (404, 404)
    case = claim(offer(case, by=lane.secretary, at=hours(8)), by=lane.helper, at=hours(8))
    case = answer(case, text="换了整条线路。", end_state="solved", by=lane.helper, at=hours(9))
    assert portal.get(link).status_code == 404
    assert "整条线路" in portal.get(address(case)).content.decode()
    assert address(case) != link


def test_her_unsolved_stays_to_be_read_and_says_nothing_of_the_next_answer(
    portal: Client, lane: Lane, link: str, answered: Case
) -> None:
    say(portal, link, "unsolved", "没亮")
    case = Case.objects.get(pk=answered.pk)
    case = claim(offer(case, by=lane.secretary, at=hours(10)), by=lane.helper, at=hours(10))
    answer(case, text="换了整条线路。", end_state="solved", by=lane.helper, at=hours(10))
    page = text(portal.get(link))
    assert "您说“没解决”" in page and "整条线路" not in page
    say(portal, link, "solved")
    assert list(Rating.objects.values_list("verdict", flat=True)) == ["unsolved"]


def test_a_verdict_read_on_one_answer_is_not_taken_for_another(lane: Lane, answered: Case) -> None:
    with pytest.raises(Refused, match="最新"):
        rate(answered, verdict="solved", via="link", on_round=2, by=lane.resident(answered), at=hours(6))


Spoil = Callable[[Lane, Case], str]
WRONG: dict[str, Spoil] = {
    "cut short": lambda lane, case: address(case)[:-4] + "/",
    "one sign changed": lambda lane, case: (
        address(case)[:-2] + ("0" if address(case)[-2] != "0" else "1") + "/"
    ),
    "of another case": lambda lane, case: address(case)[:13] + address(other(lane))[13:],
    "of no number": lambda lane, case: "/j/2601ZZZZZZ" + address(case)[13:],
    "of no shape": lambda lane, case: "/j/就是这个/",
    "a receipt code": lambda lane, case: address(case)[:13] + "0" * 16 + "/",
    "not answered yet": lambda lane, case: address(lane.bring(lane.case(), "working")),
    "of a case that was merged": lambda lane, case: merged(lane),
    "of a case that was taken back": lambda lane, case: address(taken_back(lane)),
    "of a person who is not hers any more": lambda lane, case: to_somebody_else(case),
}


def other(lane: Lane) -> Case:
    return lane.bring(lane.case(), "answered")


def merged(lane: Lane) -> str:
    case = lane.bring(lane.case(), "working")
    merge(case, into=lane.bring(lane.case(), "working"), by=lane.secretary, at=hours(6))
    return address(case)


def taken_back(lane: Lane) -> Case:
    from linli.cases.actions.closing import withdraw

    case = other(lane)
    return withdraw(case, by=lane.resident(case), at=hours(6))


def to_somebody_else(case: Case) -> str:
    link = address(case)
    Case.objects.filter(pk=case.pk).update(contact=None)
    return link


@pytest.mark.parametrize("wrong", WRONG)
def test_every_link_that_opens_nothing_gets_the_same_page(
    portal: Client, lane: Lane, answered: Case, wrong: str
) -> None:
    link, first = WRONG[wrong](lane, answered), portal.get("/j/nothing/")
    for response in (portal.get(link), say(portal, link)):
        assert response.status_code == first.status_code == 404
        assert shape(response, link) == shape(first, "/j/nothing/")
        assert GONE in response.content.decode()
    assert not Rating.objects.exists()


def shape(response: Any, link: str) -> tuple[str, list[str]]:
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'name="next" value="[^"]*"', "", html), sorted(response.headers)


def test_a_link_of_before_the_keys_were_renewed_still_opens(
    portal: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = keyring()
    fresh = replace(ring.keys[0], id="new", lookup=b"n" * 32)
    monkeypatch.setattr("linli.cases.verdict_links.keyring", lambda: replace(ring, keys=(fresh, *ring.keys)))
    assert portal.get(link).status_code == 200
    monkeypatch.setattr("linli.cases.verdict_links.keyring", lambda: replace(ring, keys=(fresh,)))
    assert portal.get(link).status_code == 404


@pytest.mark.parametrize("who", ["volunteer", "helper"])
def test_the_unit_that_did_the_work_does_not_judge_it_while_signed_in(
    lane: Lane, link: str, answered: Case, who: str
) -> None:
    client = Client()
    client.force_login(lane.accounts[who])
    assert "办的单位" in text(client.get(link))
    assert say(client, link).status_code == 409
    assert not Rating.objects.exists()
    assert say(Client(), link).status_code == 302


def test_the_page_is_kept_by_nobody_on_the_way(portal: Client, link: str) -> None:
    headers = portal.get(link).headers
    assert headers["Cache-Control"] == "no-store" and "noindex" in headers["X-Robots-Tag"]
