"""Where a published case stands on the map: moved off the doorstep, and in no way leading back to it. Pure.

The ground is laid out in squares of 100 m. All that lies in one square shares one pin, 125 to 185 m from its middle and
so more than 50 m from every point of it. Where that pin is, a keyed hash of the square decides: the same tomorrow, the
same for every case of the square (many cases of one door do not average out), and nothing to somebody without the key.
"""

from collections.abc import Callable, Iterable
from math import cos, floor, pi, radians, sin
from typing import Final

import shapely

from linli.places.geometry import METRES_PER_DEGREE, metres_between

LEAST_METRES: Final = 50
SQUARE: Final = 100.0
NEAREST, FARTHEST = 125.0, 185.0
TRIES: Final = 64
DECIMALS: Final = 5  # about a metre
Point = tuple[float, float]  # lat, lon
Digest = Callable[[str], str]


def pin_of(
    spot: Point | None,
    region: shapely.Geometry,
    digest: Digest,
    *,
    name: str,
    away_from: Iterable[shapely.Geometry] = (),
) -> Point | None:
    """The pin inside this region (named `name` for the hash) and in none of the outlines that it must keep away from.

    Without a spot, or where no pin of the square lies inside, the middle of the region; None if that is too near.
    """
    hidden = list(away_from)
    for point in _around(spot, digest, name) if spot else ():
        if _stands(point, region, hidden):
            return point
    middle = region.representative_point()
    point = (round(middle.y, DECIMALS), round(middle.x, DECIMALS))
    if spot and metres_between(spot[::-1], point[::-1]) < LEAST_METRES:
        return None
    return point if _stands(point, region, hidden) else None


def _stands(point: Point, region: shapely.Geometry, hidden: list[shapely.Geometry]) -> bool:
    lat, lon = point
    return bool(shapely.intersects_xy(region, lon, lat)) and not any(
        shapely.intersects_xy(one, lon, lat) for one in hidden
    )


def _around(spot: Point, digest: Digest, name: str) -> Iterable[Point]:
    row = floor(spot[0] * METRES_PER_DEGREE / SQUARE)
    lat = (row + 0.5) * SQUARE / METRES_PER_DEGREE
    width = SQUARE / (METRES_PER_DEGREE * cos(radians(lat)))
    column = floor(spot[1] / width)
    lon = (column + 0.5) * width
    for number in range(TRIES):
        drawn = digest(f"pin:{name}:{row}:{column}:{number}").rpartition(".")[2]
        turn, far = int(drawn[:8], 16) / 0x1_0000_0000, int(drawn[8:16], 16) / 0x1_0000_0000
        metres = NEAREST + (FARTHEST - NEAREST) * far
        north, east = metres * sin(2 * pi * turn), metres * cos(2 * pi * turn)
        yield (
            round(lat + north / METRES_PER_DEGREE, DECIMALS),
            round(lon + east / (METRES_PER_DEGREE * cos(radians(lat))), DECIMALS),
        )
