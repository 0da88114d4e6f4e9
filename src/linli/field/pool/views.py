"""What waits for somebody to take it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases.lists import pool_for
from linli.cases.rules import can_claim
from linli.field.rows import rows_of
from linli.kit.doors import door
from linli.kit.paging import page_of

ORDER = ("registered_at", "id")  # who has waited longest comes first


@door("field")
@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    waiting = pool_for(actor).filter(registered_at__isnull=False).select_related("area")
    page = page_of(waiting, order=ORDER, cursor=request.GET.get("after", ""), size=30)
    reason = next((no.sentence for case in page if not (no := can_claim(actor, case))), "")
    context = {"page": page, "rows": rows_of(page, actor), "reason": reason}
    return render(request, "field/pool/pool.html", context)
