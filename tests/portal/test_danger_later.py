"""Danger in a later word of a resident: the number to call comes first, and nothing that she typed or chose is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from time_machine import travel

from linli.cases.actions.intake import reply
from linli.cases.models import Case, Message, Picture, Rating, Urge
from linli.cases.verdict_links import Sent, token_for
from tests.lane import Lane, hours
from tests.portal.conftest import open_with_code

SMELL = "楼道里有很浓的煤气味，请快来人！"
KEY = "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01"
STOPPED, CALL = "请马上打电话", 'href="tel:119"'
WARNED = "后来的留言提到危险"

Photo = Callable[[], SimpleUploadedFile]


def opened(portal: Client, case: Case) -> Case:
    open_with_code(portal, case)
    return case


def sent(portal: Client, case: Case, act: str, **said: Any) -> str:
    with travel(hours(10.5), tick=False):
        return portal.post(f"/c/{case.number}/{act}/", said, follow=True).content.decode()


def plain(html: str) -> str:
    """Without the marks that say where a heading may break."""
    return re.sub(r"<[^>]+>|\s", "", html)


def stops(html: str, form_id: str) -> bool:
    button = re.search(r'<button[^>]*name="calm"[^>]*>', html)
    return (
        STOPPED in plain(html)
        and "没有人有危险，继续发送" in html
        and CALL in html
        and SMELL in html
        and button is not None
        and f'form="{form_id}"' in button[0]
    )


def test_a_message_that_tells_of_danger_shows_the_number_and_is_kept(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.case())
    html = sent(portal, case, "add", text=SMELL, key=KEY)
    assert stops(html, "add") and 'id="add"' in html
    assert not Message.objects.exists()
    sent(portal, case, "add", text=SMELL, key=KEY, calm="on")
    assert Message.objects.get().text == SMELL


def test_pictures_of_a_message_that_was_stopped_come_with_it_afterwards(
    portal: Client, lane: Lane, photo: Photo
) -> None:
    case = opened(portal, lane.case())
    html = sent(portal, case, "add", text=SMELL, key=KEY, pictures=photo())
    assert not Picture.objects.exists() and "选好的照片和语音还在" in html
    parcel = re.search(r'name="parcel" value="([^"]+)"', html)
    assert parcel is not None
    sent(portal, case, "add", text=SMELL, key=KEY, calm="on", parcel=parcel[1])
    assert Picture.objects.filter(case=case).count() == 1


def test_a_question_how_things_stand_is_stopped_too(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.bring(lane.case(), "offered"))
    assert stops(sent(portal, case, "urge", words=SMELL, key=KEY), "remind")
    assert not Urge.objects.exists()
    sent(portal, case, "urge", words=SMELL, key=KEY, calm="on")
    assert Urge.objects.count() == 1


def test_a_verdict_is_stopped_too_and_keeps_which_button_was_pressed(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.bring(lane.case(), "answered"))
    html = sent(portal, case, "verdict", verdict="unsolved", words=SMELL)
    assert stops(html, "judge") and re.search(r'type="hidden" name="verdict" value="unsolved"', html)
    assert not Rating.objects.exists()
    sent(portal, case, "verdict", verdict="unsolved", words=SMELL, calm="on")
    assert Rating.objects.get().verdict == "unsolved"


def test_taking_it_up_again_is_stopped_too(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.bring(lane.case(), "closed"))
    assert stops(sent(portal, case, "reopen", reason=SMELL), "reopening")
    case.refresh_from_db()
    assert not case.is_open
    sent(portal, case, "reopen", reason=SMELL, calm="on")
    case.refresh_from_db()
    assert case.is_open


def test_the_link_of_a_notice_stops_too(portal: Client, lane: Lane) -> None:
    link = f"/j/{token_for(lane.bring(lane.case(), 'answered'), Sent.NOTICE)}/"
    html = portal.post(link, {"verdict": "partly", "words": SMELL}).content.decode()
    assert stops(html, "judge") and not Rating.objects.exists()
    portal.post(link, {"verdict": "partly", "words": SMELL, "calm": "on"})
    assert Rating.objects.get().verdict == "partly"


@pytest.mark.parametrize("text", ["灯又不亮了。", "谢谢，已经修好。"])
def test_words_without_danger_go_through_at_once(portal: Client, lane: Lane, text: str) -> None:
    case = opened(portal, lane.case())
    assert STOPPED not in plain(sent(portal, case, "add", text=text, key=KEY))
    assert Message.objects.get().text == text


def test_the_office_reads_beside_the_case_that_a_later_message_tells_of_danger(
    portal: Client, lane: Lane
) -> None:
    case = opened(portal, lane.case())
    sent(portal, case, "add", text=SMELL, key=KEY, calm="on")
    office = Client()
    office.force_login(lane.accounts["secretary"])
    with travel(hours(11), tick=False):
        assert WARNED in office.get(f"/console/cases/{case.number}/").content.decode()


def test_an_answer_of_the_office_ends_the_warning(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.case())
    sent(portal, case, "add", text=SMELL, key=KEY, calm="on")
    reply(case, "已通知燃气公司上门。", by=lane.secretary, at=hours(11))
    office = Client()
    office.force_login(lane.accounts["secretary"])
    with travel(hours(12), tick=False):
        assert WARNED not in office.get(f"/console/cases/{case.number}/").content.decode()


def test_the_worker_who_has_it_reads_the_warning(portal: Client, lane: Lane) -> None:
    case = opened(portal, lane.bring(lane.case(), "working"))
    sent(portal, case, "add", text=SMELL, key=KEY, calm="on")
    worker = Client()
    worker.force_login(lane.accounts["volunteer"])
    with travel(hours(11), tick=False):
        assert WARNED in worker.get(f"/field/cases/{case.number}/").content.decode()
