"""From what a person says of a place to the areas it may mean, each with the reason. Nothing is forced when several fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.address_words import normal, numbers_in
from linli.places.gazetteer import Gazetteer, NamedArea, NamedBuilding, gazetteer
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
    """Where these words may point to inside an area, the best guess first; empty when nothing is recognised.

    At most three queries, however many buildings there are.
    """
    text = normal(said)
    if len(text) < 2:
        return []
    known = gazetteer(within if isinstance(within, str) else within.path)
    for found, reason in (
        (_by_building(text, known), _("The building is on the list.")),
        (_by_house(text, known), _("The house number is on the list.")),
        (_by_estate(text, known), _("The estate is on the list, the building is not.")),
    ):
        if found:
            return _buildings(found, reason)
    return _by_area(text, known)


def _by_building(text: str, known: Gazetteer) -> list[NamedBuilding]:
    named = _named(text, known.buildings, "estate")
    return [row for row, tail in named if row.building and row.building == numbers_in(tail).building]


def _by_house(text: str, known: Gazetteer) -> list[NamedBuilding]:
    named = [(row, numbers_in(tail)) for row, tail in _named(text, known.buildings, "road")]
    found = [(row, said.building) for row, said in named if said.number and said.number == row.number]
    exact = [row for row, building in found if row.building == building]
    return exact or [row for row, building in found if not building or not row.building]


def _by_estate(text: str, known: Gazetteer) -> list[NamedBuilding]:
    return [row for row, _tail in _named(text, known.buildings, "estate")]


def _named(
    text: str, rows: Iterable[NamedBuilding], column: Literal["estate", "road"]
) -> list[tuple[NamedBuilding, str]]:
    """Rows whose estate (or road) the words name, with the words after it; only the longest names that fit."""
    hits: list[tuple[int, NamedBuilding, str]] = []
    for row in rows:
        name: str = getattr(row, column)
        at = text.find(name) if len(name) >= 2 else -1
        if at >= 0:
            hits.append((len(name), row, text[at + len(name) :]))
    longest = max((size for size, _row, _tail in hits), default=0)
    return [(row, tail) for size, row, tail in hits if size == longest]


def _buildings(rows: Sequence[NamedBuilding], reason: str | Promise) -> list[Proposal]:
    """One proposal for each area; a building only where the area holds a single one of those found."""
    by_area: dict[int, list[int]] = {}
    for row in rows:
        by_area.setdefault(row.area, []).append(row.address)
    first = {ids[0]: len(ids) == 1 for ids in list(by_area.values())[:MOST]}
    found = Address.objects.filter(pk__in=first).select_related("area").order_by("area_path")
    sure = len(by_area) == 1
    return [Proposal(row.area, row if first[row.pk] else None, reason, sure) for row in found]


def _by_area(text: str, known: Gazetteer) -> list[Proposal]:
    """Areas that the words call by name, the longest name first; several of one name are all proposed."""
    hits = [(len(name), row) for row in known.areas for name in row.names if name in text]
    inner = _buildings_below([row.area for _size, row in hits], numbers_in(text).building, known.areas)
    longest = max((size for size, _row in hits), default=0)
    best = {row.area for row in inner} or {row.area for size, row in hits if size == longest}
    reason = _("The building is one of the areas.") if inner else _("The words name this area.")
    areas = Area.objects.filter(pk__in=best).defer("outline").order_by("path")[:MOST] if best else ()
    return [Proposal(area, None, reason, len(best) == 1) for area in areas]


def _buildings_below(above: Sequence[int], building: str, areas: Iterable[NamedArea]) -> list[NamedArea]:
    """Buildings that are areas themselves, below one that the words name."""
    if not building or not above:
        return []
    return [row for row in areas if row.parent in above and row.building == building]
