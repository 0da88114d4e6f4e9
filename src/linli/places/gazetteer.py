"""The names of buildings and areas inside a place as they are compared, kept in memory until one of them changes."""

from dataclasses import dataclass
from functools import lru_cache

from linli.places.address_words import normal, plain_building, stem
from linli.places.divisions import stem_of
from linli.places.models import Address, Area
from linli.places.models.revisions import revisions_of

AREAS = "areas"
ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class NamedBuilding:
    address: int
    area: int
    estate: str
    road: str
    number: str
    building: str


@dataclass(frozen=True, slots=True)
class NamedArea:
    area: int
    parent: int | None
    names: tuple[str, ...]
    building: str


@dataclass(frozen=True)
class Gazetteer:
    buildings: tuple[NamedBuilding, ...]
    areas: tuple[NamedArea, ...]


def gazetteer(path: str) -> Gazetteer:
    """All names inside this path. One small query when nothing changed."""
    return _read(path, revisions_of(AREAS, ADDRESSES))


@lru_cache(maxsize=16)
def _read(path: str, marks: tuple[str, ...]) -> Gazetteer:
    """`marks` say under which revisions this was read."""
    addresses = Address.objects.current().inside(path)
    areas = Area.objects.current().inside(path)
    columns = ("pk", "area", "estate", "road", "number", "building")
    return Gazetteer(
        tuple(_building(*row) for row in addresses.values_list(*columns)),
        tuple(_area(*row) for row in areas.values_list("pk", "parent", "name")),
    )


def _building(pk: int, area: int, estate: str, road: str, number: str, building: str) -> NamedBuilding:
    names = stem(estate) if estate else "", stem(road) if road else ""
    return NamedBuilding(pk, area, *names, plain_building(number), plain_building(building))


def _area(pk: int, parent: int | None, name: str) -> NamedArea:
    names = {normal(name), normal(stem_of(name))}
    return NamedArea(pk, parent, tuple(sorted(n for n in names if len(n) >= 2)), plain_building(name))
