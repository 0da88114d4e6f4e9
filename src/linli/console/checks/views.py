"""Is it so? Where somebody was asked to go and look, the nearest limit first, and what was found. Never a sum per person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.lookers import found_words
from linli.cases.models import Check
from linli.cases.reads_of_history import office_name
from linli.console.cases.listed import LISTED
from linli.console.cases.taking import taking_out
from linli.console.finding import actor_of
from linli.kit.doors import door
from linli.kit.paging import page_of

LIST, SIZE = LISTED["checks"], 30


@dataclass(frozen=True)
class Line:
    check: Check
    who: str
    found: str


@door("console")
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    actor, show = actor_of(request), LIST.shown(request.GET.get("show", ""))
    rows, looked = LIST.rows(actor, show), bool(show)
    page = page_of(rows, order=LIST.shows[show], cursor=request.GET.get("after", ""), size=SIZE)
    names = found_words()
    lines = [Line(one, office_name(one.case, one.post), names.get(one.outcome, "")) for one in page.rows]
    context = {
        "lines": lines,
        "page": page,
        "looked": looked,
        "query": "show=looked&" if looked else "",
        "now": timezone.now(),
        **taking_out(LIST, actor, show),
    }
    return render(request, "console/checks/checks.html", context)
