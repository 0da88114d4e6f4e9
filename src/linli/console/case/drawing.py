"""A small drawing of where a case lies: the locality's own shapes, no tiles, no script."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from shapely import Geometry, MultiPolygon, Polygon

from linli.cases.models import Case
from linli.kit.paths import lineage
from linli.places.geometry import read_outline
from linli.places.models import Area
from linli.places.models.revisions import mark_of
from linli.places.reads import AREAS

WIDTH, HEIGHT, EDGE = 320.0, 240.0, 12.0
MOST_SHAPES = 60


@dataclass(frozen=True)
class Drawing:
    """Paths of an SVG of 320 × 240: the area itself, its neighbours, and the point when one was given."""

    own: tuple[str, ...]
    around: tuple[str, ...]
    point: tuple[float, float] | None
    name: str


def drawing_of(case: Case) -> Drawing | None:
    """The nearest drawn area at or above the case with its neighbours; None where nothing is drawn.

    The shapes are read and drawn once, until an area anywhere changes.
    """
    found = _shapes(mark_of(AREAS), case.area_path)
    if found is None:
        return None
    frame, rings, around, name = found
    point = frame.place(case.lon, case.lat) if case.lat is not None and case.lon is not None else None
    return Drawing(rings, around, point, name)


Shapes = tuple["Frame", tuple[str, ...], tuple[str, ...], str]


@lru_cache(maxsize=512)
def _shapes(mark: str, path: str) -> Shapes | None:
    """Two queries. The mark is part of the question, so that what was drawn anew is read anew."""
    drawn = Area.objects.current().outlined()
    own = drawn.filter(path__in=lineage(path)).order_by("-path").first()
    if own is None:
        return None
    beside = drawn.filter(parent=own.parent_id).exclude(pk=own.pk).order_by("path")
    shape = read_outline(own.outline)
    frame = Frame.around(shape)
    outlines = beside.values_list("outline", flat=True)[:MOST_SHAPES]
    around = (ring for outline in outlines for ring in frame.rings(read_outline(outline)))
    return frame, tuple(frame.rings(shape)), tuple(around), own.name


def forget_drawings() -> None:
    _shapes.cache_clear()


@dataclass(frozen=True)
class Frame:
    """From degrees to the drawing's own measure; north is up."""

    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float

    @classmethod
    def around(cls, shape: Geometry) -> "Frame":
        west, south, east, north = shape.bounds
        squeeze = cos(radians((south + north) / 2))
        wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
        scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
        return cls(west, north, scale, squeeze, (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        y = self.top + (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)

    def rings(self, shape: Polygon | MultiPolygon) -> Iterable[str]:
        parts = shape.geoms if isinstance(shape, MultiPolygon) else (shape,)
        for part in parts:
            thin = part.simplify(0.7 / self.scale)
            points = (self.place(lon, lat) for lon, lat, *_ in thin.exterior.coords)
            yield "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
