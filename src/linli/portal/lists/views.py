"""The lists that everybody reads: what is wanted, who has it, how far it is, what it cost."""

from typing import Any

from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases import pictures
from linli.cases.cashbook import entries_of, lines_of
from linli.cases.listings import counts_at, public_lists, with_case
from linli.cases.models import MoneyLine, Picture
from linli.cases.rules_of_projects import is_project
from linli.cases.sums import sums_of
from linli.governance.model import ListKind
from linli.kit.doors import door
from linli.kit.files import harmless
from linli.kit.paging import page_of
from linli.portal.lists.choosing import narrow, narrowed_by
from linli.portal.lists.pages import (
    found_line,
    kind_or_404,
    lines_at,
    respond_line,
    rows_of,
)
from linli.portal.lists.words import SIDES, SOURCES, shares_of
from linli.portal.locality import Locality, locality_or_404

PER_PAGE, LINES_PER_PAGE = 20, 100


@door("public")
@require_safe
def lists(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    counted = counts_at(locality.area_path, locality.book, public_lists(locality.book))
    context = {"locality": locality, "lists": [(one, shares_of(one)) for one in counted]}
    return render(request, "portal/lists/lists.html", context)


@door("public")
@require_safe
def list_of(request: HttpRequest, slug: str, list_key: str) -> HttpResponse:
    locality = locality_or_404(slug)
    kind, chosen = kind_or_404(locality, list_key), narrowed_by(request.GET, locality)
    rows = narrow(with_case(lines_at(locality).on(list_key)), chosen)
    page = page_of(rows, order=("-since", "-id"), cursor=request.GET.get("after", ""), size=PER_PAGE)
    (counted,) = counts_at(locality.area_path, locality.book, [kind])
    context = {
        "locality": locality,
        "kind": kind,
        "others": public_lists(locality.book),
        "counted": counted,
        "shares": shares_of(counted),
        "moved": moved_to(locality, kind) if counted.states.get("moved") else [],
        "state": chosen.state,
        "chosen": chosen,
        "page": page,
        "rows": rows_of(request, page.rows),
        "query": chosen.query,
        "now": timezone.now(),
    }
    return render(request, "portal/lists/list.html", context)


def moved_to(locality: Locality, kind: ListKind) -> list[tuple[str, int]]:
    """To which lists lines went on from here."""
    rows = lines_at(locality).on(kind.key).in_state("moved").order_by("went_to")
    names = locality.book.lists
    return [
        (names[row["went_to"]].name if row["went_to"] in names else row["went_to"], row["number"])
        for row in rows.values("went_to").annotate(number=Count("pk"))
    ]


@door("public")
@require_safe
def line(request: HttpRequest, slug: str, list_key: str, line: int) -> HttpResponse:
    locality, found = found_line(request, slug, list_key, line)
    return respond_line(request, locality, found)


@door("public")
@require_safe
def money(request: HttpRequest, slug: str, list_key: str, line: int) -> HttpResponse:
    """The public ledger: every line, taken back or not, and how it adds up."""
    locality, found = found_line(request, slug, list_key, line)
    if not is_project(found.case):
        raise Http404
    page = page_of(
        lines_of(found.case), order=("number",), cursor=request.GET.get("after", ""), size=LINES_PER_PAGE
    )
    context = {
        "locality": locality,
        "line": found,
        "kind": kind_or_404(locality, list_key),
        "page": page,
        "rows": [row_of(one) for one in page],
        "sums": sums_of(entries_of(found.case)),
        "query": "",
    }
    return render(request, "portal/lists/money.html", context)


def row_of(line: MoneyLine) -> dict[str, Any]:
    """A line in words. Residents who gave are a number of households, and none below five."""
    giver = line.organisation.name if line.organisation else SOURCES.get(line.source, "")
    return {"line": line, "side": SIDES[line.side], "giver": giver, "few": (line.givers or 0) < 5}


@door("public")
@require_safe
def picture(request: HttpRequest, slug: str, list_key: str, line: int, digest: str) -> FileResponse:
    """A picture that a person looked at and put on the page; `?small` for the small one."""
    _locality, found = found_line(request, slug, list_key, line)
    shown = get_object_or_404(Picture, case=found.case, digest=digest, shownpicture__isnull=False)
    place = pictures.path_of(shown.digest, small="small" in request.GET)
    if not place.is_file():
        raise Http404
    headers = {"Cache-Control": "public, max-age=3600", **harmless()}
    return FileResponse(place.open("rb"), content_type="image/jpeg", headers=headers)
