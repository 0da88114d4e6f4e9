"""What waits for somebody to take it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases.lists import pool_for
from linli.cases.models import Case
from linli.cases.rules import can_claim
from linli.field.rows import Row, rows_of
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.kit.paging import page_of

MOST_OF_MINE = 50
ORDER = ("registered_at", "id")  # who has waited longest comes first


@door("field")
@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    waiting = (
        pool_for(actor).filter(registered_at__isnull=False).select_related("area").defer("area__outline")
    )
    page = page_of(waiting, order=ORDER, cursor=request.GET.get("after", ""), size=30)
    reason = next((no.sentence for case in page if not (no := can_claim(actor, case))), "")
    context = {"page": page, "rows": rows_of(page, actor), "mine": not_begun(actor), "reason": reason}
    return render(request, "field/pool/pool.html", context)


def not_begun(actor: Actor) -> list[Row]:
    """What this worker took from the pool and has not begun: each shows when it goes back."""
    taken = Case.objects.visible_to(actor).held_by(actor).filter(stage="taken", paused=False)
    rows = rows_of(taken.select_related("area").order_by("due_at", "id")[:MOST_OF_MINE], actor)
    return [row for row in rows if row.returns]
