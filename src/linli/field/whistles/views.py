"""On the way: what a unit is called to, reporting in, and what was done; each by one tap or a few words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.reads_of_whistles import STEPS, PartLine, whistle_page, whistles_for, with_parts
from linli.cases.verbs import WHISTLE_ACTS
from linli.field.whistles.forms import PartForm
from linli.kit.action import KeyReused
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.paging import page_of

SIZE = 30
UNPROCESSABLE, CONFLICT = 422, 409


@door("field")
@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    """What calls my unit, the newest first; those that have ended stay, so that both sides can say how it was."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = whistles_for(actor, "calling_me")
    page = page_of(rows, order=("-blown_at", "-id"), cursor=request.GET.get("after", ""), size=SIZE)
    context = {"lines": [whistle_page(one, actor) for one in page.rows], "page": page, "query": ""}
    return render(request, "field/whistles/whistles.html", context)


def find(request: HttpRequest, pk: int) -> Whistle:
    rows = with_parts(Whistle.objects.visible_to(request.actor))  # type: ignore[attr-defined]
    found: Whistle = get_object_or_404(rows, pk=pk)
    return found


@door("field")
@require_safe
def whistle(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, pk)


def show(request: HttpRequest, pk: int, failed: PartForm | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = whistle_page(find(request, pk), actor)
    context: dict[str, Any] = {
        "page": page,
        "mine": [(line, forms_of(line, failed)) for line in page.lines if line.mine],
        "others": [line for line in page.lines if not line.mine],
        "case": Case.objects.visible_to(actor).filter(pk=page.case.pk).first(),
    }
    return render(request, "field/whistles/whistle.html", context, status=status)


def forms_of(line: PartLine, failed: PartForm | None) -> list[PartForm]:
    """A refused form comes back with what was typed, also when its time is over."""
    forms = [PartForm(None, step=step, part=line.part) for step in line.steps]
    if failed is None or failed.part.pk != line.part.pk:
        return forms
    if all(form.step != failed.step for form in forms):
        return [failed, *forms]
    return [failed if form.step == failed.step else form for form in forms]


@door("field")
@require_POST
def take(request: HttpRequest, pk: int, part: int, step: str) -> HttpResponse:
    row: WhistlePart = get_object_or_404(find(request, pk).parts.select_related("whistle"), pk=part)
    asked = STEPS.get(step)
    if asked is None:
        raise Http404
    form = PartForm(request.POST, step=asked, part=row)
    if not form.is_valid():
        return show(request, pk, form, UNPROCESSABLE)
    try:
        WHISTLE_ACTS[step](row, **form.cleaned_data, by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
    except KeyReused:
        form.add_error(
            None, _("This was sent already, with other words. Please start again with an empty form.")
        )
    else:
        messages.success(request, _("Sent. Whoever called you is told."))
        return redirect("field:whistle", pk)
    return show(request, pk, form, CONFLICT)
