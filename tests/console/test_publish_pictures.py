"""The office chooses pictures for the board, one by one."""

import pytest

from linli.cases.actions.intake import CleanPicture, reply
from linli.cases.models import Case, Picture, PublicPicture
from tests.console.conftest import Enter, address, send
from tests.lane import Lane, hours

TEXT = {"title": "灯亮了", "problem": "灯不亮。", "result": "换了灯头。"}
LAMP, DARK = "a" * 64, "b" * 64


@pytest.fixture
def closed(lane: Lane) -> Case:
    case = lane.case()
    pictures = (CleanPicture(LAMP, 40, 30), CleanPicture(DARK, 40, 30))
    reply(case, "看图。", by=lane.resident(case), at=hours(0.5), pictures=pictures)
    return lane.bring(case, "closed")


def test_only_the_ticked_ones_are_shown_with_their_captions(enter: Enter, closed: Case) -> None:
    chosen = {f"show-{LAMP}": "on", f"words-{LAMP}": "灯头换新", f"words-{DARK}": "没有勾选"}
    assert send(enter("secretary"), closed, "publish", **TEXT, **chosen).status_code == 302
    assert list(PublicPicture.objects.values_list("picture__digest", "words")) == [(LAMP, "灯头换新")]


def test_opened_again_the_form_shows_what_stands_there(enter: Enter, closed: Case) -> None:
    client = enter("secretary")
    send(client, closed, "publish", **TEXT, **{f"show-{LAMP}": "on", f"words-{LAMP}": "灯头换新"})
    html = client.get(address(closed, "publish")).content.decode()
    lamp, dark = (Picture.objects.get(digest=digest).pk for digest in (LAMP, DARK))
    assert "灯头换新" in html
    assert f'id="publish-show-{lamp}" checked' in html
    assert f'id="publish-show-{dark}" checked' not in html


def test_a_refused_form_keeps_ticks_and_captions(enter: Enter, closed: Case) -> None:
    chosen = {f"show-{DARK}": "on", f"words-{DARK}": "打 13900001234"}
    answer = send(enter("secretary"), closed, "publish", **TEXT, **chosen)
    assert answer.status_code == 409
    dark = Picture.objects.get(digest=DARK).pk
    html = answer.content.decode()
    assert f'id="publish-show-{dark}" checked' in html
    assert "打 13900001234" in html
    assert not PublicPicture.objects.exists()


def test_what_may_lead_to_a_person_is_named_beside_the_form(enter: Enter, lane: Lane) -> None:
    case = lane.bring(lane.case(words="王大爷家门口的灯不亮，电话 13900001234。"), "closed")
    html = enter("secretary").get(address(case, "publish")).content.decode()
    assert "<mark>13900001234</mark>" in html
