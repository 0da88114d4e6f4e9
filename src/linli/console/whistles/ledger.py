"""The ledger of calls: a row for each unit that was called, narrowed by its address, taken out exactly as it is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.actions.exporting import ask_for_export, can_export
from linli.cases.ledgers.calls import COLUMNS, ORDER, calls_for
from linli.cases.models.sheets import CALLS
from linli.console.cases.calls import CallsForm, unknown_of_calls
from linli.console.cases.forms import SheetForm
from linli.console.cases.kept import views_context
from linli.console.cases.sheets import begun
from linli.console.counting import counted
from linli.console.finding import actor_of
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.middleware import problem
from linli.kit.paging import page_of

SIZE = 50
LONG = 10  # letters


@door("console")
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    return respond(request, request.GET)


def respond(
    request: HttpRequest, sent: QueryDict, *, export: SheetForm | None = None, status: int = 200
) -> HttpResponse:
    if unknown := unknown_of_calls(sent):
        return problem(request, 400, _("There is no filter called “%(names)s” here.") % {"names": unknown})
    actor, at = actor_of(request), timezone.now()
    form = CallsForm(sent, actor=actor)
    rows = calls_for(actor, form.filters, at)
    page = page_of(rows, order=ORDER, cursor=sent.get("after", ""), size=SIZE)
    context = {
        "form": form,
        "columns": COLUMNS,
        "rows": [(part, [(column.label, *cell(column.shown(part))) for column in COLUMNS]) for part in page],
        "page": page,
        "total": counted(rows),
        "query": f"{form.query}&" if form.query else "",
        "export": export or SheetForm(),
        "may_export": can_export(actor),
        **views_context(actor, CALLS, form.query),
    }
    return render(request, "console/whistles/ledger.html", context, status=status)


def cell(value: Any) -> tuple[str, str]:
    """The text, and how it may be broken: moments and numbers nowhere, long words in a column wide enough for them."""
    if hasattr(value, "hour"):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}", "whole"
    text = str(value or "")
    if text.isascii():
        return text, "whole"
    return text, "long" if len(text) > LONG else ""


@door("console")
@require_POST
def sheet(request: HttpRequest) -> HttpResponse:
    """Written down before a row leaves; a short one at once, a long one by the worker."""
    actor, at = actor_of(request), timezone.now()
    form, query = SheetForm(request.POST), request.POST.get("query", "")[:600]
    sent = QueryDict(query)
    if not form.is_valid() or unknown_of_calls(sent):
        return respond(request, sent, export=form, status=422)
    said = form.cleaned_data
    try:
        asked = ask_for_export(CALLS, said["form"], {"query": query}, reason=said["reason"], by=actor, at=at)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return respond(request, sent, export=form, status=403)
    return begun(asked, actor, at)
