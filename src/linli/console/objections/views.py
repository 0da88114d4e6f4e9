"""Where units say "not ours": what waits for a decision, the nearest limit first, and what was decided."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.models import Objection
from linli.cases.rules import can_uphold
from linli.console.cases.listed import LISTED, outcome_of, unit_of
from linli.console.cases.taking import taking_out
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Answer
from linli.kit.doors import door
from linli.kit.paging import page_of

LIST, SIZE = LISTED["objections"], 30


@dataclass(frozen=True)
class Line:
    objection: Objection
    unit: str
    outcome: str
    may_decide: Answer


@door("console")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    actor, show = actor_of(request), LIST.shown(request.GET.get("show", ""))
    rows, decided = LIST.rows(actor, show), bool(show)
    page = page_of(rows, order=LIST.shows[show], cursor=request.GET.get("after", ""), size=SIZE)
    context = {
        "lines": [line_of(one, actor) for one in page.rows],
        "page": page,
        "decided": decided,
        "query": "show=decided&" if decided else "",
        "now": timezone.now(),
        **taking_out(LIST, actor, show),
    }
    return render(request, "console/objections/objections.html", context)


def line_of(one: Objection, actor: Actor) -> Line:
    return Line(one, unit_of(one), outcome_of(one), can_uphold(actor, one.case))
