"""The printed form "is it solved?": for one case or for all of an area that wait, and the page that keys them in again."""

import io
from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.asking_on_paper import ask_on_paper
from linli.cases.lists import answers_to, waiting_for_verdict
from linli.cases.models import Answer, Case
from linli.cases.numbers import tidy_number
from linli.cases.reads_of_rows import with_page
from linli.cases.rules_of_pressing import can_ask_on_paper
from linli.cases.telltales import without_persons
from linli.cases.verdict_links import Sent, token_for
from linli.cases.windows import window_ends
from linli.console.callbacks.forms import PapersForm
from linli.console.cases.choices import areas_of
from linli.console.finding import actor_of
from linli.kit.addresses import origin_of
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.papers.press import picture_code, printed
from linli.kit.text import day

MOST_FORMS = 100
MOST_LOOKED_AT = 400
LONGEST_ANSWER = 300  # letters; what is longer is read behind the picture code


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponseBase:
    given = request.POST if request.method == "POST" else request.GET if "area" in request.GET else None
    first = {"number": request.GET.get("number", "")[:40]}
    form = PapersForm(given, areas=areas_of(actor_of(request)), initial=first)
    if request.method != "POST":
        return show(request, form)
    found = cases_for(request, form) if form.is_valid() else []
    if not found:
        return show(request, form, 422)
    at = timezone.now()
    try:
        ask_on_paper(found, by=actor_of(request), at=at)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show(request, form, 409)
    pdf = verdict_forms(found, origin=origin_of(request), at=at)
    name = _("Is it solved, %(place)s") % {"place": form.chosen_area.name}
    response = FileResponse(io.BytesIO(pdf), filename=f"{name}.pdf", content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def cases_for(request: HttpRequest, form: PapersForm) -> list[Case]:
    """Those for which this reader may ask; a sentence in the form where there are none."""
    actor = actor_of(request)
    rows = waiting_for_verdict(actor).inside(form.chosen_area.path)
    if typed := form.cleaned_data["number"]:
        rows = waiting_for_verdict(actor).filter(number=tidy_number(typed))
    waiting = list(with_page(rows).order_by("answered_at", "pk")[:MOST_LOOKED_AT])
    answers = [(case, can_ask_on_paper(actor, case)) for case in waiting]
    found = [case for case, answer in answers if answer.ok]
    if not waiting:
        form.add_error(None, _("Nothing waits for a verdict here."))
    elif not found:
        form.add_error(None, str(answers[0][1].sentence))
    return found[:MOST_FORMS]


def show(request: HttpRequest, form: PapersForm, status: int = 200) -> HttpResponse:
    return render(request, "console/callbacks/papers.html", {"form": form, "most": MOST_FORMS}, status=status)


def verdict_forms(cases: list[Case], *, origin: str, at: datetime) -> bytes:
    """One sheet a case, in the order of the places. Nothing on it tells who raised it."""
    answers = answers_to(cases)
    sheets = [
        sheet_of(case, answers[case.pk], origin, at)
        for case in sorted(cases, key=lambda one: (one.area_path, one.pk))
        if case.pk in answers
    ]
    told: dict[str, Any] = {**words(), "forms": sheets}
    language = (get_language() or "zh").partition("-")[0]
    return printed("console/callbacks/verdict.typ", told, title=told["heading"], at=at, language=language)


def sheet_of(case: Case, answer: Answer, origin: str, at: datetime) -> dict[str, Any]:
    address = origin + reverse("portal:verdict", args=[token_for(case, Sent.PAPER)])
    book, until = case.rulebook, window_ends(case)
    said = " ".join(without_persons(answer.text).split())  # a line for each word would not fit the sheet
    return {
        "brand": f"{book.word('brand')} · {book.name}",
        "telephone": book.word("telephone"),
        "number": case.number,
        "title": without_persons(case.title),
        "answered": day(answer.at, at),
        "said": said if len(said) <= LONGEST_ANSWER else said[:LONGEST_ANSWER] + "……",
        "until": _("until %(day)s") % {"day": day(until, at)} if until else "",
        "drawing": picture_code(address, error="q"),
        "alt": _("Opens the page on which to say whether it is solved"),
    }


def words() -> dict[str, str]:
    return {
        "heading": _("Is it solved?"),
        "number-label": _("Number"),
        "done-label": _("What was done"),
        "ask": _("Please tick one box. No name is needed."),
        "solved": pgettext("said by the resident", "Solved"),
        "partly": _("Partly solved"),
        "unsolved": _("Not solved"),
        "effect": _("“Not solved” opens it again one rung higher. It never turns against you."),
        "words-label": _("What is still missing? (may stay empty)"),
        "day-label": _("Day on which I write this"),
        "phone-way": _("Or with your telephone: scan this picture; nothing needs to be installed."),
        "paper-way": _("Hand it in at the community's desk."),
        "own": _("Please fill it in yourself. Whoever did the work does not fill it in for you."),
        "office-label": _("For the desk: scan the picture, or key in the number. Entered on"),
    }
