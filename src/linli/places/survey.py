"""Do the grids of an area fit together? Overlaps, gaps, what lies outside, and sizes against the norm. Pure."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from linli.places.geometry import centre_of, flattened

K = TypeVar("K", bound=Hashable)
Shape: TypeAlias = Polygon | MultiPolygon

SMALLEST = 100.0  # square metres below which a sliver is drawing noise


class Size(StrEnum):
    FITS = "fits"
    SMALL = "small"
    LARGE = "large"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Norm:
    """How many households one grid should have, both ends included."""

    fewest: int
    most: int

    def size(self, households: int | None) -> Size:
        if households is None:
            return Size.UNKNOWN
        return Size.SMALL if households < self.fewest else Size.LARGE if households > self.most else Size.FITS


@dataclass(frozen=True)
class Grid(Generic[K]):
    key: K
    outline: Shape | None
    households: int | None = None


@dataclass(frozen=True)
class Overlap(Generic[K]):
    one: K
    other: K
    square_metres: float
    shape: shapely.Geometry


@dataclass(frozen=True)
class Patch(Generic[K]):
    """A piece of ground: a gap (`key` is None) or the part of a grid outside the parent."""

    key: K | None
    square_metres: float
    shape: shapely.Geometry


@dataclass(frozen=True)
class Measured(Generic[K]):
    key: K
    square_metres: float | None
    households: int | None
    size: Size


@dataclass(frozen=True)
class Survey(Generic[K]):
    grids: tuple[Measured[K], ...]
    overlaps: tuple[Overlap[K], ...]
    gaps: tuple[Patch[K], ...]
    outside: tuple[Patch[K], ...]
    undrawn: tuple[K, ...]
    parent_square_metres: float | None

    @property
    def sound(self) -> bool:
        return not (self.overlaps or self.gaps or self.outside or self.undrawn)


def survey(
    grids: Sequence[Grid[K]],
    parent: Shape | None = None,
    norm: Norm | None = None,
    smallest: float = SMALLEST,
) -> Survey[K]:
    """Pieces of ground under `smallest` square metres are left out; without a parent outline gaps are not looked for."""
    drawn = [(grid.key, grid.outline) for grid in grids if grid.outline is not None]
    shapes = [shape for _key, shape in drawn] + ([parent] if parent else [])
    centre = centre_of(shapes) if shapes else (0.0, 0.0)
    keys = [key for key, _shape in drawn]
    flat = [flattened(shape, centre) for _key, shape in drawn]
    ground = flattened(parent, centre) if parent else None
    areas = dict(zip(keys, (float(shape.area) for shape in flat), strict=True))
    return Survey(
        grids=tuple(_measured(grid, areas.get(grid.key), norm) for grid in grids),
        overlaps=tuple(_overlaps(drawn, flat, smallest)),
        gaps=tuple(_gaps(parent, drawn, centre, smallest)) if parent else (),
        outside=tuple(_outside(parent, drawn, centre, smallest)) if parent else (),
        undrawn=tuple(grid.key for grid in grids if grid.outline is None),
        parent_square_metres=float(ground.area) if ground is not None else None,
    )


def _measured(grid: Grid[K], area: float | None, norm: Norm | None) -> Measured[K]:
    size = norm.size(grid.households) if norm else Size.UNKNOWN
    return Measured(grid.key, area, grid.households, size)


def _overlaps(
    drawn: Sequence[tuple[K, Shape]], flat: Sequence[shapely.Geometry], smallest: float
) -> list[Overlap[K]]:
    if not flat:
        return []
    first, second = shapely.STRtree(flat).query(np.array(flat, dtype=object), predicate="intersects")
    found = []
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        common = float(flat[a].intersection(flat[b]).area) if a < b else 0.0
        if common > smallest:
            (one, shape), (other, shape_b) = drawn[a], drawn[b]
            found.append(Overlap(one, other, common, shape.intersection(shape_b)))
    return sorted(found, key=lambda overlap: -overlap.square_metres)


def _gaps(
    parent: Shape, drawn: Sequence[tuple[K, Shape]], centre: tuple[float, float], smallest: float
) -> list[Patch[K]]:
    covered = shapely.union_all(np.array([shape for _key, shape in drawn], dtype=object))
    return _patches(None, parent.difference(covered), centre, smallest)


def _outside(
    parent: Shape, drawn: Sequence[tuple[K, Shape]], centre: tuple[float, float], smallest: float
) -> list[Patch[K]]:
    return [
        patch for key, shape in drawn for patch in _patches(key, shape.difference(parent), centre, smallest)
    ]


def _patches(
    key: K | None, shape: shapely.Geometry, centre: tuple[float, float], smallest: float
) -> list[Patch[K]]:
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]
    sized = [(float(flattened(part, centre).area), part) for part in parts]
    kept = [(area, part) for area, part in sized if area > smallest]
    return [Patch(key, area, part) for area, part in sorted(kept, key=lambda pair: -pair[0])]
