"""Hot issues: what many households speak of, found at night; the office raises one case for all, or sets it aside."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases.actions.heating import Wording, set_aside, take_up
from linli.cases.models import Case, HotIssue
from linli.cases.rules_of_linking import can_merge, can_take_up
from linli.console.case.pane import category_name
from linli.console.cases.listed import LISTED, issue_category
from linli.console.cases.pages import case_address
from linli.console.cases.taking import taking_out
from linli.console.finding import actor_of
from linli.console.hot.forms import AsideForm, TakeUpForm
from linli.governance.reads import rulebook_for
from linli.kit.action import once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.paging import page_of

UNPROCESSABLE, CONFLICT = 422, 409
LIST = LISTED["hot"]


@dataclass(frozen=True)
class Line:
    issue: HotIssue
    category: str

    @property
    def name(self) -> str:
        return self.category or _("Not sorted yet")


def line_of(issue: HotIssue) -> Line:
    return Line(issue, issue_category(issue))


@door("console")
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """Those that wait for the office first; `?show=all` with what was raised or set aside."""
    actor, show = actor_of(request), LIST.shown(request.GET.get("show", ""))
    page = page_of(
        LIST.rows(actor, show), order=LIST.shows[show], cursor=request.GET.get("after", ""), size=30
    )
    context = {"lines": [line_of(issue) for issue in page], "page": page, "everything": bool(show)}
    context |= taking_out(LIST, actor, show)
    return render(request, "console/hot/issues.html", context)


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases of one issue, and the form that raises one case for all of them."""
    found = issue_or_404(request, pk)
    form = form_for(request, found, request.POST or None)
    if request.method != "POST":
        return show(request, found, form)
    if not form.is_valid():
        return show(request, found, form, UNPROCESSABLE)
    data, at = form.cleaned_data, timezone.now()
    wording = Wording(data["title"], data["words"], data["category"])
    members = tuple(int(member) for member in data["members"])
    try:
        raised = once(data["key"], take_up, found, wording, members=members, by=actor_of(request), at=at)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show(request, found, form, CONFLICT)
    messages.success(request, _("Raised. Everybody who spoke is told."))
    return redirect(case_address(raised))


def issue_or_404(request: HttpRequest, pk: int) -> HotIssue:
    rows = HotIssue.objects.visible_to(actor_of(request)).select_related("area", "raised")
    found: HotIssue = get_object_or_404(rows, pk=pk)
    return found


def cases_in(request: HttpRequest, found: HotIssue) -> list[Case]:
    rows = Case.objects.visible_to(actor_of(request)).filter(hot__issue=found)
    return list(rows.select_related("area").order_by("-raised_at", "-id")[:200])


def form_for(request: HttpRequest, found: HotIssue, data: Any) -> TakeUpForm:
    book, actor = rulebook_for(found.area_path), actor_of(request)
    assert book is not None
    ready = [case for case in cases_in(request, found) if can_merge(actor, case)]
    return TakeUpForm(data, issue=found, book=book, open_cases=ready)


def show(
    request: HttpRequest, found: HotIssue, form: TakeUpForm, status: int = 200, **more: Any
) -> HttpResponse:
    rows = [
        (case, category_name(case, case.category), case.rulebook.stage(case.stage))
        for case in cases_in(request, found)
    ]
    context = {
        "line": line_of(found),
        "issue": found,
        "rows": rows,
        "form": form,
        "may": can_take_up(actor_of(request), found),
        "aside": AsideForm(),
        **more,
    }
    return render(request, "console/hot/issue.html", context, status=status)


@door("console")
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = issue_or_404(request, pk), AsideForm(request.POST)
    if not form.is_valid():
        return show(request, found, form_for(request, found, None), UNPROCESSABLE, aside=form)
    try:
        set_aside(found, reason=form.cleaned_data["reason"], by=actor_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("console:hot-issue", pk)
    messages.success(request, _("Set aside."))
    return redirect("console:hot")
