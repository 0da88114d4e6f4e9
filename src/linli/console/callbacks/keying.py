"""Papers that came back: scan the picture, or key in the number, and write down what stands on them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.models import Case
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import case_numbered
from linli.cases.rules import can_verify
from linli.cases.verdict_links import OnPaper, paper_behind
from linli.console.callbacks.forms import KeyInForm
from linli.console.finding import actor_of
from linli.kit.answer import Refused
from linli.kit.doors import door


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def keyed(request: HttpRequest) -> HttpResponse:
    """One page for a pile of papers: after each the field for the next one is ready."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("code", "").strip()[:300]
    paper = paper_behind(code) if code else None
    case = case_of(request, paper)
    if case is None or paper is None:
        return empty(request, code)
    form = KeyInForm(request.POST or None, case=case, actor=actor_of(request))
    form.read_from(paper)
    if request.method == "POST" and form.is_valid():
        try:
            form.act(by=actor_of(request), at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(
                request, _("Written down: %(number)s. The next one, please.") % {"number": case.number}
            )
            return redirect("console:callbacks-paper")
    return show(request, case_of(request, paper) or case, paper, form, code)


def case_of(request: HttpRequest, paper: OnPaper | None) -> Case | None:
    return case_numbered(actor_of(request), paper.number) if paper else None


def empty(request: HttpRequest, code: str) -> HttpResponse:
    fault = (
        _("This is none of our papers, or its case lies outside your area. Please compare the number.")
        if code
        else ""
    )
    context = {"code": code, "fault": fault}
    return render(request, "console/callbacks/keyed.html", context, status=404 if code else 200)


def show(request: HttpRequest, case: Case, paper: OnPaper, form: KeyInForm, code: str) -> HttpResponse:
    page = case_page(case, actor_of(request))
    context: dict[str, Any] = {
        "case": case,
        "answer": page.answer,
        "rating": page.rating,
        "older": paper.round != case.round,
        "may": can_verify(actor_of(request), case),
        "form": form,
        "code": code,
    }
    return render(request, "console/callbacks/keyed.html", context, status=409 if form.errors else 200)
