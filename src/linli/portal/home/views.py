"""Where a resident comes in: the choice of a locality, its first page, and the codes on the walls."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.cases.models import Publication
from linli.kit.doors import door
from linli.places.entrances import entrance
from linli.portal.board.results import Result
from linli.portal.keys import actor_of
from linli.portal.locality import all_localities, locality_at, locality_or_404
from linli.portal.raising.forms import SayForm
from linli.portal.raising.views import say_page

NEWEST = 4


@door("public")
@require_safe
def localities(request: HttpRequest) -> HttpResponse:
    found = all_localities()
    if len(found) == 1:
        return redirect("portal:home", found[0].slug)
    return render(request, "portal/home/localities.html", {"localities": found})


@door("public")
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    kind = request.GET.get("kind", "")
    form = SayForm(initial={"kind": kind, "place": request.GET.get("place", "")})
    newest = (
        Publication.objects.visible_to(actor_of(request))
        .inside(locality.area_path)
        .order_by("-published_at", "-id")[:NEWEST]
    )
    return say_page(request, locality, form, published=[Result.of(row, locality.book) for row in newest])


@door("public")
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """A code on a wall leads to the first page of its locality, with the place filled in."""
    found = entrance(code.lower())
    locality = locality_at(found.area_path) if found else None
    if found is None or locality is None:
        raise Http404
    return redirect(f"{reverse('portal:home', args=[locality.slug])}?place={found.code}")
