import json
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from linli.places.coordinates import System, convert
from linli.places.faults import Fault
from linli.places.geometry import (
    GridIndex,
    metres_between,
    read_outline,
    read_points,
    simplified,
    square_metres,
    write_outline,
    write_points,
)
from linli.places.survey import Grid, Norm, Size, survey
from tests.places.lanes import box

inside_china = st.tuples(st.floats(74, 134), st.floats(4, 53))


@pytest.mark.parametrize(
    ("point", "system", "expected"),
    [
        ((116.404, 39.915), "gcj02", (116.41024449916938, 39.91640428150164)),
        ((121.5272106, 31.1774276), "gcj02", (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), "gcj02", (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), "gcj02", (116.38404722455657, 39.91334545536069)),
        ((-0.1276, 51.5072), "gcj02", (-0.1276, 51.5072)),
        ((-0.1276, 51.5072), "bd09", (-0.1276, 51.5072)),
    ],
)
def test_known_points_land_where_chinese_maps_show_them(
    point: tuple[float, float], system: str, expected: tuple[float, float]
) -> None:
    assert convert(point, "wgs84", system) == pytest.approx(expected, abs=1e-7)


def test_gcj_to_baidu_is_the_published_step() -> None:
    assert convert((116.404, 39.915), "gcj02", "bd09") == pytest.approx((116.41036949, 39.92133699), abs=1e-8)


@given(inside_china, st.sampled_from(list(System)), st.sampled_from(list(System)))
def test_there_and_back_again_is_the_same_point_within_a_centimetre(
    point: tuple[float, float], one: System, other: System
) -> None:
    there = convert(point, one, other)
    back = convert(there, other, one)
    assert metres_between(point, (float(back[0]), float(back[1]))) < 0.01


def test_shifted_coordinates_lie_hundreds_of_metres_away_so_they_must_be_converted() -> None:
    point = (117.21, 28.29)
    shifted = convert(point, "wgs84", "gcj02")
    assert 100 < metres_between(point, (float(shifted[0]), float(shifted[1]))) < 1000


@pytest.mark.parametrize("lat", [0.0, 28.0, 45.0, 60.0])
def test_a_box_of_one_degree_has_the_area_of_its_zone_on_the_ellipsoid(lat: float) -> None:
    # Independent of the code under test: the zone is summed in thin strips of the exact radii.
    a, e2 = 6378137.0, 0.0818191908426215**2
    strips = np.radians(np.linspace(lat, lat + 1, 20_001))
    middle = (strips[:-1] + strips[1:]) / 2
    w = 1 - e2 * np.sin(middle) ** 2
    expected = float(
        (a * a * (1 - e2) * np.cos(middle) / w**2).sum() * (strips[1] - strips[0])
    ) * math.radians(1)
    assert square_metres(shapely.box(117, lat, 118, lat + 1)) == pytest.approx(expected, rel=1e-6)


def test_a_point_on_a_shared_border_belongs_to_the_first_outline_given() -> None:
    west, east = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    assert GridIndex([("west", west), ("east", east)]).at(1, 0.5) == "west"
    assert GridIndex([("east", east), ("west", west)]).at(1, 0.5) == "east"
    assert GridIndex([("west", west)]).at(1.5, 0.5) is None
    assert GridIndex[str]([]).at(1, 1) is None


@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=50), st.integers(0, 10_000)
)
def test_many_points_at_once_find_what_each_finds_alone(points: list[tuple[float, float]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 9, (40, 2))
    shapes = [(number, shapely.box(x, y, x + 1.5, y + 1)) for number, (x, y) in enumerate(corners)]
    index = GridIndex(shapes)
    slow = [next((key for key, shape in shapes if shape.intersects(shapely.Point(p))), None) for p in points]
    assert index.many(np.array(points)) == slow == [index.at(*point) for point in points]


def test_outlines_near_a_point_come_with_their_distance_in_metres() -> None:
    index = GridIndex(
        [("near", shapely.box(115.0, 28.0, 115.01, 28.01)), ("far", shapely.box(116, 28, 117, 29))]
    )
    ((key, metres),) = index.near(115.0102, 28.005, 50)
    assert key == "near" and metres == pytest.approx(19.7, abs=0.3)
    assert index.near(115.02, 28.005, 50) == []


def test_an_outline_is_read_from_geometry_feature_collection_or_text_and_from_gcj() -> None:
    plain = box(115.0, 28.0, 115.01, 28.01)
    feature = {"type": "Feature", "properties": {}, "geometry": plain}
    collection = {"type": "FeatureCollection", "features": [feature]}
    for form in (plain, feature, collection, json.dumps(plain)):
        assert write_outline(read_outline(form)) == plain
    shifted = shapely.transform(shapely.geometry.shape(plain), lambda xy: convert(xy, "wgs84", "gcj02"))
    back = read_outline(shapely.geometry.mapping(shifted), "gcj02")
    assert write_outline(back) == plain


def test_typed_points_come_back_as_they_were_typed_and_close_by_themselves() -> None:
    text = "115.000000, 28.000000\n115.010000, 28.000000\n115.010000, 28.010000"
    assert write_points(read_points(text)) == text
    both = text + "\n\n" + text.replace("115.0", "115.1")
    assert write_points(read_points(both)) == both
    assert write_points(read_points(text.replace(", ", "，"))) == text


@pytest.mark.parametrize(
    ("outline", "words"),
    [
        ("no json", "does not parse"),
        ({"type": "Point", "coordinates": [115, 28]}, "must be a polygon"),
        ({"type": "FeatureCollection", "features": []}, "exactly one shape"),
        ({"type": "Polygon", "coordinates": [[[115, 28], [116, 28]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": "north"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": []}, "at least three"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[None, 1], [1, 2], [2, 2], [None, 1]]]}, "."),
        (box(390000, 28, 390001, 29), "not metres"),
        (
            {"type": "Polygon", "coordinates": [[[28, 115], [28, 116], [29, 116], [28, 115]]]},
            "Longitude comes first",
        ),
        (
            {"type": "Polygon", "coordinates": [[[115, 28], [116, 29], [116, 28], [115, 29], [115, 28]]]},
            "crosses",
        ),
        ({"type": "Polygon", "coordinates": [[[115, 28], [116, 28], [115, 28], [115, 28]]]}, "."),
        (None, "must be a polygon"),
        ([1, 2], "must be a polygon"),
    ],
)
def test_a_faulty_outline_is_refused_in_words(outline: object, words: str) -> None:
    with pytest.raises(Fault, match=words):
        read_outline(outline)


@pytest.mark.parametrize("text", ["", "115 28", "115 28\n116 28\nnorth", "115 28 1\n1 1\n2 2"])
def test_typed_points_that_make_no_outline_are_refused(text: str) -> None:
    with pytest.raises(Fault):
        read_points(text)


def test_a_simplified_outline_stays_within_the_distance_given() -> None:
    turn = np.linspace(0, 2 * np.pi, 400)[:-1]
    ring = shapely.Polygon(np.column_stack([115 + 0.01 * np.cos(turn), 28 + 0.01 * np.sin(turn)]))
    simple = simplified(ring, 5)
    assert len(simple.exterior.coords) < 60
    assert ring.hausdorff_distance(simple) * 111_320 <= 5


def test_a_survey_finds_overlaps_gaps_what_lies_outside_and_what_is_not_drawn() -> None:
    parent = read_outline(box(115.0, 28.0, 115.03, 28.01))
    grids = [
        Grid("one", read_outline(box(115.0, 28.0, 115.0105, 28.01)), 20),
        Grid("two", read_outline(box(115.01, 28.0, 115.02, 28.011)), 40),
        Grid("three", None, 70),
        Grid("four", None),
    ]
    found = survey(grids, parent, Norm(30, 50))
    assert [(o.one, o.other) for o in found.overlaps] == [("one", "two")]
    assert found.overlaps[0].square_metres == pytest.approx(49.1 * 1108.2, rel=0.01)
    assert [patch.square_metres for patch in found.gaps] == [pytest.approx(982.6 * 1108.2, rel=0.01)]
    assert [(patch.key, round(patch.square_metres, -4)) for patch in found.outside] == [("two", 110_000)]
    assert found.undrawn == ("three", "four")
    assert [measured.size for measured in found.grids] == [Size.SMALL, Size.FITS, Size.LARGE, Size.UNKNOWN]
    assert not found.sound


def test_grids_that_share_their_borders_exactly_are_sound() -> None:
    parent = read_outline(box(115.0, 28.0, 115.02, 28.01))
    halves = [
        Grid("west", read_outline(box(115.0, 28.0, 115.01, 28.01))),
        Grid("east", read_outline(box(115.01, 28.0, 115.02, 28.01))),
    ]
    found = survey(halves, parent)
    assert found.sound
    assert sum(m.square_metres or 0 for m in found.grids) == pytest.approx(
        found.parent_square_metres, rel=1e-9
    )
