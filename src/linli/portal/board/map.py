"""The published results on a map of the locality's own outlines: no tiles from elsewhere, no doorstep."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.models import Publication
from linli.cases.reads_of_board import pinned
from linli.kit.doors import door
from linli.kit.paging import page_of
from linli.places.coordinates import System, convert, convert_shape
from linli.places.geometry import read_outline, simplified, write_outline
from linli.places.models import Area
from linli.portal.board.choosing import chosen_in, drawn_areas, published
from linli.portal.board.results import results_of
from linli.portal.board.views import NEWEST_FIRST, PER_PAGE
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404

METRES = 15  # so far a drawn outline may be from the true one
HEADERS = {"Cache-Control": "public, max-age=60"}


@door("public")
@require_safe
def board_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The map beside the same list that the board shows; the list needs no script."""
    locality = locality_or_404(slug)
    chosen = chosen_in(request.GET, locality, timezone.localdate())
    rows = published(actor_of(request), locality, chosen)
    page = page_of(rows, order=NEWEST_FIRST, cursor=request.GET.get("after", ""), size=PER_PAGE)
    context = {
        "locality": locality,
        "chosen": chosen,
        "query": chosen.query,
        "page": page,
        "results": results_of(page, locality.book),
    }
    return render(request, "portal/board/map.html", context)


@door("public")
@require_safe
def shapes(request: HttpRequest, slug: str) -> JsonResponse:
    """GeoJSON: outlines and pins. `system=gcj02` or `bd09` for whoever lays them over a public Chinese map."""
    locality = locality_or_404(slug)
    chosen = chosen_in(request.GET, locality, timezone.localdate())
    asked = request.GET.get("system", "")
    system = System(asked) if asked in set(System) else System.WGS84
    outlines = [outline_of(area, system) for area in drawn_areas(locality)]
    pins = [
        pin_feature(row, locality, system) for row in pinned(published(actor_of(request), locality, chosen))
    ]
    content = {"type": "FeatureCollection", "system": system.value, "features": [*outlines, *pins]}
    return JsonResponse(content, headers=HEADERS, json_dumps_params={"ensure_ascii": False})


def outline_of(area: Area, system: System) -> dict[str, Any]:
    shape = simplified(read_outline(area.outline), METRES)
    return {
        "type": "Feature",
        "geometry": write_outline(convert_shape(shape, System.WGS84, system)),
        "properties": {"name": area.name},
    }


def pin_feature(row: Publication, locality: Locality, system: System) -> dict[str, Any]:
    end = locality.book.ends.get(row.end_state)
    lon, lat = convert((row.pin_lon, row.pin_lat), System.WGS84, system).tolist()
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]},
        "properties": {
            "title": row.title,
            "area": row.area_name,
            "end": end.name if end else "",
            "url": reverse("portal:board-result", args=[locality.slug, row.pk]),
        },
    }
