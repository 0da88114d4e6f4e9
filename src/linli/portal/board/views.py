"""What came of it: results that somebody reviewed for everybody to read."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases import pictures
from linli.cases.models import Publication
from linli.cases.reads_of_board import public_picture
from linli.kit.doors import door
from linli.kit.files import harmless
from linli.kit.paging import page_of
from linli.portal.board.choosing import Chosen, chosen_in, published
from linli.portal.board.results import results_of
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404

PER_PAGE = 20
NEWEST_FIRST = ("-published_at", "-id")


@door("public")
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    chosen = chosen_in(request.GET, locality, timezone.localdate())
    rows = published(actor_of(request), locality, chosen)
    page = page_of(rows, order=NEWEST_FIRST, cursor=request.GET.get("after", ""), size=PER_PAGE)
    context = {
        "locality": locality,
        "page": page,
        "results": results_of(page, locality.book),
        "chosen": chosen,
        "query": chosen.query,
    }
    return render(request, "portal/board/board.html", context)


def publication_or_404(request: HttpRequest, locality: Locality, pk: int) -> Publication:
    found: Publication = get_object_or_404(published(actor_of(request), locality, Chosen()), pk=pk)
    return found


@door("public")
@require_safe
def result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One result under an address of its own, to be passed on."""
    locality = locality_or_404(slug)
    found = publication_or_404(request, locality, pk)
    context = {"locality": locality, "one": results_of([found], locality.book)[0]}
    return render(request, "portal/board/result.html", context)


@door("public")
@require_safe
def picture(request: HttpRequest, slug: str, pk: int, picture: int) -> FileResponse:
    """A picture that a person looked at and published; `?small` for the small one."""
    found = publication_or_404(request, locality_or_404(slug), pk)
    shown = public_picture(found, picture)
    place = shown and pictures.path_of(shown.picture.digest, small="small" in request.GET)
    if not place or not place.is_file():
        raise Http404
    headers = {"Cache-Control": "public, max-age=600", **harmless()}
    return FileResponse(place.open("rb"), content_type="image/jpeg", headers=headers)
