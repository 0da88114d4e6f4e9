"""Before and after on the board: each picture by itself, and only what somebody looked at."""

import pytest

from linli.cases.actions.intake import CleanPicture, reply
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Picture, PublicPicture
from linli.kit.answer import Refused
from linli.kit.trace import traces_of
from tests.lane import Lane, hours

TEXT = {"title": "村口路灯修好了", "problem": "村口三盏路灯不亮。", "result": "换了三个灯头，当晚亮灯。"}
LAMP, DARK = "a" * 64, "b" * 64


@pytest.fixture
def closed(lane: Lane) -> Case:
    case = lane.case()
    pictures = (CleanPicture(LAMP, 40, 30), CleanPicture(DARK, 40, 30))
    reply(case, "看图。", by=lane.resident(case), at=hours(0.5), pictures=pictures)
    return lane.bring(case, "closed")


def standing() -> dict[str, str]:
    return dict(PublicPicture.objects.values_list("picture__digest", "words"))


def test_nothing_is_shown_that_nobody_chose(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    assert standing() == {}


def test_who_chose_a_picture_stands_in_the_trace(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, pictures={LAMP: "灯头换新"}, by=lane.secretary, at=hours(8))
    assert standing() == {LAMP: "灯头换新"}
    told = traces_of(closed).get(name="case.published")
    assert told.facts["pictures"] == [Picture.objects.get(digest=LAMP).pk]
    assert told.post_id == lane.post("secretary").pk


def test_publishing_again_shows_what_is_chosen_then(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, pictures={LAMP: "", DARK: ""}, by=lane.secretary, at=hours(8))
    publish(closed, **TEXT, pictures={DARK: "夜里"}, by=lane.secretary, at=hours(9))
    assert standing() == {DARK: "夜里"}
    publish(closed, **TEXT, by=lane.secretary, at=hours(10))
    assert standing() == {DARK: "夜里"}


def test_taken_off_the_board_the_pictures_are_off_too_and_do_not_come_back(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, pictures={LAMP: ""}, by=lane.secretary, at=hours(8))
    unpublish(closed, reason="居民要求", by=lane.secretary, at=hours(9))
    publish(closed, **TEXT, by=lane.secretary, at=hours(10))
    assert standing() == {}


@pytest.mark.parametrize("words", ["打 13900001234 问", "身份证 11010519491231002X"])
def test_a_caption_that_leads_to_a_person_does_not_get_through(lane: Lane, closed: Case, words: str) -> None:
    with pytest.raises(Refused, match="认出"):
        publish(closed, **TEXT, pictures={LAMP: words}, by=lane.secretary, at=hours(8))
    assert standing() == {}


def test_a_picture_of_another_case_is_refused(lane: Lane, closed: Case) -> None:
    other = lane.bring(lane.case(), "closed")
    with pytest.raises(Refused, match="不属于"):
        publish(other, **TEXT, pictures={LAMP: ""}, by=lane.secretary, at=hours(8))
    assert standing() == {}
