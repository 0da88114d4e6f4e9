"""Drawings of areas in SVG: the locality's own shapes, no tiles, no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon

from linli.console.case.drawing import HEIGHT, WIDTH, Frame
from linli.places.geometry import read_outline
from linli.places.models import Area
from linli.places.survey import Survey


@dataclass(frozen=True)
class Figure:
    """One shape: what it is (a class of the style sheet), its name, its path."""

    kind: str
    name: str
    path: str


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    figures: tuple[Figure, ...]


def sheet_of(shapes: Sequence[tuple[str, str, shapely.Geometry]]) -> Sheet | None:
    """Each shape as (kind, name, geometry), the lowest first. None when there is nothing to draw."""
    kept = [(kind, name, shape) for kind, name, shape in shapes if not shape.is_empty]
    if not kept:
        return None
    frame = Frame.around(shapely.box(*shapely.total_bounds([shape for _kind, _name, shape in kept])))
    figures = (Figure(kind, name, path) for kind, name, shape in kept for path in rings(frame, shape))
    return Sheet(WIDTH, HEIGHT, tuple(figures))


def survey_sheet(area: Area, grids: Iterable[Area], survey: Survey[int]) -> Sheet | None:
    shapes = [("around", area.name, read_outline(area.outline))] if area.outline else []
    shapes += [("own", grid.name, read_outline(grid.outline)) for grid in grids if grid.outline]
    shapes += [("gap", "", patch.shape) for patch in survey.gaps]
    shapes += [("fault", "", overlap.shape) for overlap in survey.overlaps]
    shapes += [("fault", "", patch.shape) for patch in survey.outside]
    return sheet_of(shapes)


def rings(frame: Frame, shape: shapely.Geometry) -> Iterable[str]:
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]
    return frame.rings(MultiPolygon(parts)) if parts else ()
