"""From what a person says of a place to the areas it may mean, each with the reason. Nothing is forced when several fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.address_words import Numbers, normal, numbers_in, plain_building, stem
from linli.places.divisions import stem_of
from linli.places.models import Address, Area

MOST = 8


@dataclass(frozen=True)
class Proposal:
    """An area (and the building, where it is on the list). `sure` when nothing else fits as well."""

    area: Area
    address: Address | None
    reason: str | Promise
    sure: bool


def place_of(said: str, within: Area | str) -> list[Proposal]:
    """Where these words may point to inside an area, the best guess first; empty when nothing is recognised."""
    path = within if isinstance(within, str) else within.path
    text = normal(said)
    if len(text) < 2:
        return []
    addresses = list(Address.objects.current().inside(path).select_related("area"))
    for found, reason in (
        (_by_building(text, addresses), _("The building is on the list.")),
        (_by_house(text, addresses), _("The house number is on the list.")),
        (_by_estate(text, addresses), _("The estate is on the list, the building is not.")),
    ):
        if found:
            return _as_proposals(found, reason)
    return _by_area(text, path, numbers_in(text))


def _by_building(text: str, addresses: Iterable[Address]) -> list[Address]:
    found = []
    for address, tail in _named(text, addresses, "estate"):
        building = numbers_in(tail).building
        if building and building == plain_building(address.building):
            found.append(address)
    return found


def _by_house(text: str, addresses: Iterable[Address]) -> list[Address]:
    found = []
    for address, tail in _named(text, addresses, "road"):
        numbers = numbers_in(tail)
        if numbers.number and numbers.number == plain_building(address.number):
            found.append((address, numbers.building))
    exact = [row for row, building in found if plain_building(row.building) == building]
    return exact or [row for row, building in found if not building or not row.building]


def _by_estate(text: str, addresses: Iterable[Address]) -> list[Address]:
    return [address for address, _tail in _named(text, addresses, "estate")]


def _named(text: str, addresses: Iterable[Address], column: str) -> list[tuple[Address, str]]:
    """Addresses whose estate (or road) the words name, with the words after it; only the longest names that fit."""
    hits: list[tuple[int, Address, str]] = []
    for address in addresses:
        name = stem(getattr(address, column)) if getattr(address, column) else ""
        at = text.find(name) if len(name) >= 2 else -1
        if at >= 0:
            hits.append((len(name), address, text[at + len(name) :]))
    longest = max((size for size, _address, _tail in hits), default=0)
    return [(address, tail) for size, address, tail in hits if size == longest]


def _as_proposals(addresses: list[Address], reason: str | Promise) -> list[Proposal]:
    """One proposal for each area; a building only where the area holds a single one of those found."""
    by_area: dict[int, list[Address]] = {}
    for address in addresses:
        by_area.setdefault(address.area_id, []).append(address)
    sure = len(by_area) == 1
    return [
        Proposal(rows[0].area, rows[0] if len(rows) == 1 else None, reason, sure) for rows in by_area.values()
    ][:MOST]


def _by_area(text: str, path: str, numbers: Numbers) -> list[Proposal]:
    """Areas that the words call by name: the longest name, then the deepest area; several of a kind are all proposed."""
    areas = Area.objects.current().inside(path).defer("outline")
    hits = [(len(name), area) for area in areas for name in _names_of(area) if name in text]
    inner = _building_areas(hits, numbers)
    best = inner or [area for size, area in hits if size == max(other for other, _area in hits)]
    unique = list({area.pk: area for area in best}.values())
    reason = _("The building is one of the areas.") if inner else _("The words name this area.")
    return [Proposal(area, None, reason, len(unique) == 1) for area in unique[:MOST]]


def _names_of(area: Area) -> set[str]:
    return {name for name in (normal(area.name), normal(stem_of(area.name))) if len(name) >= 2}


def _building_areas(hits: list[tuple[int, Area]], numbers: Numbers) -> list[Area]:
    """Buildings that are areas themselves, below one that the words name."""
    if not numbers.building or not hits:
        return []
    above = [area.pk for _size, area in hits]
    parts = Area.objects.current().filter(parent__in=above).defer("outline")
    return [part for part in parts if plain_building(part.name) == numbers.building]
