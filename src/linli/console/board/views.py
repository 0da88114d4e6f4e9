"""The board from behind: what could be published, what stands there."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.models import Case, Publication
from linli.console.cases.choices import served
from linli.console.counting import counted
from linli.console.finding import actor_of
from linli.governance.models import Binding
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.kit.paging import Page, page_of
from linli.kit.paths import lineage

SIZE = 40
ORDER, PUBLIC_ORDER = ("-raised_at", "-id"), ("-published_at", "-id")


@door("console")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Closed cases that wait for a review, or (`show=public`) those whose text everybody reads."""
    public, actor = request.GET.get("show") == "public", actor_of(request)
    shown = Publication.objects.visible_to(actor).filter(served("area_path", actor))
    waiting = waiting_for(actor)
    cursor = request.GET.get("after", "")
    page: Page[Any]
    if public:
        page = page_of(shown.select_related("case__area"), order=PUBLIC_ORDER, cursor=cursor, size=SIZE)
        rows = [line_of(row.case, row) for row in page.rows]
    else:
        page = page_of(waiting.select_related("area"), order=ORDER, cursor=cursor, size=SIZE)
        rows = [line_of(case, None) for case in page.rows]
    context = {
        "public": public,
        "page": page,
        "rows": rows,
        "waiting": counted(waiting),
        "shown": counted(shown),
        "query": "show=public&" if public else "",
        "now": timezone.now(),
        "screens": screens_for(actor),
    }
    return render(request, "console/board/board.html", context)


def screens_for(actor: Actor) -> list[tuple[str, str]]:
    """The portals of the places where this reader serves. One query."""
    above = {path for post in actor.posts for path in lineage(post.area_path)}
    rows = Binding.objects.visible_to(actor).filter(area_path__in=above).order_by("area_path")
    return list(rows.values_list("slug", "name"))


def waiting_for(actor: Actor) -> Any:
    """Closed, and either never shown or taken off again."""
    closed = Case.objects.visible_to(actor).filter(stage="closed")
    return closed.filter(Q(publication=None) | Q(publication__withdrawn_at__isnull=False))


def line_of(case: Case, publication: Publication | None) -> dict[str, Any]:
    end, found = case.rulebook.ends.get(case.end_state), case.category_in_book
    return {
        "case": case,
        "publication": publication,
        "end": end.name if end else "",
        "category": found.name if found else "",
        "sealed": case.rulebook.is_sealed(case.category),
    }
