"""A case as its resident follows it: opened by number and code, answered, judged, taken back."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases import pictures
from linli.cases.actions.closing import rate, withdraw
from linli.cases.actions.intake import reply
from linli.cases.models import Case, Picture
from linli.cases.numbers import tidy_number
from linli.cases.reads import case_page
from linli.cases.receipts import case_behind
from linli.cases.rules import can_reply
from linli.kit.action import once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.people.reads import looks_of
from linli.portal import keys
from linli.portal.holders import holder_of
from linli.portal.keys import actor_of, my_cases, my_rows
from linli.portal.locality import locality_at, locality_or_404
from linli.portal.progress import story
from linli.portal.progress.forms import AddForm, OpenForm, VerdictForm, WithdrawForm
from linli.portal.raising.forms import new_key


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter number and code, or go on with what this device has opened."""
    locality = locality_or_404(slug)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and (case := opened(request, form)):
        return redirect("portal:case", case.number)
    context = {"locality": locality, "form": form, "mine": my_rows(request)}
    return render(request, "portal/progress/progress.html", context)


def opened(request: HttpRequest, form: OpenForm) -> Case | None:
    """The case behind the form. Which of the two is wrong, and whether such a number exists, is not told."""
    if not form.is_valid():
        return None
    case = case_behind(form.cleaned_data["number"], form.cleaned_data["code"])
    if case is None:
        form.add_error(
            None, _("Number and code do not belong together. Please compare both with your receipt.")
        )
        return None
    keys.open_case(request, case)
    return case


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one case; for everybody else, the same question for the code whether the number exists or not."""
    mine = my_cases(request).filter(number=number).first()
    if mine is None:
        return ask_for_code(request, number)
    return show(request, mine)


def ask_for_code(request: HttpRequest, number: str) -> HttpResponse:
    form = OpenForm(request.POST or None, initial={"number": tidy_number(number)})
    if request.method == "POST" and (mine := opened(request, form)):
        return redirect("portal:case", mine.number)
    return render(request, "portal/progress/open.html", {"form": form})


def show(request: HttpRequest, mine: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    page = case_page(mine, actor_of(request))
    context = {
        "page": page,
        "case": mine,
        "locality": locality_at(mine.area_path),
        "book": mine.rulebook,
        "steps": story.step_lines(page),
        "talk": story.conversation(page),
        "whys": story.reasons(page),
        "holder": holder_of(mine),
        "looks": looks_of(mine.contact) if mine.contact else (),
        "end": mine.rulebook.end(mine.end_state) if mine.end_state else None,
        "stage": mine.rulebook.stage(mine.stage),
        "may_rate": page.may("rate") and page.answer is not None and page.rating is None,
        "may_withdraw": page.may("withdraw"),
        "can_reply": can_reply(actor_of(request), mine),
        "add": AddForm(initial={"key": new_key()}),
        "verdict": VerdictForm(),
        "withdrawal": WithdrawForm(),
        **forms,
    }
    return render(request, "portal/progress/case.html", context, status=status)


def my_case_or_404(request: HttpRequest, number: str) -> Case:
    found: Case = get_object_or_404(my_cases(request), number=number)
    return found


@door("public")
@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """A sentence more, with pictures."""
    mine = my_case_or_404(request, number)
    form = AddForm(request.POST, request.FILES)
    if form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            clean = pictures.clean_all(data["pictures"])
            key, by = str(data["key"]), actor_of(request)
            once(key, reply, mine, data["text"], by=by, at=at, pictures=clean)
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, _("Added. Whoever has the case reads it now."))
            return redirect("portal:case", number)
    return show(request, mine, add=form)


@door("public")
@require_POST
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Solved, partly, not solved: the resident's own word."""
    mine = my_case_or_404(request, number)
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            after = rate(mine, **form.cleaned_data, by=actor_of(request), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, thanks(after))
            return redirect("portal:case", number)
    return show(request, mine, verdict=form)


def thanks(case: Case) -> str:
    if case.is_open and case.round > 1 and case.answered_at is None:
        return _("Thank you. The case is open again, one rung higher; the clock runs anew.")
    return _("Thank you. Your word is written down as you said it.")


@door("public")
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    mine = my_case_or_404(request, number)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw(mine, **form.cleaned_data, by=actor_of(request), at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, _("Withdrawn. If it comes up again, simply tell us anew."))
            return redirect("portal:case", number)
    return show(request, mine, withdrawal=form)


@door("public")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> FileResponse:
    """A picture of a case that this device has opened; `?small` for the small one."""
    mine = my_case_or_404(request, number)
    shown = get_object_or_404(Picture, case=mine, digest=digest)
    place = pictures.path_of(shown.digest, small="small" in request.GET)
    if not place.is_file():
        raise Http404
    return FileResponse(
        place.open("rb"), content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
    )
