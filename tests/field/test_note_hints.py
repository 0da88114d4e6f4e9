"""While noting: the questions of what it is about, and the cases that may be the same one. Never in the way."""

from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case, Detail, Voice
from linli.kit.models import Trace
from tests.field.test_note import note
from tests.lane import Lane

Enter = Callable[[str], Client]
LAMPS = "村口的路灯坏了，晚上看不清路。"


def test_typed_words_are_written_down_at_once_though_questions_might_be_asked(
    lane: Lane, enter: Enter
) -> None:
    assert enter("worker").post("/field/note/", note(lane, words=LAMPS)).status_code == 302
    assert Case.objects.get().category == ""


def test_a_phrase_with_questions_shows_them_once_and_is_written_down_with_what_was_answered(
    lane: Lane, enter: Enter
) -> None:
    client = enter("worker")
    page = client.post("/field/note/", note(lane, phrase="04.lamp"))
    assert page.status_code == 200 and "灯杆上的编号是多少？" in page.content.decode()
    assert not Case.objects.exists()
    client.post("/field/note/", note(lane, category="04.lamp", asked="04.lamp", **{"q-pole": "A-017"}))
    assert Case.objects.get().category == "04.lamp"
    assert dict(Detail.objects.values_list("key", "answer")) == {"pole": "A-017"}


def test_looking_shows_the_questions_of_what_is_likely_and_keeps_nothing(lane: Lane, enter: Enter) -> None:
    page = enter("worker").post("/field/note/", note(lane, words=LAMPS, look="1"))
    html = page.content.decode()
    assert page.status_code == 200 and LAMPS in html and "灯杆上的编号是多少？" in html
    assert not Case.objects.exists()


def test_whoever_answers_the_questions_says_what_it_is_about(lane: Lane, enter: Enter) -> None:
    sent = note(lane, words=LAMPS, asked="04.lamp", **{"q-pole": "A-017"})
    enter("worker").post("/field/note/", sent)
    assert (Case.objects.get().category, Detail.objects.get().answer) == ("04.lamp", "A-017")


def test_an_answer_that_does_not_fit_is_told_and_nothing_is_lost(lane: Lane, enter: Enter) -> None:
    answers = {"q-pole": "A-017", "q-count": "很多"}
    page = enter("worker").post("/field/note/", note(lane, category="04.lamp", asked="04.lamp", **answers))
    html = page.content.decode()
    assert page.status_code == 409 and 'href="#id_q-count"' in html and "A-017" in html
    assert not Case.objects.exists()


def test_an_answer_of_danger_shows_the_number_to_call_first(lane: Lane, enter: Enter) -> None:
    sent = note(lane, words="3栋的电梯停在四楼。", category="06.lift", asked="06.lift", **{"q-stuck": "yes"})
    page = enter("worker").post("/field/note/", sent)
    assert page.status_code == 409 and 'href="tel:119"' in page.content.decode()


def test_one_tap_adds_what_was_said_to_the_case_that_is_open_already(lane: Lane, enter: Enter) -> None:
    lamps, client = lane.bring(lane.case(), "offered"), enter("worker")
    page = client.post("/field/note/", note(lane, words=LAMPS, look="1"))
    assert f'name="same" value="{lamps.number}"' in page.content.decode()
    sent = note(lane, words=LAMPS, place_words="老樟树旁", same=lamps.number, channel="visit")
    places = {client.post("/field/note/", sent)["Location"] for _ in range(2)}
    assert places == {f"/field/cases/{lamps.number}/?noted=1"}
    assert Case.objects.get() == lamps
    assert (Voice.objects.get().case, Voice.objects.get().channel) == (lamps, "visit")
    assert Trace.objects.get(name="case.joined").said.words == f"{LAMPS}\n老樟树旁"


def test_a_case_out_of_sight_is_neither_told_nor_joined(lane: Lane, enter: Enter) -> None:
    hidden, client = lane.case(area=lane.areas["other_village"]), enter("worker")
    page = client.post("/field/note/", note(lane, words=LAMPS, look="1"))
    assert hidden.number not in page.content.decode()
    assert client.post("/field/note/", note(lane, words=LAMPS, same=hidden.number)).status_code == 404
    assert not Voice.objects.exists()


def test_her_own_note_is_shown_but_not_joined_again_and_the_words_stay(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    client.post("/field/note/", note(lane, words=LAMPS))
    own = Case.objects.get()
    html = client.post("/field/note/", note(lane, words=LAMPS, key="n-2", look="1")).content.decode()
    assert f"/field/cases/{own.number}/" in html and 'name="same"' not in html
    refused = client.post("/field/note/", note(lane, words=LAMPS, key="n-2", same=own.number))
    assert refused.status_code == 409 and LAMPS in refused.content.decode()
