"""The short words in a QR code on a wall: which building, or which area, somebody stands before. They tell nothing secret."""

from dataclasses import dataclass

from linli.places.models import Address, Area

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_CODE = 12


@dataclass(frozen=True)
class Entrance:
    code: str
    name: str
    area_id: int
    area_path: str
    lat: float | None = None
    lon: float | None = None


def code_for(place: Address | Area) -> str:
    """ "b2k7" for a building, "a1f" for an area."""
    return ("b" if isinstance(place, Address) else "a") + base36(place.pk)


def base36(number: int) -> str:
    letters = ""
    while number or not letters:
        number, digit = divmod(number, len(DIGITS))
        letters = DIGITS[digit] + letters
    return letters


def entrance(code: str) -> Entrance | None:
    """The place of a code that was read from a wall; None for one that nobody printed. One query."""
    if not 2 <= len(code) <= LONGEST_CODE or not code.isascii() or not code[1:].isalnum():
        return None
    number = int(code[1:], 36)
    if number >= 2**63:
        return None
    if code[0] == "b":
        return of_building(code, number)
    return of_area(code, number) if code[0] == "a" else None


def of_building(code: str, number: int) -> Entrance | None:
    row = Address.objects.current().select_related("area").filter(pk=number).first()
    if row is None:
        return None
    return Entrance(code, f"{row.area.name} {row}", row.area_id, row.area_path, row.lat, row.lon)


def of_area(code: str, number: int) -> Entrance | None:
    row = Area.objects.current().filter(pk=number).first()
    return Entrance(code, row.name, row.pk, row.path) if row else None
