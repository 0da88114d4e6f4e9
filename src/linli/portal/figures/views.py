"""Figures for everybody: the three rates of a month, and the screen of a meeting room. No log-in, nobody to be found out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.open_rates import Climbed, OpenLine, climbed, open_rates
from linli.cases.rates import RESOLUTION, RESPONSE, SATISFACTION
from linli.kit.doors import door
from linli.kit.kept import Kept
from linli.places.models import Area
from linli.portal.board.choosing import Chosen, last_months, month_in, public_areas, published
from linli.portal.board.results import results_of
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404

NEWEST = 6
MOST_CLIMBED = 8
ENOUGH_DAYS = 7  # so old a month must be before the screen shows it instead of the one before


@dataclass(frozen=True)
class Named:
    """A line of the table under the name of its place."""

    name: str
    line: Any


def finest_areas(locality: Locality) -> tuple[Area, ...]:
    """Those below which no other one is public: they do not overlap."""
    areas = public_areas(locality)
    return tuple(
        area for area in areas if not any(one.path.startswith(area.path) for one in areas if one is not area)
    )


def named(
    locality: Locality, areas: tuple[Area, ...], lines: tuple[OpenLine, ...] | tuple[Climbed, ...]
) -> list[Named]:
    names = {"": locality.name, **{area.path: area.name for area in areas}}
    return [Named(names[line.area], line) for line in lines]


def meanings() -> dict[str, tuple[str, str]]:
    return {
        RESPONSE: (_("Response"), _("first contact in time, of all made or overdue")),
        RESOLUTION: (_("Resolution"), _("solved, of all closed that count")),
        SATISFACTION: (_("Satisfaction"), _("“solved” said by the resident, of all who judged")),
    }


def figures_of(line: OpenLine) -> list[dict[str, Any]]:
    means = meanings()
    return [
        {
            "name": means[rate.key][0],
            "means": means[rate.key][1],
            "rate": rate,
            "hidden": rate.denominator.number is None,
        }
        for rate in line.rates
    ]


_lines: Kept[tuple[OpenLine, ...]] = Kept(lambda: settings.FIGURES_SECONDS)
_climbed: Kept[tuple[Climbed, ...]] = Kept(lambda: settings.FIGURES_SECONDS)


def lines_of(locality: Locality, areas: tuple[Area, ...], month: date, at: datetime) -> tuple[OpenLine, ...]:
    """Each asks for all cases of a month, and everybody may ask: counted once a minute."""
    paths = tuple(area.path for area in areas)
    return _lines.get(
        (locality.area_path, paths, month),
        lambda: open_rates(locality.area_path, paths, month, locality.book, at),
    )


def climbed_of(locality: Locality, areas: tuple[Area, ...]) -> tuple[Climbed, ...]:
    paths = tuple(area.path for area in areas)
    return _climbed.get((locality.area_path, paths), lambda: climbed(locality.area_path, paths))


@door("public")
@require_safe
def rates(request: HttpRequest, slug: str) -> HttpResponse:
    """Of what was raised in a month; without a choice, in this one."""
    locality, at = locality_or_404(slug), timezone.now()
    today = timezone.localdate(at)
    asked = month_in(request.GET.get("month", ""))
    month = asked if asked and asked <= today else today.replace(day=1)
    areas = finest_areas(locality)
    lines = lines_of(locality, areas, month, at)
    parts = named(locality, areas, lines)[1:]
    told = [row for row in parts if row.line.raised.number != 0]
    context = {
        "locality": locality,
        "month": month,
        "months": sorted({*last_months(today), month}, reverse=True),
        "whole": lines[0],
        "figures": figures_of(lines[0]),
        "lines": [{"name": row.name, "line": row.line, "figures": figures_of(row.line)} for row in told],
        "quiet": len(told) < len(parts),
        "means": meanings().values(),
    }
    return render(request, "portal/figures/rates.html", context)


@door("public")
@require_safe
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """To be read from four metres; it asks for itself anew every minute."""
    locality, at = locality_or_404(slug), timezone.now()
    areas, month = finest_areas(locality), month_shown(at)
    lines = lines_of(locality, areas, month, at)
    rows = published(actor_of(request), locality, Chosen()).order_by("-published_at", "-id")[:NEWEST]
    whole, *parts = named(locality, areas, climbed_of(locality, areas))
    context = {
        "locality": locality,
        "now": at,
        "month": month,
        "whole": lines[0],
        "figures": figures_of(lines[0]),
        "results": results_of(rows, locality.book),
        "climbed": whole,
        "parts": most_first(parts),
    }
    return render(request, "portal/figures/screen.html", context)


def month_shown(at: datetime) -> date:
    """The running month once it is a week old, till then the last one."""
    return (timezone.localdate(at) - timedelta(days=ENOUGH_DAYS)).replace(day=1)


def most_first(parts: list[Named]) -> list[Named]:
    """Areas in which something climbed, or in which it is not shown whether; places are compared here, never persons."""
    there = [one for one in parts if one.line.number.number != 0]
    return sorted(there, key=lambda one: -(one.line.number.number or 0))[:MOST_CLIMBED]
