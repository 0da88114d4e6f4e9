"""The list of cases and the page of one."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from linli.cases.lists import cases_for
from linli.cases.models import Case
from linli.console.case.pane import Pane
from linli.console.cases.forms import FilterForm
from linli.console.cases.looks import kept_looks
from linli.console.counting import counted
from linli.console.finding import actor_of, asks_for_part
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.paging import page_of
from linli.kit.paths import within
from linli.places.models import Area, Organisation

ORDER = ("-raised_at", "-id")
SIZE = 50
MOST_CHOICES = 200


def case_address(case: Case) -> str:
    return reverse("console:case", args=[case.number])


def case_response(request: HttpRequest, pane: Pane, status: int = 200) -> HttpResponse:
    """The whole page, or only the case when a link on it asks for another form."""
    name = "console/case/_pane.html" if asks_for_part(request) else "console/cases/case.html"
    return render(request, name, {"pane": pane, "now": timezone.now()}, status=status)


def list_response(request: HttpRequest) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    form = filter_form(request, actor)
    rows = cases_for(actor, form.filters, at)
    page = page_of(
        rows.select_related("area", "holder_organisation", "holder_post__account"),
        order=ORDER,
        cursor=request.GET.get("after", ""),
        size=SIZE,
    )
    query = form.query
    context = {
        "form": form,
        "page": page,
        "rows": list(map(line_of, page.rows)),
        "total": counted(rows),
        "query": f"{query}&" if query else "",
        "look_query": query,
        "looks": kept_looks(request),
        "now": at,
    }
    return render(request, "console/cases/list.html", context)


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


def filter_form(request: HttpRequest, actor: Actor) -> FilterForm:
    return FilterForm(request.GET, book=book_of(actor), areas=areas_of(actor), units=units_of(actor))


def book_of(actor: Actor) -> RuleBook | None:
    """The rule book whose words this reader's lists use: that of the widest place she serves."""
    paths = sorted((post.area_path for post in actor.posts), key=len)
    return next(filter(None, map(rulebook_for, paths)), None)


def served(column: str, actor: Actor) -> Q:
    inside = Q(pk__in=[])
    for post in actor.posts:
        inside |= within(column, post.area_path)
    return inside


def areas_of(actor: Actor) -> list[Area]:
    """The areas of her posts and the two levels below. One query."""
    own = [post.area_id for post in actor.posts]
    near = Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own)
    return list(Area.objects.current().filter(near).defer("outline").order_by("path")[:MOST_CHOICES])


def units_of(actor: Actor) -> list[Organisation]:
    """Units in the areas that she serves. One query."""
    rows = Organisation.objects.current().filter(served("area_path", actor))
    return list(rows.order_by("area_path", "name")[:MOST_CHOICES])
