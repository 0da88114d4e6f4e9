"""The pin of a published case: off the doorstep, always the same, in nobody's doorway."""

import random
from math import cos, radians

import pytest
import shapely

from linli.cases.actions.publishing import publish
from linli.cases.models import Case
from linli.cases.pins import LEAST_METRES, pin_of
from linli.people.crypto import Key
from linli.places.geometry import METRES_PER_DEGREE, metres_between
from linli.places.models import Area
from tests.lane import Lane, hours

REGION = shapely.box(115.50, 28.00, 115.60, 28.10)
KEY, OTHER = Key.fresh("aes"), Key.fresh("aes")
TEXT = {"title": "灯亮了", "problem": "灯不亮。", "result": "换了灯头。"}


def spots(number: int) -> list[tuple[float, float]]:
    chance = random.Random(20260302)
    return [(chance.uniform(28.02, 28.08), chance.uniform(115.52, 115.58)) for _each in range(number)]


def pin(spot: tuple[float, float], key: Key = KEY) -> tuple[float, float]:
    found = pin_of(spot, REGION, key.digest, name="A/")
    assert found is not None
    return found


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return metres_between(a[::-1], b[::-1])


def test_every_pin_is_at_least_fifty_metres_from_its_door_and_still_in_the_neighbourhood() -> None:
    far = [metres(spot, pin(spot)) for spot in spots(3000)]
    assert min(far) >= LEAST_METRES
    assert max(far) < 300


def test_the_same_place_has_the_same_pin_for_every_case_and_every_day() -> None:
    spot = (28.0512, 115.5533)
    assert {pin(spot) for _again in range(5)} == {pin(spot)}


def test_many_cases_of_one_doorstep_do_not_average_out() -> None:
    """Measured a few metres apart they still share at most the pins of the squares they touch."""
    chance, door = random.Random(7), (28.05124, 115.55331)
    near = [
        (door[0] + chance.uniform(-5e-5, 5e-5), door[1] + chance.uniform(-5e-5, 5e-5)) for _ in range(200)
    ]
    found = {pin(spot) for spot in near}
    assert len(found) <= 4
    assert all(metres(door, one) >= 40 for one in found)


def test_without_the_key_nothing_leads_back() -> None:
    """Another key puts pins elsewhere, and from pin to place there is no common way to go."""
    ways = set()
    for spot in spots(200):
        one = pin(spot)
        assert one != pin(spot, OTHER)
        north = (one[0] - spot[0]) * METRES_PER_DEGREE
        east = (one[1] - spot[1]) * METRES_PER_DEGREE * cos(radians(spot[0]))
        ways.add((round(north / 40), round(east / 40)))
    assert len(ways) > 40


def test_a_pin_keeps_out_of_areas_with_few_households() -> None:
    small = shapely.box(115.552, 28.05, 115.556, 28.054)
    for spot in spots(400):
        found = pin_of(spot, REGION, KEY.digest, name="A/", away_from=[small])
        assert found is not None
        assert not shapely.intersects_xy(small, found[1], found[0])


def test_where_no_pin_fits_there_is_none_rather_than_a_near_one() -> None:
    door = shapely.box(115.5500, 28.0500, 115.5502, 28.0502)
    assert pin_of((28.0501, 115.5501), door, KEY.digest, name="A/") is None


def test_a_case_without_a_place_stands_in_the_middle_of_its_area() -> None:
    found = pin_of(None, REGION, KEY.digest, name="A/")
    assert found == (28.05, 115.55)


@pytest.fixture
def closed(lane: Lane) -> Case:
    case = lane.bring(lane.case(area=lane.building), "closed")
    Case.objects.filter(pk=case.pk).update(lat=28.0512, lon=115.5533)
    return case


def outline(area: object, box: shapely.Geometry, households: int | None) -> None:
    Area.objects.filter(pk=area.pk).update(  # type: ignore[attr-defined]
        outline=shapely.geometry.mapping(box), households=households
    )


def test_publishing_moves_the_pin_and_publishing_again_leaves_it(lane: Lane, closed: Case) -> None:
    outline(lane.village, REGION, 300)
    first = publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    again = publish(closed, **TEXT, by=lane.secretary, at=hours(9))
    assert metres((28.0512, 115.5533), (first.pin_lat, first.pin_lon)) >= LEAST_METRES
    assert (again.pin_lat, again.pin_lon) == (first.pin_lat, first.pin_lon)


def test_an_area_of_few_households_holds_no_pin(lane: Lane, closed: Case) -> None:
    doorstep = shapely.box(115.5525, 28.0505, 115.5545, 28.0520)
    outline(lane.village, REGION, 300)
    outline(lane.building, doorstep, 4)
    row = publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    assert not shapely.intersects_xy(doorstep, row.pin_lon, row.pin_lat)


def test_a_whole_village_of_few_households_is_on_no_map(lane: Lane, closed: Case) -> None:
    outline(lane.village, REGION, 4)
    assert publish(closed, **TEXT, by=lane.secretary, at=hours(8)).pin_lat is None


def test_where_nothing_is_drawn_nothing_is_pinned(lane: Lane, closed: Case) -> None:
    assert publish(closed, **TEXT, by=lane.secretary, at=hours(8)).pin_lat is None
