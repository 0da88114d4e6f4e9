"""Outlines on the ground: reading and checking them, areas in square metres, and the index from a point to its grid. Pure.

Outlines are GeoJSON polygons in WGS-84, (lon, lat). Lengths are metres.
"""

import json
import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.validation import explain_validity

from linli.places.coordinates import Points, System, convert_shape
from linli.places.faults import Fault

K = TypeVar("K", bound=Hashable)

EQUATOR: Final = 6378137.0
ECCENTRICITY: Final = 0.0818191908426215
METRES_PER_DEGREE: Final = 111_320.0
DECIMALS: Final = 7  # about one centimetre
MOST_POINTS: Final = 50_000


def read_outline(value: Any, system: System | str = System.WGS84) -> Polygon | MultiPolygon:
    """The polygon of a GeoJSON geometry, feature or one-feature collection, as text or parsed. Raises Fault."""
    geometry = _geometry_of(_parsed(value))
    try:
        shape = shapely.geometry.shape(geometry)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise Fault(_("The coordinates of this outline cannot be read.")) from None
    _check_numbers(shape)
    shape = shapely.set_precision(convert_shape(shape, system, System.WGS84), 0)
    _check_shape(shape)
    return shape if isinstance(shape, Polygon | MultiPolygon) else MultiPolygon(shape)


def write_outline(shape: Polygon | MultiPolygon) -> dict[str, Any]:
    """The outline as GeoJSON, rounded to the centimetre."""
    return _rounded(mapping(shape))  # type: ignore[no-any-return]


def read_points(text: str, system: System | str = System.WGS84) -> Polygon | MultiPolygon:
    """An outline typed as one "longitude, latitude" per line; an empty line begins another part. Raises Fault."""
    parts: list[list[tuple[float, float]]] = [[]]
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            parts.append([])
            continue
        parts[-1].append(_typed_point(line, number))
    rings = [[*part, part[0]] for part in parts if part]
    if not rings or any(len(ring) < 4 for ring in rings):
        raise Fault(_("An outline needs at least three points."))
    return read_outline({"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}, system)


def write_points(shape: Polygon | MultiPolygon) -> str:
    """The outer rings as `read_points` reads them."""
    polygons = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    rings = ([f"{lon:.6f}, {lat:.6f}" for lon, lat in polygon.exterior.coords[:-1]] for polygon in polygons)
    return "\n\n".join("\n".join(ring) for ring in rings)


def simplified(shape: Polygon | MultiPolygon, metres: float) -> Polygon | MultiPolygon:
    """The outline with fewer points, none of them further than `metres` from where it was."""
    simple = shape.simplify(metres / METRES_PER_DEGREE, preserve_topology=True)
    return simple if isinstance(simple, Polygon | MultiPolygon) else shape


def flattened(shape: shapely.Geometry, origin: tuple[float, float]) -> shapely.Geometry:
    """The shape in metres around the origin, with true areas (cylindrical equal-area on the ellipsoid)."""
    lon0, lat0 = origin
    scale = math.cos(math.radians(lat0)) / math.sqrt(1 - (ECCENTRICITY * math.sin(math.radians(lat0))) ** 2)
    middle = float(_authalic(np.array([lat0]))[0])

    def flat(points: Points) -> Points:
        east = EQUATOR * scale * np.radians(points[:, 0] - lon0)
        north = EQUATOR / scale * (_authalic(points[:, 1]) - middle) / 2
        return np.column_stack([east, north])

    return shapely.transform(shape, flat)


def square_metres(shape: shapely.Geometry) -> float:
    if shape.is_empty:
        return 0.0
    centre = shape.centroid
    return float(flattened(shape, (centre.x, centre.y)).area)


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lon, lat) points."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, point)) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(h))


class GridIndex(Generic[K]):
    """From a point to the key of the outline around it. Where outlines overlap, the first in the given order wins."""

    def __init__(self, outlines: Iterable[tuple[K, shapely.Geometry]]) -> None:
        pairs = list(outlines)
        self.keys: list[K] = [key for key, _shape in pairs]
        self._shapes: NDArray[np.object_] = np.array([shape for _key, shape in pairs], dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self.keys)

    def at(self, lon: float, lat: float) -> K | None:
        """The outline that holds this point; a point on a border belongs to the first that touches it."""
        near = self._tree.query(shapely.Point(lon, lat))
        if len(near) == 0:
            return None
        hits = near[shapely.intersects_xy(self._shapes[near], lon, lat)]
        return self.keys[hits.min()] if len(hits) else None

    def many(self, points: Points) -> list[K | None]:
        """`at` for an array of (lon, lat) in one go."""
        places = self.positions(points)
        return [self.keys[place] if place >= 0 else None for place in places.tolist()]

    def positions(self, points: Points) -> NDArray[np.int64]:
        """For each point the position of its outline in the given order, or -1."""
        points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        which, near = self._tree.query(shapely.points(points))
        inside = shapely.intersects_xy(self._shapes[near], points[which, 0], points[which, 1])
        result = np.full(len(points), len(self.keys), dtype=np.int64)
        np.minimum.at(result, which[inside], near[inside])
        result[result == len(self.keys)] = -1
        return result

    def near(self, lon: float, lat: float, metres: float) -> list[tuple[K, float]]:
        """Outlines within this distance of the point, the nearest first."""
        width = metres / (METRES_PER_DEGREE * max(math.cos(math.radians(lat)), 0.01))
        box = shapely.box(
            lon - width, lat - metres / METRES_PER_DEGREE, lon + width, lat + metres / METRES_PER_DEGREE
        )
        here = flattened(shapely.Point(lon, lat), (lon, lat))
        found = [
            (self.keys[place], float(flattened(self._shapes[place], (lon, lat)).distance(here)))
            for place in sorted(self._tree.query(box).tolist())
        ]
        return sorted((pair for pair in found if pair[1] <= metres), key=lambda pair: pair[1])


def _parsed(value: Any) -> Any:
    if not isinstance(value, str | bytes):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise Fault(_("This is not GeoJSON: the text does not parse.")) from None


def _geometry_of(value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise Fault(_("The file must hold exactly one shape. Choose one of its shapes first."))
        value = features[0]
    if isinstance(value, dict) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, dict) or value.get("type") not in ("Polygon", "MultiPolygon"):
        raise Fault(_("An outline must be a polygon, not a point or a line."))
    return value


def _check_numbers(shape: shapely.Geometry) -> None:
    points = shapely.get_coordinates(shape)
    if len(points) > MOST_POINTS:
        raise Fault(
            _("The outline has more than %(most)s points. Simplify it first.") % {"most": MOST_POINTS}
        )
    if len(points) < 4 or not np.isfinite(points).all():
        raise Fault(_("An outline needs at least three points."))
    if (np.abs(points) > (180, 90)).any():
        swapped = not (np.abs(points[:, ::-1]) > (180, 90)).any()
        hint = _("Longitude comes first, then latitude.") if swapped else _("Use degrees, not metres.")
        raise Fault(_("The coordinates lie outside the globe.") + " " + hint)


def _check_shape(shape: shapely.Geometry) -> None:
    if not shape.is_valid:
        reason = explain_validity(shape)
        place = reason.partition("[")[2].rstrip("]").replace(" ", ", ")
        raise Fault(
            _("The outline crosses or touches itself near %(place)s. Draw it as one loop.") % {"place": place}
        )
    if shape.is_empty or square_metres(shape) < 1:
        raise Fault(_("The outline encloses nothing."))


def _typed_point(line: str, number: int) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in line.replace("\uff0c", ",").replace(",", " ").split())
    except ValueError:
        fault = _("Line %(line)s is not a longitude and a latitude: “%(text)s”.")
        raise Fault(fault % {"line": number, "text": line.strip()[:40]}) from None
    return lon, lat


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {"type": value["type"], "coordinates": _rounded(value["coordinates"])}
    if isinstance(value, float | int):
        return round(float(value), DECIMALS)
    return [_rounded(part) for part in value]


def _authalic(latitude: Points) -> Points:
    """Twice the normalised area between the equator and this latitude on the ellipsoid."""
    sine, e = np.sin(np.radians(latitude)), ECCENTRICITY
    whole: Points = (1 - e * e) * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    return whole


def centre_of(shapes: Sequence[shapely.Geometry]) -> tuple[float, float]:
    """The middle of the box around the shapes."""
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return (float(west + east) / 2, float(south + north) / 2)
