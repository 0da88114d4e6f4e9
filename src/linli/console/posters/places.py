"""The places of an area that a poster can hang at."""

from django.db.models import Q

from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.places.entrances import Door, doors_of
from linli.places.models import Address, Area

MOST = 2000
Place = Address | Area | Door


def places_for(area: Area, what: str, estate: str = "") -> list[Place]:
    """One query; buildings are addresses of the list, or areas that the rule book calls so."""
    if what == "itself":
        return [area]
    if what == "areas":
        parts = Area.objects.current().filter(parent=area).select_related("parent").defer("outline")
        return list(parts.order_by("path")[:MOST])
    rows = Address.objects.current().inside(area.path).select_related("area")
    listed = (rows.filter(estate__icontains=estate) if estate else rows)[:MOST]
    if what == "buildings":
        return list(listed) or ([] if estate else buildings_in(area))
    doors = (door for row in listed for door in doors_of(row, lifts=what == "lifts"))
    return list[Place](doors)[:MOST]


def buildings_in(area: Area) -> list[Place]:
    """Areas without parts: where nobody keeps a list of addresses, these are the buildings."""
    rows = Area.objects.current().inside(area).filter(~Q(pk=area.pk), parts=None)
    return list(rows.select_related("parent").defer("outline").order_by("path")[:MOST])


def above(place: Place) -> str:
    """What the place lies in, in small letters under its name."""
    if isinstance(place, Area):
        return place.parent.name if place.parent else ""
    return above_of(place.building if isinstance(place, Door) else place)


def above_of(building: Address) -> str:
    return building.area.name


def path_of(place: Place) -> str:
    if isinstance(place, Area):
        return place.path
    return place.building.area_path if isinstance(place, Door) else place.area_path


def book_at(places: list[Place]) -> RuleBook | None:
    return rulebook_for(path_of(places[0])) if places else None
