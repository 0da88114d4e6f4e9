"""Pictures, single results and filters of the public board."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases.actions.intake import reply
from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Publication, PublicPicture
from linli.cases.pictures import clean
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

BOARD = f"{HOME}board/"
TEXT = {"title": "村口灯亮了", "problem": "灯不亮。", "result": "换了灯头。"}


@pytest.fixture
def shown(lane: Lane, photo: Callable[[], SimpleUploadedFile]) -> Publication:
    case = lane.case()
    kept = clean(photo().read())
    reply(case, "看图。", by=lane.resident(case), at=hours(0.5), pictures=(kept,))
    lane.bring(case, "closed")
    return publish(case, **TEXT, pictures={kept.digest: "灯头"}, by=lane.secretary, at=hours(8))


def sources(html: str) -> list[str]:
    return re.findall(r'<img src="([^"?]+)', html)


def test_a_published_picture_is_there_for_everybody(portal: Client, shown: Publication) -> None:
    html = portal.get(BOARD).content.decode()
    (address,) = sources(html)
    answer = portal.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert sources(portal.get(f"{BOARD}{shown.pk}/").content.decode()) == [address]


def test_a_picture_that_was_not_chosen_has_no_address(portal: Client, shown: Publication) -> None:
    one = PublicPicture.objects.get()
    PublicPicture.objects.all().delete()
    assert portal.get(f"{BOARD}{shown.pk}/picture/{one.pk}/").status_code == 404
    assert sources(portal.get(BOARD).content.decode()) == []


def test_a_withdrawn_result_takes_its_picture_along(portal: Client, lane: Lane, shown: Publication) -> None:
    (address,) = sources(portal.get(BOARD).content.decode())
    unpublish(shown.case, reason="居民要求", by=lane.secretary, at=hours(9))
    assert portal.get(address).status_code == 404
    assert portal.get(f"{BOARD}{shown.pk}/").status_code == 404


def test_a_picture_is_reached_through_its_own_result_alone(
    portal: Client, lane: Lane, shown: Publication
) -> None:
    case = lane.bring(lane.case(), "closed")
    other = publish(case, **TEXT, by=lane.secretary, at=hours(9))
    number = PublicPicture.objects.get().pk
    assert portal.get(f"{BOARD}{other.pk}/picture/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("area=360982005201", True),
        ("area=360982005202", False),
        ("month=2026-03", True),
        ("month=2026-02", False),
        ("end=solved", True),
        ("end=partly_solved", False),
        ("category=04&area=360982005201&month=2026-03&end=solved", True),
        ("area=nowhere&month=2026-13&end=nothing", True),
    ],
)
def test_the_board_is_narrowed_by_its_address(
    portal: Client, shown: Publication, query: str, there: bool
) -> None:
    assert (TEXT["title"] in portal.get(f"{BOARD}?{query}").content.decode()) is there


def test_no_grid_and_no_building_can_be_chosen(portal: Client, shown: Publication) -> None:
    html = portal.get(BOARD).content.decode()
    assert "槎市村</option>" in html
    assert not re.search(r"(店下组|店下网格|3栋)", html)


def test_an_end_that_solved_nothing_is_not_shown_as_done(portal: Client, shown: Publication) -> None:
    assert 'class="tag done"' in portal.get(BOARD).content.decode()
    Case.objects.filter(pk=shown.case_id).update(end_state="explained_not_solvable")
    Publication.objects.update(end_state="explained_not_solvable")
    assert 'class="tag done"' not in portal.get(BOARD).content.decode()


def test_pictures_of_many_results_cost_one_query(
    portal: Client, lane: Lane, shown: Publication, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(4):
        case = lane.bring(lane.case(), "closed")
        publish(case, **TEXT, by=lane.secretary, at=hours(9 + number))
    portal.get(BOARD)
    with django_assert_num_queries(4):
        portal.get(BOARD)
