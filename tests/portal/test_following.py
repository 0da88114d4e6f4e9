"""Following a case or an area: confirmed first, told of public things alone, ended by one tap, known to no office."""

import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from linli.cases.actions.listing import enlist
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Publication
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.notices.actions.following import drop_unconfirmed
from linli.notices.follow import tell_those_who_follow
from linli.notices.jobs import send_notice
from linli.notices.models import Following, Notice, State
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

FOLLOW = f"{HOME}follow/"
ADDRESS = "guo@example.org"
TEXT = {"title": "村口灯亮了", "problem": "灯不亮。", "result": "换了灯头。"}


@pytest.fixture(autouse=True)
def mailing(settings: Any) -> None:
    settings.LINLI_MAIL_FROM = "linli@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def deliver() -> None:
    """What the worker does: every letter that waits."""
    for row in Notice.objects.filter(state=State.WAITING):
        send_notice.func(row.pk, row.attempts)


def link_in(letter: Any, which: str) -> str:
    return re.search(rf"http://testserver(/follow/[^/]+/{which}/)", letter.body)[1]  # type: ignore[index]


def told_of(case: Case, name: str) -> None:
    row = Trace.objects.filter(record_id=case.pk, name=name).order_by("-pk").first()
    tell_those_who_follow.func(row.pk)
    deliver()


@pytest.fixture
def closed(lane: Lane) -> Case:
    return lane.bring(lane.case(words="没人审过的原话。"), "closed")


def follow(client: Client, query: str = "") -> str:
    """Ask, and confirm by the letter; the link that ends it."""
    assert client.post(f"{FOLLOW}{query}", {"mail": ADDRESS}).status_code == 200
    deliver()
    link = link_in(mail.outbox.pop(), "yes")
    assert client.post(link).status_code == 200
    return link.replace("/yes/", "/end/")


def test_before_the_address_says_yes_nothing_is_told(portal: Client, lane: Lane, closed: Case) -> None:
    portal.post(FOLLOW, {"mail": ADDRESS})
    deliver()
    assert portal.get(link_in(mail.outbox[0], "yes")).status_code == 200  # opening is not saying yes
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    told_of(closed, "case.published")
    assert len(mail.outbox) == 1


def test_the_link_opened_again_says_how_it_stands_and_offers_the_way_out(portal: Client, lane: Lane) -> None:
    portal.post(FOLLOW, {"mail": ADDRESS})
    deliver()
    link = link_in(mail.outbox.pop(), "yes")
    assert "是，请告诉我" in portal.get(link).content.decode()
    portal.post(link)
    again = portal.get(link).content.decode()
    assert "是，请告诉我" not in again and link.replace("/yes/", "/end/") in again
    portal.post(link.replace("/yes/", "/end/"))
    assert "是，请告诉我" not in portal.get(link).content.decode()


def test_a_half_address_is_named_in_plain_words(portal: Client, lane: Lane) -> None:
    html = portal.post(FOLLOW, {"mail": "guo"}).content.decode()
    assert "邮箱没有写完整" in html and "Email" not in html and 'value="guo"' in html


def test_a_follower_of_an_area_hears_of_a_result_in_its_reviewed_words(
    portal: Client, lane: Lane, closed: Case
) -> None:
    follow(portal, "?area=360982005201")
    row = publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    told_of(closed, "case.published")
    (letter,) = mail.outbox
    assert f"http://testserver{HOME}board/{row.pk}/" in letter.body
    assert TEXT["title"] in letter.body
    assert not re.search(rf"没人审过|{closed.number}|店下", letter.body)
    assert letter.to == [ADDRESS]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_another_village_and_a_corrected_text_are_not_told(portal: Client, lane: Lane, closed: Case) -> None:
    follow(portal, "?area=360982005202")
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    told_of(closed, "case.published")
    assert mail.outbox == []
    follow(portal, "?area=360982005201")
    publish(closed, **TEXT, by=lane.secretary, at=hours(9))
    told_of(closed, "case.published")
    assert mail.outbox == []


def test_what_was_taken_off_before_the_letter_left_is_not_told(
    portal: Client, lane: Lane, closed: Case
) -> None:
    follow(portal)
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    row = Trace.objects.get(record_id=closed.pk, name="case.published")
    tell_those_who_follow.func(row.pk)
    unpublish(closed, reason="居民要求", by=lane.secretary, at=hours(9))
    deliver()
    assert mail.outbox == []


def test_told_twice_is_sent_once(portal: Client, lane: Lane, closed: Case) -> None:
    follow(portal)
    follow_area = Following.objects.count()
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    told_of(closed, "case.published")
    told_of(closed, "case.published")
    assert (len(mail.outbox), follow_area) == (1, 1)


def test_a_line_on_a_public_list_is_told(portal: Client, lane: Lane) -> None:
    follow(portal)
    case = lane.bring(lane.case(), "triaged")
    enlist(case, onto="needs", title="添路灯", wanted="添三盏。", by=lane.secretary, at=hours(9))
    told_of(case, "case.enlisted")
    (letter,) = mail.outbox
    assert "添路灯" in letter.body and f"{HOME}lists/needs/" in letter.body


def test_one_tap_ends_it_and_the_address_is_gone(portal: Client, lane: Lane, closed: Case) -> None:
    end = follow(portal)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(end).status_code == 200
    assert Following.objects.get().ended_at is None
    assert strict.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    row = Following.objects.get()
    assert (row.ended_at is not None, bool(row.mail), row.mail_key) == (True, False, None)
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    told_of(closed, "case.published")
    assert mail.outbox == []
    assert portal.post(end).status_code == 200


@pytest.mark.parametrize("which", ["yes", "end"])
def test_a_link_that_nobody_signed_leads_nowhere(portal: Client, which: str) -> None:
    assert portal.post(f"/follow/nonsense/{which}/").status_code == 404


def test_nobody_learns_whether_an_address_follows_already(portal: Client) -> None:
    first = portal.post(FOLLOW, {"mail": ADDRESS}).content
    follow(portal)
    mail.outbox.clear()
    again = portal.post(FOLLOW, {"mail": ADDRESS})
    assert "看看邮箱" in again.content.decode() and "看看邮箱" in first.decode()
    deliver()
    assert mail.outbox == []


def test_one_address_is_asked_three_times_a_day_at_most(portal: Client) -> None:
    for _each in range(6):
        portal.post(FOLLOW, {"mail": ADDRESS})
    deliver()
    assert len(mail.outbox) == 3
    assert Following.objects.count() == 1


def test_an_address_that_never_said_yes_is_forgotten(portal: Client) -> None:
    portal.post(FOLLOW, {"mail": ADDRESS})
    assert drop_unconfirmed(hours(30)) == 0
    assert drop_unconfirmed(hours(60)) == 1
    row = Following.objects.get()
    assert (bool(row.mail), row.mail_key) == (False, None)
    deliver()
    assert mail.outbox == []
    with time_machine.travel(hours(61)):
        from linli.notices.public import link

        assert portal.post(link(row, "follow-confirm").removeprefix("http://testserver")).status_code == 409


def test_the_address_lies_sealed(portal: Client) -> None:
    portal.post(FOLLOW, {"mail": ADDRESS})
    stored = Following.objects.values().get()
    assert ADDRESS not in str(stored)
    assert not any(ADDRESS in str(row) for row in Notice.objects.values())


def test_no_office_sees_who_follows(portal: Client, lane: Lane) -> None:
    follow(portal)
    for name in ("secretary", "dispatcher", "worker"):
        assert not Following.objects.visible_to(getattr(lane, name)).exists()
    assert Following.objects.visible_to(SYSTEM).count() == 1


def test_with_an_account_it_stands_in_the_list_without_a_letter(
    portal: Client, lane: Lane, closed: Case
) -> None:
    row = publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    portal.force_login(lane.accounts["neighbour"])
    assert portal.post(f"{FOLLOW}?result={row.pk}", {"account": "1"}).status_code == 302
    assert portal.post(f"{FOLLOW}?result={row.pk}", {"account": "1"}).status_code == 302
    assert Following.objects.get().case_id == closed.pk
    told_of(closed, "case.published")
    html = portal.get("/console/notices/").content.decode()
    assert TEXT["title"] in html
    assert closed.number not in html
    assert mail.outbox == []


def test_where_no_mail_is_set_up_the_page_says_so(portal: Client, settings: Any) -> None:
    settings.LINLI_MAIL_FROM = ""
    answer = portal.post(FOLLOW, {"mail": ADDRESS})
    assert (answer.status_code, Following.objects.count()) == (422, 0)
    assert "不发邮件" in answer.content.decode()


@pytest.mark.parametrize("address", ["", "nobody", "a@b"])
def test_what_is_no_address_is_answered_with_a_sentence(portal: Client, address: str) -> None:
    answer = portal.post(FOLLOW, {"mail": address})
    assert (answer.status_code, Following.objects.count()) == (422, 0)


@pytest.mark.parametrize("query", ["?area=nowhere", "?result=99999"])
def test_what_is_not_public_cannot_be_followed(portal: Client, query: str) -> None:
    assert portal.get(f"{FOLLOW}{query}").status_code == 404
    assert Publication.objects.count() == 0
