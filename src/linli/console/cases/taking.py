"""Take one of the lists beside that of the cases out, exactly as its page shows it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from linli.cases.actions.exporting import ask_for_export, can_export
from linli.console.cases.forms import SheetForm
from linli.console.cases.listed import LISTED, Listed
from linli.console.cases.sheets import begun
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.middleware import problem


def taking_out(listed: Listed, actor: Actor, show: str) -> dict[str, Any]:
    """What the page of a list shows of taking it out."""
    return {
        "export": SheetForm(),
        "may_export": can_export(actor),
        "address": reverse("console:cases-listed-sheet", args=[listed.key]),
        "view_query": listed.query(show),
    }


@door("console")
@require_POST
def take_listed(request: HttpRequest, listed: str) -> HttpResponse:
    """Written down before a row leaves; a short one at once, a long one by the worker."""
    found = LISTED.get(listed)
    if found is None:
        raise Http404
    actor, at, form = actor_of(request), timezone.now(), SheetForm(request.POST)
    query = found.query(QueryDict(request.POST.get("query", "")[:600]).get("show", ""))
    sort = "xlsx" if form.errors.get("form") else form["form"].value() or "xlsx"
    reason = str(form["reason"].value() or "")
    try:
        asked = ask_for_export(found.key, sort, {"query": query}, reason=reason, by=actor, at=at)
    except Refused as refused:
        return problem(request, 409, str(refused.sentence))
    return begun(asked, actor, at)
