"""Who is to be asked by telephone whether it is solved, by another unit than the one that did the work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.rules import can_verify
from linli.console.cases.listed import LISTED
from linli.console.cases.taking import taking_out
from linli.console.finding import actor_of
from linli.kit.answer import Answer
from linli.kit.doors import door
from linli.kit.paging import page_of

LIST, SIZE = LISTED["callbacks"], 40


@dataclass(frozen=True)
class Line:
    """The case carries `tries` and `tried_at`; `may` says why somebody else must call."""

    case: Any
    most: int
    may: Answer


@door("console")
@require_safe
def callbacks(request: HttpRequest) -> HttpResponse:
    """Those who have waited longest first. Telephone numbers are not shown here: the case's own page logs the look."""
    actor = actor_of(request)
    rows = LIST.rows(actor, "")
    page = page_of(rows, order=LIST.shows[""], cursor=request.GET.get("after", ""), size=SIZE)
    lines = [Line(case, case.rulebook.terms.unreachable_tries, can_verify(actor, case)) for case in page.rows]
    context: dict[str, Any] = {"lines": lines, "page": page, "query": "", "now": timezone.now()}
    context |= taking_out(LIST, actor, "")
    return render(request, "console/callbacks/callbacks.html", context)
