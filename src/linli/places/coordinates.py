"""The three coordinate systems met in China, kept apart and converted at the edge. Pure; all arrays are (lon, lat).

WGS-84 is what satellites and Linli's own records use, GCJ-02 what public Chinese maps show, BD-09 what Baidu shows.
GCJ-02 is defined forwards only; the way back is found by iteration, to less than a millimetre.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEMI_MAJOR: Final = 6378245.0  # Krassovsky 1940, as GCJ-02 uses it
ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
BAIDU_TURN: Final = np.pi * 3000.0 / 180.0
CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)  # the box outside which GCJ-02 leaves points alone
ROUNDS: Final = 12


class System(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(points: Any, source: System | str, target: System | str) -> Points:
    """Points of shape (n, 2) or (2,) from one system to another; points outside China stay as they are."""
    array = np.asarray(points, dtype=np.float64)
    if System(source) is System(target):
        return array.copy()
    flat = array.reshape(-1, 2)
    return _from_wgs84(_to_wgs84(flat, System(source)), System(target)).reshape(array.shape)


def convert_shape(shape: shapely.Geometry, source: System | str, target: System | str) -> shapely.Geometry:
    return shapely.transform(shape, lambda points: convert(points, source, target))


def outside_china(points: Points) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    lon, lat = points[:, 0], points[:, 1]
    outside: NDArray[np.bool_] = (lon < west) | (lon > east) | (lat < south) | (lat > north)
    return outside


def gcj02(wgs84: Points) -> Points:
    shifted: Points = np.where(outside_china(wgs84)[:, None], wgs84, wgs84 + _shift(wgs84))
    return shifted


def bd09(gcj: Points) -> Points:
    """What Baidu adds to GCJ-02. Outside China it adds the same, but there Linli changes nothing."""
    lon, lat = gcj[:, 0], gcj[:, 1]
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    shifted = np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])
    kept: Points = np.where(outside_china(gcj)[:, None], gcj, shifted)
    return kept


def _to_wgs84(points: Points, source: System) -> Points:
    if source is System.WGS84:
        return points
    gcj = _back(points, bd09) if source is System.BD09 else points
    return _back(gcj, gcj02)


def _from_wgs84(points: Points, target: System) -> Points:
    if target is System.WGS84:
        return points
    gcj = gcj02(points)
    return bd09(gcj) if target is System.BD09 else gcj


def _back(shifted: Points, forward: Callable[[Points], Points]) -> Points:
    """The points that `forward` takes to these. The shift is smooth and small, so the error shrinks each round."""
    points = shifted.copy()
    for _round in range(ROUNDS):
        points -= forward(points) - shifted
    kept: Points = np.where(outside_china(shifted)[:, None], shifted, points)
    return kept


def _shift(points: Points) -> Points:
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    latitude = np.radians(points[:, 1])
    w = 1 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    east = _east(x, y) * 180.0 / (SEMI_MAJOR / np.sqrt(w) * np.cos(latitude) * np.pi)
    north = _north(x, y) * 180.0 / (SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / (w * np.sqrt(w)) * np.pi)
    return np.column_stack([east, north])


def _east(x: Points, y: Points) -> Points:
    pi = np.pi
    metres: Points = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    metres += (20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)) * 2.0 / 3.0
    metres += (20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    metres += (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    return metres


def _north(x: Points, y: Points) -> Points:
    pi = np.pi
    metres: Points = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    metres += (20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)) * 2.0 / 3.0
    metres += (20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    metres += (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    return metres
