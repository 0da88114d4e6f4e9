"""What came of it: results that somebody reviewed for everybody to read."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases.models import Publication
from linli.governance.model import RuleBook
from linli.kit.doors import door
from linli.kit.paging import page_of
from linli.portal.keys import actor_of
from linli.portal.locality import locality_or_404

PER_PAGE = 20


@dataclass(frozen=True)
class Result:
    """A published result under the locality's own words."""

    publication: Publication
    category: str
    end: str
    end_in_plain_words: str

    @classmethod
    def of(cls, publication: Publication, book: RuleBook) -> "Result":
        top = book.top_category(publication.category)
        end = book.ends.get(publication.end_state)
        return cls(publication, top.name if top else "", end.name if end else "", end.plain if end else "")


@door("public")
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    rows = Publication.objects.visible_to(actor_of(request)).inside(locality.area_path)
    chosen = request.GET.get("category", "")
    if category := locality.book.top_category(chosen):
        rows = rows.filter(category__startswith=category.code)
    page = page_of(rows, order=("-published_at", "-id"), cursor=request.GET.get("after", ""), size=PER_PAGE)
    context = {
        "locality": locality,
        "page": page,
        "results": [Result.of(publication, locality.book) for publication in page],
        "categories": [one for one in locality.book.categories if not one.sealed],
        "category": category,
        "query": f"category={category.code}&" if category else "",
    }
    return render(request, "portal/board/board.html", context)
