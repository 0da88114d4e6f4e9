"""What others ask of places: which area holds a point, which calendar holds there, who came before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Max, QuerySet

from linli.kit.paths import lineage
from linli.kit.prepared import prepared
from linli.places.calendar_files import shipped
from linli.places.coordinates import Points
from linli.places.geometry import GridIndex, read_outline
from linli.places.memory import Kept
from linli.places.models import Area, AreaVersion, CalendarDay, CalendarYear, LocalDay, Succession
from linli.places.survey import Grid, Norm, Survey, survey
from linli.places.workdays import Calendar, DayKind, Mark

AREAS = "areas"
CALENDAR = "calendar"


@dataclass(frozen=True)
class Spot:
    """An area by id and path, as the index in memory knows it."""

    id: int
    path: str


@dataclass(frozen=True)
class DrawnTree:
    """All outlines as they are since `since`: the deepest area that holds a point comes first."""

    index: GridIndex[Spot]
    since: date


def spot_at(lat: float, lon: float, day: date) -> Spot | None:
    """The deepest area of this day around a WGS-84 point. One small query, and none to the tables of areas."""
    return _tree_of(day).index.at(lon, lat)


def spots_at(points: Points, day: date) -> list[Spot | None]:
    """The same for many (lon, lat) points at once."""
    return _tree_of(day).index.many(points)


def area_at(lat: float, lon: float, at: date) -> Area | None:
    """The deepest area of this day around a WGS-84 point, or None where nothing is drawn. Two queries."""
    spot = spot_at(lat, lon, at)
    return next(iter(_areas(spot.id)), None) if spot else None


@prepared
def _areas(pk: int) -> QuerySet[Area]:
    return Area.objects.defer("outline").filter(pk=pk)


def areas_near(lat: float, lon: float, day: date, metres: float = 50) -> list[tuple[Spot, float]]:
    """Areas that do not hold the point but lie within a few steps of it, the nearest first."""
    return [(spot, away) for spot, away in _tree_of(day).index.near(lon, lat, metres) if away > 0]


def heir_of(area: Area) -> Area | None:
    """The one open area that goes on as this one; None when it was closed for good or split among several."""
    seen = {area.pk}
    while area.valid_to is not None:
        after = list(Succession.objects.out_of([area.pk]).select_related("after")[:2])
        if len(after) != 1 or after[0].after_id in seen:
            return None
        area = after[0].after
        seen.add(area.pk)
    return area


def ground_of(area: Area) -> tuple[str, ...]:
    """The paths under which this area's rows of all years stand: its own and those of its predecessors."""
    areas = Area.objects.filter(pk=area.pk).with_predecessors()
    return tuple(areas.order_by("path").values_list("path", flat=True))


def survey_of(area: Area, level: str, norm: Norm | None = None) -> Survey[int]:
    """How the areas of this level inside an area fit together. One query."""
    rows = Area.objects.current().inside(area).filter(level=level)
    grids = [Grid(row.pk, read_outline(row.outline) if row.outline else None, row.households) for row in rows]
    return survey(grids, read_outline(area.outline) if area.outline else None, norm)


def calendar_for(path: str) -> Calendar:
    """The working calendar at this place: the announced years with the local days laid over. One small query."""
    country, local = _calendars.now(_read_calendars)
    marks: dict[date, Mark] = {}
    for above in lineage(path):
        marks |= local.get(above, {})
    return country.with_marks(marks) if marks else country


def _tree_of(day: date) -> DrawnTree:
    tree = _trees.now(_read_tree)
    return tree if day >= tree.since else _past_tree(_trees.mark, day)


def _read_tree() -> DrawnTree:
    rows = Area.objects.current().outlined().values_list("pk", "path", "outline")
    latest = Area.objects.aggregate(Max("version_from"), Max("valid_to"))
    since = max(filter(None, latest.values()), default=date.min)
    return DrawnTree(_indexed(list(rows)), since)


@lru_cache(maxsize=8)
def _past_tree(mark: str, day: date) -> DrawnTree:
    """The tree of a day in the past. `mark` is the revision it was read under."""
    rows = Area.objects.on(day).values_list("pk", "path", "version_from", "outline")
    older = {pk for pk, _path, since, _outline in rows if since > day}
    versions = AreaVersion.objects.filter(area__in=older, valid_from__lte=day, valid_to__gt=day)
    outlines = dict(versions.values_list("area", "outline"))
    drawn = ((pk, path, outlines.get(pk) if pk in older else outline) for pk, path, _since, outline in rows)
    return DrawnTree(_indexed([row for row in drawn if row[2]]), day)


def _indexed(rows: Sequence[tuple[int, str, object]]) -> GridIndex[Spot]:
    deepest_first = sorted(rows, key=lambda row: (-len(row[1]), row[1]))
    return GridIndex((Spot(pk, path), read_outline(outline)) for pk, path, outline in deepest_first)


def _read_calendars() -> tuple[Calendar, dict[str, dict[date, Mark]]]:
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    marks = {day: mark for day, mark in shipped().marks.items() if day.year not in years}
    for row in CalendarDay.objects.all():
        marks[row.day] = Mark(DayKind(row.kind), row.name)
    local: dict[str, dict[date, Mark]] = {}
    for day in LocalDay.objects.all():
        local.setdefault(day.area_path, {})[day.day] = Mark(DayKind(day.kind), day.name)
    return Calendar(marks, shipped().years | years), local


_trees: Kept[DrawnTree] = Kept(AREAS)
_calendars: Kept[tuple[Calendar, dict[str, dict[date, Mark]]]] = Kept(CALENDAR)
