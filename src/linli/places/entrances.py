"""The short words in a QR code on a wall: which building, or which area, somebody stands before. They tell nothing secret."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.places.models import Address, Area

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_CODE = 12
PART = re.compile(r"[el][1-9]\d?")


@dataclass(frozen=True)
class Entrance:
    code: str
    name: str
    area_id: int
    area_path: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Door:
    """A door in a building that has several: a stairwell, or the lift in it."""

    building: Address
    stairwell: int
    is_lift: bool = False

    @property
    def part(self) -> str:
        return ("l" if self.is_lift else "e") + str(self.stairwell)

    def __str__(self) -> str:
        return f"{self.building} {part_name(self.part)}"


def doors_of(building: Address, *, lifts: bool = False) -> list[Door]:
    """Each stairwell (or lift) of a building whose number of stairwells is known."""
    return [Door(building, number, lifts) for number in range(1, (building.units or 0) + 1)]


def code_for(place: Address | Area | Door) -> str:
    """ "b2k7" for a building, "b2k7.e3" for its third stairwell, "b2k7.l3" for the lift there, "a1f" for an area."""
    if isinstance(place, Door):
        return f"{code_for(place.building)}.{place.part}"
    return ("b" if isinstance(place, Address) else "a") + base36(place.pk)


def part_name(part: str) -> str:
    if not part:
        return ""
    number = {"number": part[1:]}
    return (
        _("lift of stairwell %(number)s") % number if part[0] == "l" else _("stairwell %(number)s") % number
    )


def base36(number: int) -> str:
    letters = ""
    while number or not letters:
        number, digit = divmod(number, len(DIGITS))
        letters = DIGITS[digit] + letters
    return letters


def entrance(code: str) -> Entrance | None:
    """The place of a code that was read from a wall; None for one that nobody printed. One query."""
    place, dot, part = code.partition(".")
    if not 2 <= len(place) <= LONGEST_CODE or not place.isascii() or not place[1:].isalnum():
        return None
    number = int(place[1:], 36)
    if number >= 2**63 or (dot and not (place[0] == "b" and PART.fullmatch(part))):
        return None
    if place[0] == "b":
        return of_building(code, number, part)
    return of_area(code, number) if place[0] == "a" else None


def of_building(code: str, number: int, part: str) -> Entrance | None:
    row = Address.objects.current().select_related("area").filter(pk=number).first()
    if row is None:
        return None
    name = " ".join(filter(None, [row.area.name, str(row), part_name(part)]))
    return Entrance(code, name, row.area_id, row.area_path, row.lat, row.lon)


def of_area(code: str, number: int) -> Entrance | None:
    row = Area.objects.current().filter(pk=number).first()
    return Entrance(code, row.name, row.pk, row.path) if row else None
