"""Is it so? Where somebody was asked to go and look, the nearest limit first, and what was found. Never a sum per person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.lookers import found_words
from linli.cases.models import Check
from linli.cases.reads_of_history import office_name
from linli.console.finding import actor_of
from linli.kit.doors import door
from linli.kit.paging import page_of

SIZE = 30


@dataclass(frozen=True)
class Line:
    check: Check
    who: str
    found: str


@door("console")
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    actor, looked = actor_of(request), request.GET.get("show") == "looked"
    rows = Check.objects.visible_to(actor).select_related("case__area", "post__organisation", "post__area")
    rows = rows.exclude(outcome="") if looked else rows.open()
    order = ("-ended_at", "-id") if looked else ("due_at", "id")
    page = page_of(rows, order=order, cursor=request.GET.get("after", ""), size=SIZE)
    names = found_words()
    lines = [Line(one, office_name(one.case, one.post), names.get(one.outcome, "")) for one in page.rows]
    context = {
        "lines": lines,
        "page": page,
        "looked": looked,
        "query": "show=looked&" if looked else "",
        "now": timezone.now(),
    }
    return render(request, "console/checks/checks.html", context)
