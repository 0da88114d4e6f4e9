from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from linli.places import reads
from linli.places.actions.areas import draw_outline
from linli.places.finding import place_of
from linli.places.models import Area
from linli.places.survey import Norm, Size
from tests.places.lanes import AT, TODAY, County, box, found, keeper

pytestmark = pytest.mark.django_db


def test_a_point_lies_in_the_deepest_area_around_it() -> None:
    lane = County()
    points = {(28.005, 115.005): lane.west, (28.005, 115.015): lane.east, (28.3, 115.3): lane.county}
    assert {point: reads.area_at(*point, TODAY) for point in points} == points
    assert reads.area_at(30.0, 120.0, TODAY) is None


def test_many_points_at_once_find_the_same() -> None:
    lane = County()
    spots = reads.spots_at(np.array([[115.005, 28.005], [120.0, 30.0], [115.015, 28.005]]), TODAY)
    assert [spot.id if spot else None for spot in spots] == [lane.west.pk, None, lane.east.pk]


def test_a_change_of_an_outline_is_seen_at_once_and_the_day_before_stays_as_it_was() -> None:
    lane = County()
    assert reads.area_at(28.005, 115.009, TODAY) == lane.west
    draw_outline(lane.west, outline=box(115.0, 28.0, 115.005, 28.01), on=TODAY, by=keeper(lane.street), at=AT)
    assert reads.area_at(28.005, 115.009, TODAY) == lane.community
    assert reads.area_at(28.005, 115.009, TODAY - timedelta(days=1)) == lane.west


def test_a_point_costs_one_small_query_when_nothing_changed(django_assert_num_queries: Any) -> None:
    County()
    reads.spot_at(28.005, 115.005, TODAY)
    with django_assert_num_queries(1):
        reads.spot_at(28.005, 115.015, TODAY)
    with django_assert_num_queries(2):
        reads.area_at(28.005, 115.015, TODAY)


def test_a_calendar_costs_one_small_query_when_nothing_changed(django_assert_num_queries: Any) -> None:
    lane = County()
    reads.calendar_for(lane.west.path)
    with django_assert_num_queries(1):
        reads.calendar_for(lane.town.path)


def test_words_cost_two_queries_when_nothing_changed(django_assert_num_queries: Any) -> None:
    lane = County()
    place_of("门楼里", lane.county)
    with django_assert_num_queries(2):
        place_of("槎市村三组", lane.county)


def test_areas_within_a_few_steps_of_a_point_are_told_with_their_distance() -> None:
    lane = County()
    ((spot, metres), *_further) = reads.areas_near(28.005, 115.0202, TODAY, 30)
    assert spot.id == lane.east.pk and 15 < metres < 25


def test_the_map_of_a_community_is_surveyed_level_by_level() -> None:
    lane = County()
    found(lane.community, "grid", "第三网格")
    survey = reads.survey_of(lane.community, "grid", Norm(30, 50))
    assert [grid.size for grid in survey.grids] == [Size.FITS, Size.LARGE, Size.UNKNOWN]
    assert (survey.overlaps, survey.gaps, len(survey.undrawn)) == ((), (), 1)


def test_an_area_that_was_closed_for_good_has_no_heir_and_an_open_one_is_its_own() -> None:
    lane = County()
    assert reads.heir_of(lane.west) == lane.west
    Area.objects.filter(pk=lane.west.pk).update(valid_to=TODAY)
    assert reads.heir_of(Area.objects.get(pk=lane.west.pk)) is None
