import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.cases.actions.intake import Speaker
from linli.cases.models import Answer, Case, Message, Pause, Picture
from tests.lane import Lane

Enter = Callable[[str], Client]


@pytest.fixture
def taken(lane: Lane) -> Case:
    return lane.bring(lane.case(), "taken")


def photo(name: str = "lamp.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def at(case: Case, act: str = "") -> str:
    return f"/field/cases/{case.number}/{act}"


def test_the_page_shows_words_place_deadline_and_what_to_do(lane: Lane, enter: Enter, taken: Case) -> None:
    Case.objects.filter(pk=taken.pk).update(lat=28.05, lon=115.54, place_words="村口老樟树旁")
    html = enter("volunteer").get(at(taken)).content.decode()
    for piece in (
        "村口的路灯坏了三盏",
        "geo:28.05,115.54",
        "村口老樟树旁",
        "开始办",
        "逐日说明",
        at(taken, "answer/"),
    ):
        assert piece in html, piece


def test_nothing_on_the_page_tells_who_the_resident_is(lane: Lane, enter: Enter) -> None:
    speaker = Speaker(name="罗无名", phone="13800138000", room="三单元 402", way="phone")
    case = lane.bring(lane.case(speaker=speaker), "taken")
    html = enter("volunteer").get(at(case)).content.decode()
    assert case.alias in html
    assert "罗无名" not in html and "13800138000" not in html and "三单元" not in html


def test_a_tap_starts_the_work(enter: Enter, taken: Case) -> None:
    assert enter("volunteer").post(at(taken, "start/")).status_code == 302
    taken.refresh_from_db()
    assert taken.stage == "working"


def test_who_does_not_hold_the_case_reads_why_she_cannot_start(enter: Enter, taken: Case) -> None:
    client = enter("helper")
    assert "这件事在别人手上" in client.get(at(taken)).content.decode()
    answer = client.post(at(taken, "start/"))
    assert answer.status_code == 409 and "这件事在别人手上" in answer.content.decode()
    taken.refresh_from_db()
    assert taken.stage == "taken"


def test_an_answer_with_its_end_and_a_photo_goes_to_the_resident(enter: Enter, taken: Case) -> None:
    client = enter("volunteer")
    said = {"text": "三盏灯都亮了。", "end_state": "solved", "key": "a-1", "version": taken.version}
    answer = client.post(at(taken, "answer/"), {**said, "pictures": photo()})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/field/"), answer.content.decode()
    taken.refresh_from_db()
    assert (taken.stage, Answer.objects.get(case=taken).end_state) == ("answered", "solved")
    picture = Picture.objects.get(case=taken)
    assert (picture.moment, picture.by_resident) == ("after", False)
    shown = client.get(at(taken, f"pictures/{picture.digest}/"))
    assert shown["Content-Type"] == "image/jpeg" and b"".join(shown)[:2] == b"\xff\xd8"


def test_an_answer_without_words_keeps_end_and_photo(enter: Enter, taken: Case) -> None:
    client = enter("volunteer")
    answer = client.post(at(taken, "answer/"), {"text": "", "end_state": "solved", "pictures": photo()})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form.errors.keys() == {"text"} and form["end_state"].value() == "solved"
    again = {"text": "亮了。", "end_state": "solved", "kept": form["kept"].value()}
    assert client.post(at(taken, "answer/"), again).status_code == 302
    assert Picture.objects.filter(case=taken).count() == 1


def test_pictures_that_nobody_sealed_are_not_taken_from_the_form(enter: Enter, taken: Case) -> None:
    said = {"text": "亮了。", "end_state": "solved", "kept": "forged:value"}
    assert enter("volunteer").post(at(taken, "answer/"), said).status_code == 302
    assert not Picture.objects.filter(case=taken).exists()


def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(enter: Enter, taken: Case) -> None:
    said = {"text": "三盏灯都亮了。", "end_state": "solved", "pictures": SimpleUploadedFile("x.jpg", b"MZ")}
    answer = enter("volunteer").post(at(taken, "answer/"), said)
    assert answer.status_code == 409
    assert "三盏灯都亮了。" in answer.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_to_an_older_state_shows_the_newer_one_and_keeps_the_words(
    enter: Enter, taken: Case
) -> None:
    said = {"text": "三盏灯都亮了。", "end_state": "solved", "version": taken.version - 1}
    answer = enter("volunteer").post(at(taken, "answer/"), said)
    assert answer.status_code == 409 and not Answer.objects.exists()
    html = answer.content.decode()
    assert "三盏灯都亮了。" in html and "有人改过" in html
    assert answer.context["form"]["version"].value() == taken.version


def test_the_clock_stands_with_a_reason_and_runs_again_by_a_tap(lane: Lane, enter: Enter) -> None:
    from linli.cases.actions.dispatch import accept, dispatch
    from tests.lane import hours

    case = dispatch(
        lane.bring(lane.case(), "triaged"), organisation=lane.office, by=lane.secretary, at=hours(1.5)
    )
    accept(case, by=lane.liaison, at=hours(2))
    client = enter("liaison")
    assert client.post(at(case, "suspend/"), {"reason": ""}).status_code == 409
    assert not Pause.objects.exists()
    assert client.post(at(case, "suspend/"), {"reason": "等灯头到货"}).status_code == 302
    assert "等灯头到货" in client.get(at(case)).content.decode()
    assert client.post(at(case, "resume/")).status_code == 302
    case.refresh_from_db()
    assert not case.paused


def test_a_case_is_given_back_with_a_reason(enter: Enter, taken: Case) -> None:
    client = enter("volunteer")
    assert client.post(at(taken, "release/"), {"reason": " "}).status_code == 409
    assert client.post(at(taken, "release/"), {"reason": "梯子不够长"}).status_code == 302
    taken.refresh_from_db()
    assert (taken.stage, taken.holder_post) == ("offered", None)


def test_a_sentence_reaches_the_resident_under_the_post(lane: Lane, enter: Enter, taken: Case) -> None:
    client = enter("volunteer")
    assert client.post(at(taken, "reply/"), {"text": "明天上午来修。", "key": "r-1"}).status_code == 302
    client.post(at(taken, "reply/"), {"text": "明天上午来修。", "key": "r-1"})
    message = Message.objects.get(case=taken)
    assert (message.side, message.post) == ("office", lane.post("volunteer"))
    assert "明天上午来修。" in client.get(at(taken)).content.decode()
    assert client.post(at(taken, "reply/"), {"text": ""}).status_code == 409


@pytest.mark.parametrize(
    "act", ["", "claim/", "start/", "answer/", "release/", "suspend/", "reply/", "pictures/00/"]
)
def test_a_case_of_another_village_is_not_there(enter: Enter, taken: Case, act: str) -> None:
    client = enter("neighbour")
    assert client.post(at(taken, act)).status_code in {404, 405}
    assert client.get(at(taken, act)).status_code in {404, 405}


def test_the_page_of_a_case_needs_a_fixed_number_of_queries(
    enter: Enter, taken: Case, django_assert_num_queries: Any
) -> None:
    client = enter("volunteer")
    client.get(at(taken))
    with django_assert_num_queries(13):  # three of them for when a claim goes back
        client.get(at(taken))


def test_the_answer_takes_a_quantity_and_needs_both_halves_of_it(
    lane: Lane, enter: Enter, taken: Case
) -> None:
    said = {"end_state": "solved", "text": "换好了三盏。"}
    half = enter("volunteer").post(at(taken, "answer/"), {**said, "quantity": "lamps"})
    assert half.status_code == 409 and "请写数量" in half.content.decode()
    enter("volunteer").post(at(taken, "answer/"), {**said, "quantity": "lamps", "amount": "3"})
    assert [str(one.amount) for one in taken.achieved.all()] == ["3.00"]
