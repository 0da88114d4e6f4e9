"""What a board is narrowed to by its address, and what may be chosen there. Only areas that have a name of their own in
the official list are offered: no grid, no building, and nothing with fewer than five households.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from linli.cases.models import Publication
from linli.cases.rates import FEW
from linli.governance.model import Category, EndState, RuleBook
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.places.models import Area
from linli.places.reads import ground_of
from linli.portal.locality import Locality

MONTHS = 12
MOST_AREAS, MOST_OUTLINES = 120, 500
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Chosen:
    """Each field is one parameter of the address; what nobody could have chosen is as if it were not there."""

    category: Category | None = None
    area: Area | None = None
    month: date | None = None
    end: str = ""
    areas: tuple[Area, ...] = ()
    months: tuple[date, ...] = ()
    ends: tuple[tuple[str, EndState], ...] = ()
    categories: tuple[Category, ...] = field(default=())

    @property
    def asked(self) -> dict[str, str]:
        found = {
            "category": self.category.code if self.category else "",
            "area": self.area.code if self.area else "",
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "end": self.end,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def said(self) -> tuple[str, ...]:
        """What is chosen, in words for whoever reads the page."""
        ends = dict(self.ends)
        found = (
            self.category.name if self.category else "",
            self.area.name if self.area else "",
            f"{self.month:%Y-%m}" if self.month else "",
            ends[self.end].name if self.end in ends else "",
        )
        return tuple(name for name in found if name)

    @property
    def query(self) -> str:
        """To stand before another parameter."""
        return f"{urlencode(self.asked)}&" if self.asked else ""


def chosen_in(asked: QueryDict, locality: Locality, today: date) -> Chosen:
    """One query."""
    areas, book = public_areas(locality), locality.book
    open_ones = tuple(one for one in book.categories if not one.sealed)
    end = asked.get("end", "")
    return Chosen(
        category=next((one for one in open_ones if one.code == asked.get("category")), None),
        area=next((area for area in areas if area.code == asked.get("area")), None),
        month=month_in(asked.get("month", "")),
        end=end if end in book.ends else "",
        areas=areas,
        months=tuple(last_months(today)),
        ends=tuple(shown_ends(book)),
        categories=open_ones,
    )


def public_areas(locality: Locality) -> tuple[Area, ...]:
    rows = Area.objects.current().inside(locality.area_path).exclude(code="")
    rows = rows.exclude(path=locality.area_path).exclude(households__lt=FEW)
    return tuple(rows.defer("outline").order_by("path")[:MOST_AREAS])


def drawn_areas(locality: Locality) -> tuple[Area, ...]:
    """What the map draws: official areas, and grids of at least five households."""
    rows = Area.objects.current().inside(locality.area_path).outlined().exclude(households__lt=FEW)
    rows = rows.filter(~Q(code="") | Q(households__gte=FEW))
    return tuple(rows.order_by("path")[:MOST_OUTLINES])


def shown_ends(book: RuleBook) -> Iterator[tuple[str, EndState]]:
    yield from ((key, end) for key, end in book.ends.items() if key != "merged")


def month_in(text: str) -> date | None:
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def last_months(today: date) -> Iterator[date]:
    """This month and those before it."""
    month = today.replace(day=1)
    for _each in range(MONTHS):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def published(actor: Actor, locality: Locality, chosen: Chosen) -> Any:
    """What everybody reads here, narrowed. Order and paging are the caller's."""
    rows = Publication.objects.visible_to(actor).inside(locality.area_path)
    if chosen.category:
        code = chosen.category.code
        rows = rows.filter(Q(category=code) | Q(category__startswith=f"{code}."))
    if chosen.area:
        rows = rows.filter(reduce(or_, (within("area_path", path) for path in ground_of(chosen.area))))
    if chosen.end:
        rows = rows.filter(end_state=chosen.end)
    if chosen.month:
        rows = rows.filter(published_at__gte=start_of(chosen.month), published_at__lt=end_of(chosen.month))
    return rows


def start_of(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, time()))


def end_of(month: date) -> datetime:
    """The first moment after it."""
    return start_of(month + timedelta(days=monthrange(month.year, month.month)[1]))
