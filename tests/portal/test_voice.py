"""A voice note from the first page to the case, in replies, played back only to those who may hear it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases.models import Case, Message, Sound
from tests.console.conftest import enter  # noqa: F401
from tests.portal.conftest import HOME, hidden, open_with_code
from tests.portal.test_raise import TestDanger, say, send
from tests.world import spoken


def voice(seconds: float = 2) -> SimpleUploadedFile:
    return SimpleUploadedFile("voice", spoken(seconds), "audio/webm")


@pytest.fixture
def case(portal: Client) -> Case:
    page = portal.post(f"{HOME}say/", {"voice": voice()})
    assert "2 秒语音" in page.content.decode()
    send(portal, page, "")
    return Case.objects.get()


def test_a_voice_without_a_word_becomes_a_case(portal: Client, case: Case) -> None:
    assert (case.words.text, case.sounds.get().seconds) == ("", 2)
    html = portal.get(f"/c/{case.number}/").content.decode()
    assert "<audio controls" in html and "还没有人记成文字" in html


def test_the_number_to_call_stands_beside_the_recorder(portal: Client) -> None:
    for html in (portal.get(HOME), portal.post(f"{HOME}say/", {"voice": voice()})):
        assert 'href="tel:119"' in html.content.decode() and 'href="tel:120"' in html.content.decode()


def test_neither_words_nor_voice_is_asked_for_again(portal: Client) -> None:
    for page in (portal.post(f"{HOME}say/", {}), send(portal, say(portal), "")):
        assert page.status_code == 200 and "请用几句话说说" in page.content.decode()
    assert Case.objects.count() == 0


def test_what_is_no_recording_is_named_and_the_words_stay(portal: Client) -> None:
    page = portal.post(f"{HOME}say/", {"words": "灯坏了", "voice": SimpleUploadedFile("voice", b"x")})
    html = page.content.decode()
    assert "id_voice-error" in html and "灯坏了" in html and "id_category" not in html


def test_a_voice_travels_through_the_page_of_danger(portal: Client) -> None:
    danger = portal.post(f"{HOME}say/", {"words": TestDanger.FIRE, "voice": voice()})
    kept = {**hidden(danger.content.decode()), "words": TestDanger.FIRE, "calm": "on"}
    send(portal, portal.post(f"{HOME}say/", kept), TestDanger.FIRE)
    assert Sound.objects.count() == 1


def test_a_reply_may_be_spoken(portal: Client, case: Case) -> None:
    key = {"key": "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01"}
    assert portal.post(f"/c/{case.number}/add/", {**key, "text": ""}).status_code == 200
    assert portal.post(f"/c/{case.number}/add/", {**key, "text": "", "voice": voice(1)}).status_code == 302
    assert Message.objects.get().sounds.get().seconds == 1


def test_it_is_handed_out_in_parts_under_a_fixed_type(portal: Client, case: Case) -> None:
    address = f"/c/{case.number}/sound/{case.sounds.get().digest}/"
    whole = portal.get(address)
    content = whole.content
    assert (whole["Content-Type"], whole["X-Content-Type-Options"]) == ("audio/mp4", "nosniff")
    asked = {"bytes=0-1": content[:2], "bytes=10-": content[10:], "bytes=-5": content[-5:]}
    for span, part in asked.items():
        answer = portal.get(address, headers={"Range": span})
        assert (answer.status_code, answer.content) == (206, part)
    assert portal.get(address, headers={"Range": "bytes=0-1"})["Content-Range"] == f"bytes 0-1/{len(content)}"
    assert portal.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert portal.get(address, headers={"Range": "lines=1-2"}).status_code == 200


def test_nobody_else_hears_it(portal: Client, case: Case, enter) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    digest = case.sounds.get().digest
    assert Client().get(f"/c/{case.number}/sound/{digest}/").status_code == 404
    assert portal.get(f"/c/{case.number}/sound/{'0' * 64}/").status_code == 404
    assert enter("neighbour").get(f"/console/cases/{case.number}/sound/{digest}/").status_code == 404
    assert enter("dispatcher").get(f"/console/cases/{case.number}/sound/{digest}/").status_code == 200


def test_the_office_writes_down_what_it_hears(portal: Client, case: Case, enter) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    office, sound = enter("dispatcher"), case.sounds.get()
    page = office.get(f"/console/cases/{case.number}/").content.decode()
    assert "把听到的记下来" in page and "<audio controls" in page
    written = f"/console/cases/{case.number}/sound/{sound.digest}/written/"
    assert office.post(written, {"text": "村口的灯坏了。"}).status_code == 302
    assert "村口的灯坏了。" in portal.get(f"/c/{case.number}/").content.decode()
    fresh = Client()
    open_with_code(fresh, case)
    assert "工作人员听写" in fresh.get(f"/c/{case.number}/").content.decode()
