"""Where a matter lies: the areas to choose from, and the narrowest one on which the choice and the place agree."""

from dataclasses import dataclass

from django.db.models import Q

from linli.kit.actor import ANONYMOUS
from linli.places.models import Area
from linli.portal.locality import Locality

MOST_AREAS = 150


@dataclass(frozen=True)
class Point:
    """WGS-84, or nowhere."""

    lat: float | None = None
    lon: float | None = None


def areas_of(locality: Locality) -> list[Area]:
    """The locality and the two storeys below it that people know by name; only one where two are too many."""
    top = locality.area_id
    near = Q(pk=top) | Q(parent=top)
    found = list(
        Area.objects.visible_to(ANONYMOUS)
        .current()
        .filter(near | Q(parent__parent=top))
        .order_by("path")[: MOST_AREAS + 1]
    )
    if len(found) <= MOST_AREAS:
        return found
    return [area for area in found if area.pk == top or area.parent_id == top]


def area_choices(areas: list[Area]) -> list[tuple[str, str]]:
    """Each under the name of the one above it; the whole locality first."""
    names = {area.pk: area.name for area in areas[1:]}
    return [
        (str(area.pk), " · ".join(filter(None, [names.get(area.parent_id or 0), area.name])))
        for area in areas
    ]


def nearest_known(path: str, areas: list[Area]) -> Area | None:
    """The narrowest area of the list that holds this path."""
    holding = [area for area in areas if path.startswith(area.path)]
    return max(holding, key=lambda area: len(area.path), default=None)


def narrowest(chosen: Area, *others: Area | None) -> Area:
    """An area found by code or by coordinates, when it lies inside the one that was chosen."""
    inside = [area for area in others if area and area.path.startswith(chosen.path)]
    return max([chosen, *inside], key=lambda area: len(area.path))
