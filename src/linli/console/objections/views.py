"""Where units say "not ours": what waits for a decision, the nearest limit first, and what was decided."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.models import Objection
from linli.cases.rules import can_uphold
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Answer
from linli.kit.doors import door
from linli.kit.paging import page_of

SIZE = 30


@dataclass(frozen=True)
class Line:
    objection: Objection
    unit: str
    outcome: str
    may_decide: Answer


@door("console")
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    actor, decided = actor_of(request), request.GET.get("show") == "decided"
    rows = Objection.objects.visible_to(actor).select_related(
        "case__area", "organisation", "post__area", "proposed"
    )
    rows = rows.exclude(outcome="") if decided else rows.open()
    order = ("-decided_at", "-id") if decided else ("due_at", "id")
    page = page_of(rows, order=order, cursor=request.GET.get("after", ""), size=SIZE)
    context = {
        "lines": [line_of(one, actor) for one in page.rows],
        "page": page,
        "decided": decided,
        "query": "show=decided&" if decided else "",
        "now": timezone.now(),
    }
    return render(request, "console/objections/objections.html", context)


def line_of(one: Objection, actor: Actor) -> Line:
    outcomes = {
        Objection.Outcome.UPHELD: _("sent elsewhere"),
        Objection.Outcome.REJECTED: _("stays with them"),
        Objection.Outcome.LAPSED: _("ended before"),
    }
    unit = one.organisation.name if one.organisation else one.post.area.name
    outcome = outcomes[Objection.Outcome(one.outcome)] if one.outcome else ""
    return Line(one, unit, outcome, can_uphold(actor, one.case))
