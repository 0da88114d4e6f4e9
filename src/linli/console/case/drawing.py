"""A small drawing of where a case lies: the locality's own shapes, no tiles, no script."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from shapely import Geometry, MultiPolygon, Polygon

from linli.cases.models import Case
from linli.kit.paths import lineage
from linli.places.geometry import read_outline
from linli.places.models import Area

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
    """The nearest drawn area at or above the case with its neighbours; None where nothing is drawn. Two queries."""
    own = Area.objects.current().outlined().filter(path__in=lineage(case.area_path)).order_by("-path").first()
    if own is None:
        return None
    beside = Area.objects.current().outlined().filter(parent=own.parent_id).exclude(pk=own.pk)
    shape = read_outline(own.outline)
    frame = Frame.around(shape)
    return Drawing(
        own=tuple(frame.rings(shape)),
        around=tuple(
            path for area in beside[:MOST_SHAPES] for path in frame.rings(read_outline(area.outline))
        ),
        point=frame.place(case.lon, case.lat) if case.lat is not None and case.lon is not None else None,
        name=own.name,
    )


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
