"""The list of cases and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions.exporting import can_export
from linli.cases.columns import in_order, with_columns
from linli.cases.lists import cases_for, urged_among
from linli.cases.models import Case
from linli.cases.models.sheets import CASES
from linli.console.case.pane import Pane
from linli.console.cases.cells import drawn_rows
from linli.console.cases.choices import place_choices
from linli.console.cases.forms import ExportForm, FilterForm, unknown_filters
from linli.console.cases.kept import views_context
from linli.console.counting import counted
from linli.console.finding import actor_of, asks_for_part
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.middleware import problem
from linli.kit.paging import page_of

SIZE = 50


def case_address(case: Case) -> str:
    return reverse("console:case", args=[case.number])


def case_response(request: HttpRequest, pane: Pane, status: int = 200) -> HttpResponse:
    """The whole page, or only the case when a link on it asks for another form."""
    name = "console/case/_pane.html" if asks_for_part(request) else "console/cases/case.html"
    return render(request, name, {"pane": pane, "now": timezone.now()}, status=status)


def list_response(
    request: HttpRequest, *, export: ExportForm | None = None, status: int = 200
) -> HttpResponse:
    if unknown := unknown_filters(request.GET):
        return problem(request, 400, _("There is no filter called “%(names)s” here.") % {"names": unknown})
    at, actor = timezone.now(), actor_of(request)
    form = filter_form(actor, request.GET, is_open="narrow" in request.GET)
    if form.errors and not form.is_open:
        form = filter_form(actor, request.GET, is_open=True)
    rows, order = in_order(cases_for(actor, form.filters, at), form.sorted_by)
    page = page_of(
        with_columns(rows, form.shown), order=order, cursor=request.GET.get("after", ""), size=SIZE
    )
    query = form.query
    context = {
        "form": form,
        "page": page,
        "rows": drawn_rows(page.rows, form.shown, urged=urged_among(page.rows), now=at),
        "total": counted(rows),
        "query": f"{query}&" if query else "",
        "export": export or ExportForm(),
        "may_export": can_export(actor),
        "now": at,
        **views_context(actor, CASES, query),
    }
    return render(request, "console/cases/list.html", context, status=status)


def line_of(case: Case) -> dict[str, Any]:
    """A row as the table shows it: everything already in words."""
    found, end = case.category_in_book, case.rulebook.ends.get(case.end_state)
    holder = case.holder_organisation.name if case.holder_organisation else ""
    person = case.holder_post.account.name if case.holder_post else ""
    return {
        "case": case,
        "stage": case.rulebook.stage(case.stage),
        "category": found.name if found else "",
        "end": end.name if end else "",
        "holder": holder or person,
    }


def filter_form(actor: Actor, sent: QueryDict, *, is_open: bool) -> FilterForm:
    return FilterForm(
        sent,
        book=book_of(actor),
        places=lambda name, chosen: place_choices(actor, name, chosen, all_of_them=is_open),
        is_open=is_open,
    )


def book_of(actor: Actor) -> RuleBook | None:
    """The rule book whose words this reader's lists use: that of the widest place she serves."""
    paths = sorted((post.area_path for post in actor.posts), key=len)
    return next(filter(None, map(rulebook_for, paths)), None)
