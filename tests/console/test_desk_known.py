"""At the desk: what is known already stands beside the form, and she may be taken in as one more voice."""

import re

import pytest
from django.test import Client

from linli.cases.models import Case, Voice
from linli.cases.receipts import code_for_voice
from linli.cases.serials import new_serial
from linli.kit.models import Trace
from linli.people.actions.contacts import opened_text
from tests.console.conftest import Enter
from tests.console.test_desk import DESK, filled
from tests.lane import Lane

SAID = "村口的路灯坏了，晚上看不清路。"


@pytest.fixture
def desk(enter: Enter) -> Client:
    return enter("secretary")


@pytest.mark.parametrize("address", [DESK, f"{DESK}hints/"])
def test_like_cases_stand_beside_the_form_before_anything_is_written_down(
    lane: Lane, desk: Client, address: str
) -> None:
    lamps, hidden = lane.case(), lane.case(area=lane.areas["other_village"])
    page = desk.post(address, filled(lane, words=SAID)).content.decode()
    assert f'name="same" value="{lamps.number}"' in page and hidden.number not in page
    assert Case.objects.count() == 2 and not Voice.objects.exists()


def test_she_is_taken_in_as_one_more_voice_with_number_and_code(lane: Lane, desk: Client) -> None:
    lamps = lane.case()
    named = {"name": "陈晓", "phone": "13812345678", "way": "phone", "agrees": "on"}
    sent = filled(lane, words=SAID, same=lamps.number, **{"q-pole": "A-017"}, **named)
    for _again in range(2):
        answer = desk.post(DESK, sent, follow=True)
    voice = Voice.objects.get()
    assert (voice.case, voice.channel, Case.objects.get()) == (lamps, "phone", lamps)
    assert opened_text(voice.contact, "name") == "陈晓"
    assert voice.number in answer.content.decode() and code_for_voice(voice) in answer.content.decode()
    told = Trace.objects.get(name="case.joined").said.words
    assert SAID in told and "店下组村口" in told and "A-017" in told and "陈晓" not in told


def test_a_case_out_of_sight_takes_nobody_in(lane: Lane, desk: Client) -> None:
    hidden = lane.case(area=lane.areas["other_village"])
    assert desk.post(DESK, filled(lane, words=SAID, same=hidden.number)).status_code == 404
    assert not Voice.objects.exists()


def test_a_paper_is_not_taken_in_for_its_serial_would_be_lost(lane: Lane, desk: Client) -> None:
    lamps = lane.case()
    page = desk.post(DESK, filled(lane, words=SAID, same=lamps.number, serial=new_serial()))
    assert page.status_code == 409 and SAID in page.content.decode() and "纸质表" in page.content.decode()
    assert not Voice.objects.exists()


def test_a_closed_case_takes_nobody_in_and_the_words_stay(lane: Lane, desk: Client) -> None:
    closed = lane.bring(lane.case(), "closed")
    page = desk.post(DESK, filled(lane, words=SAID, same=closed.number))
    assert page.status_code == 409 and SAID in page.content.decode()
    assert not Voice.objects.exists()


def test_enter_in_a_field_never_takes_her_in(lane: Lane, desk: Client) -> None:
    lane.case()
    for sent in ({}, {"words": " "}):
        form = desk.post(DESK, filled(lane, words=SAID) | sent).content.decode().partition("desk-form")[2]
        assert 'name="same"' not in re.findall(r'<button[^>]*type="submit"[^>]*>', form)[0]
