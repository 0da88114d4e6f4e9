"""The questions of the chosen category: shown with the details, anew when another category is chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from linli.cases.asking import QuestionsForm
from linli.kit.doors import door
from linli.portal.locality import Locality, locality_or_404


def questions_for(locality: Locality, code: str, data: Any = None) -> QuestionsForm:
    """Empty for no category, and for one that is not known here."""
    return QuestionsForm(data, book=locality.book, category=code)


def fresh_questions(locality: Locality, code: str, data: Any) -> QuestionsForm:
    """Not yet judged, but with the answers that were given before the category changed."""
    form = questions_for(locality, code)
    form.initial = {key: data.get(form.add_prefix(key), "") for key in form.asked}
    return form


@door("public")
@require_POST
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the page with the questions of the category that is chosen in the form just now."""
    locality = locality_or_404(slug)
    code = request.POST.get("other") or request.POST.get("category") or ""
    form = fresh_questions(locality, code, request.POST)
    return render(request, "portal/raising/_questions.html", {"questions": form, "asked": code})
