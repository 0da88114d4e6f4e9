"""Open data: a file for each month, what its columns mean, under which licence, and its checksum."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.opendata import COLUMNS, TYPES, WRITERS, Source, checksum_of, content_of
from linli.kit.doors import door
from linli.portal.board.choosing import Chosen, month_in, published
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404

HEADERS = {"Cache-Control": "public, max-age=300"}


@door("public")
@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    rows = published(actor_of(request), locality, Chosen())
    months = rows.order_by().datetimes("published_at", "month", order="DESC")
    context = {
        "locality": locality,
        "months": [timezone.localdate(month) for month in months],
        "columns": COLUMNS,
        "licence": locality.book.words.get("licence", ""),
    }
    return render(request, "portal/opendata/data.html", context)


def source_or_404(request: HttpRequest, slug: str, month: str, form: str) -> tuple[Locality, date, Source]:
    locality, chosen = locality_or_404(slug), month_in(month)
    if chosen is None or form not in WRITERS:
        raise Http404
    rows = published(actor_of(request), locality, Chosen(month=chosen))
    return locality, chosen, Source(rows, locality.book, locality.area_path)


def name_of(locality: Locality, month: date, form: str) -> str:
    return f"{locality.slug}-{month:%Y-%m}.{form}"


@door("public")
@require_safe
def file(request: HttpRequest, slug: str, month: str, form: str) -> StreamingHttpResponse:
    """Row by row, as the board stands at this moment: what was taken off is not in it."""
    locality, chosen, source = source_or_404(request, slug, month, form)
    named = f'attachment; filename="{name_of(locality, chosen, form)}"'
    headers = {**HEADERS, "Content-Disposition": named}
    return StreamingHttpResponse(content_of(source, form), content_type=TYPES[form], headers=headers)


@door("public")
@require_safe
def checksum(request: HttpRequest, slug: str, month: str, form: str) -> HttpResponse:
    """As `sha256sum` writes and checks it."""
    locality, chosen, source = source_or_404(request, slug, month, form)
    line = f"{checksum_of(source, form)}  {name_of(locality, chosen, form)}\n"
    return HttpResponse(line, content_type="text/plain; charset=utf-8", headers=HEADERS)
