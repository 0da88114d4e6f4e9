"""The board from behind: what could be published, what stands there."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.models import Case
from linli.console.counting import counted
from linli.console.finding import actor_of
from linli.kit.doors import door
from linli.kit.paging import page_of

SIZE = 40


@door("console")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Closed cases that wait for a review, or (`show=public`) those whose text everybody reads."""
    public = request.GET.get("show") == "public"
    closed = Case.objects.visible_to(actor_of(request)).filter(stage="closed")
    waiting = closed.filter(Q(publication=None) | Q(publication__withdrawn_at__isnull=False))
    shown = closed.filter(publication__isnull=False, publication__withdrawn_at=None)
    rows = (shown if public else waiting).select_related("area", "publication")
    page = page_of(rows, order=("-raised_at", "-id"), cursor=request.GET.get("after", ""), size=SIZE)
    context = {
        "public": public,
        "page": page,
        "rows": [line_of(case) for case in page.rows],
        "waiting": counted(waiting),
        "shown": counted(shown),
        "query": "show=public&" if public else "",
        "now": timezone.now(),
    }
    return render(request, "console/board/board.html", context)


def line_of(case: Case) -> dict[str, Any]:
    end, found = case.rulebook.ends.get(case.end_state), case.category_in_book
    return {
        "case": case,
        "end": end.name if end else "",
        "category": found.name if found else "",
        "sealed": case.rulebook.is_sealed(case.category),
    }
