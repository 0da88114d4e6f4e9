"""What a public list is narrowed to by its address: an area that is offered to everybody, a category that is not sealed."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from linli.cases.models.lists import SHOWN
from linli.governance.model import Category
from linli.kit.paths import within
from linli.places.models import Area
from linli.places.reads import ground_of
from linli.portal.board.choosing import public_areas
from linli.portal.locality import Locality


@dataclass(frozen=True)
class Narrowed:
    """What nobody could have chosen is as if it were not there."""

    state: str = ""
    area: Area | None = None
    category: Category | None = None
    areas: tuple[Area, ...] = ()
    categories: tuple[Category, ...] = ()

    @property
    def query(self) -> str:
        """To stand before another parameter."""
        asked = {
            "state": self.state,
            "area": self.area.code if self.area else "",
            "category": self.category.code if self.category else "",
        }
        said = {name: value for name, value in asked.items() if value}
        return f"{urlencode(said)}&" if said else ""


def narrowed_by(asked: QueryDict, locality: Locality) -> Narrowed:
    """One query."""
    areas = public_areas(locality)
    categories = tuple(one for one in locality.book.categories if not one.sealed)
    state = asked.get("state", "")
    return Narrowed(
        state=state if state in SHOWN else "",
        area=next((area for area in areas if area.code == asked.get("area")), None),
        category=next((one for one in categories if one.code == asked.get("category")), None),
        areas=areas,
        categories=categories,
    )


def narrow(lines: Any, by: Narrowed) -> Any:
    if by.state:
        lines = lines.in_state(by.state)
    if by.area:
        lines = lines.filter(reduce(or_, (within("area_path", path) for path in ground_of(by.area))))
    if by.category:
        code = by.category.code
        lines = lines.filter(Q(case__category=code) | Q(case__category__startswith=f"{code}."))
    return lines
