"""Map and feeds of the board: whole, reviewed, cacheable, and gone with what is taken off."""

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import shapely
from django.test import Client

from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Publication
from linli.places.models import Area
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

BOARD = f"{HOME}board/"
ATOM = "{http://www.w3.org/2005/Atom}"
DOOR = (28.0512, 115.5533)


@pytest.fixture
def closed(lane: Lane) -> Case:
    box = shapely.geometry.mapping(shapely.box(115.50, 28.00, 115.60, 28.10))
    Area.objects.filter(pk=lane.village.pk).update(outline=box, households=300)
    case = lane.bring(lane.case(words="王大爷说灯不亮，没人审过的原话。"), "closed")
    Case.objects.filter(pk=case.pk).update(lat=DOOR[0], lon=DOOR[1])
    return case


@pytest.fixture
def shown(lane: Lane, closed: Case) -> Publication:
    words = {"title": "灯亮了 <b> & \x0b", "problem": "灯不亮。", "result": "换了灯头。"}
    return publish(closed, **words, by=lane.secretary, at=hours(8))


@pytest.mark.parametrize("kind", ["atom", "rss"])
@pytest.mark.parametrize("place", ["feed", "case"])
def test_a_feed_is_whole_xml_of_reviewed_text(
    portal: Client, shown: Publication, kind: str, place: str
) -> None:
    address = f"{BOARD}feed.{kind}" if place == "feed" else f"{BOARD}{shown.pk}/feed.{kind}"
    answer = portal.get(address)
    text = answer.content.decode()
    ElementTree.fromstring(text)  # noqa: S314 - our own feed
    assert kind in answer["Content-Type"]
    assert "换了灯头。" in text
    assert "没人审过" not in text
    assert shown.case.number not in text


def test_a_feed_follows_its_filters(portal: Client, shown: Publication) -> None:
    def entries(query: str) -> int:
        found = ElementTree.fromstring(portal.get(f"{BOARD}feed.atom?{query}").content)  # noqa: S314 - our own feed
        return len(found.findall(f"{ATOM}entry"))

    assert entries("area=360982005201") == 1
    assert entries("area=360982005202") == 0
    assert entries("category=01") == 0


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(
    portal: Client, lane: Lane, shown: Publication
) -> None:
    first = portal.get(f"{BOARD}feed.atom")
    assert first["Last-Modified"] and "public" in first["Cache-Control"]
    known = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert portal.get(f"{BOARD}feed.atom", **known).status_code == 304
    since = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
    assert portal.get(f"{BOARD}feed.atom", **since).status_code == 304
    unpublish(shown.case, reason="居民要求", by=lane.secretary, at=hours(9))
    again = portal.get(f"{BOARD}feed.atom", **known)
    assert again.status_code == 200
    assert "换了灯头" not in again.content.decode()
    assert portal.get(f"{BOARD}feed.atom", **since).status_code == 200


@pytest.mark.parametrize("address", ["feed.exe", "99999/feed.atom"])
def test_a_feed_that_is_none_is_not_there(portal: Client, shown: Publication, address: str) -> None:
    assert portal.get(f"{BOARD}{address}").status_code == 404


@pytest.mark.parametrize("page", ["", "map/"])
def test_what_is_chosen_stands_on_the_folded_filter(portal: Client, shown: Publication, page: str) -> None:
    def folded(query: str) -> str:
        text = portal.get(f"{BOARD}{page}?{query}").content.decode()
        return text.split("<summary>")[1].split("</summary>")[0]

    assert "tag" not in folded("")
    chosen = folded("category=01&area=360982005201&month=2026-03&end=made_up")
    assert chosen.count("tag plain") == 3
    assert "2026-03" in chosen


def test_the_map_shows_pins_and_never_the_place_itself(portal: Client, shown: Publication) -> None:
    answer = portal.get(f"{BOARD}map.json")
    found = json.loads(answer.content)["features"]
    (pin,) = [one for one in found if one["geometry"]["type"] == "Point"]
    assert set(pin["properties"]) == {"title", "area", "end", "url"}
    lon, lat = pin["geometry"]["coordinates"]
    assert (abs(lat - DOOR[0]) + abs(lon - DOOR[1])) > 0.0004
    assert [one["properties"]["name"] for one in found if one is not pin] == ["槎市村"]
    assert "没人审过" not in answer.content.decode()


def test_the_map_speaks_the_coordinates_of_chinese_maps_when_asked(
    portal: Client, shown: Publication
) -> None:
    def lon(query: str) -> float:
        found = json.loads(portal.get(f"{BOARD}map.json?{query}").content)["features"]
        return next(one["geometry"]["coordinates"][0] for one in found if one["geometry"]["type"] == "Point")

    assert 0.003 < lon("system=gcj02") - lon("") < 0.008
    assert lon("system=nonsense") == lon("")


def test_an_area_of_few_households_is_not_drawn(portal: Client, lane: Lane, shown: Publication) -> None:
    Area.objects.filter(pk=lane.village.pk).update(households=4)
    names = [
        one["properties"].get("name")
        for one in json.loads(portal.get(f"{BOARD}map.json").content)["features"]
    ]
    assert "槎市村" not in names


def test_the_page_of_the_map_has_its_list_without_any_script(portal: Client, shown: Publication) -> None:
    html = portal.get(f"{BOARD}map/").content.decode()
    assert f"{BOARD}{shown.pk}/" in html


def test_map_and_feed_ask_as_often_for_many_as_for_one(
    portal: Client, lane: Lane, shown: Publication, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(3):
        case = lane.bring(lane.case(), "closed")
        publish(case, title="灯", problem="灯。", result="亮。", by=lane.secretary, at=hours(9 + number))
    portal.get(f"{BOARD}map.json")
    with django_assert_num_queries(4):
        portal.get(f"{BOARD}map.json")
    with django_assert_num_queries(5):
        portal.get(f"{BOARD}feed.atom")
