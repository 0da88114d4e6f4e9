"""Units called together: the calls that concern a reader, and one call with the parts of all."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.reads_of_whistles import SHOWN, STEPS, whistle_page, whistles_for, with_parts
from linli.cases.verbs import WHISTLE_ACTS
from linli.console.finding import actor_of
from linli.console.whistles.forms import EndForm, PartForm
from linli.kit.action import KeyReused
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.paging import page_of

SIZE = 30
UNPROCESSABLE, CONFLICT = 422, 409


@door("console")
@require_safe
def whistles(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of(request), request.GET.get("show", "")
    show = asked if asked in SHOWN else "open"
    rows = whistles_for(actor, show)
    page = page_of(rows, order=("-blown_at", "-id"), cursor=request.GET.get("after", ""), size=SIZE)
    names = (_("Going on"), _("Called by me"), _("Calling my unit"), _("Ended"))
    context = {
        "lines": [whistle_page(one, actor) for one in page.rows],
        "page": page,
        "show": show,
        "tabs": list(zip(SHOWN, names, strict=True)),
        "query": f"show={show}&",
        "now": timezone.now(),
    }
    return render(request, "console/whistles/whistles.html", context)


def find(request: HttpRequest, pk: int) -> Whistle:
    rows = with_parts(Whistle.objects.visible_to(actor_of(request)))
    found: Whistle = get_object_or_404(rows, pk=pk)
    return found


@door("console")
@require_safe
def whistle(request: HttpRequest, pk: int) -> HttpResponse:
    return respond(request, pk)


def respond(
    request: HttpRequest,
    pk: int,
    failed: PartForm | None = None,
    ending: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it is now; a refused form comes back with all that was typed."""
    actor = actor_of(request)
    page = whistle_page(find(request, pk), actor)
    forms = {
        line.part.pk: [PartForm(None, step=step, part=line.part) for step in line.steps]
        for line in page.lines
    }
    if failed is not None:
        forms[failed.part.pk] = with_refused(forms[failed.part.pk], failed)
    context: dict[str, Any] = {
        "page": page,
        "rows": [(line, forms[line.part.pk]) for line in page.lines],
        "ending": ending or (EndForm(auto_id="end-%s") if page.may_end else None),
        "sees_case": Case.objects.visible_to(actor).filter(pk=page.case.pk).exists(),
        "now": timezone.now(),
    }
    return render(request, "console/whistles/whistle.html", context, status=status)


def with_refused(forms: list[PartForm], refused: PartForm) -> list[PartForm]:
    """In the place where it was sent from; at the end where that step is no longer offered."""
    keys = [form.step.key for form in forms]
    if refused.step.key not in keys:
        return [*forms, refused]
    return [refused if key == refused.step.key else form for key, form in zip(keys, forms, strict=True)]


@door("console")
@require_POST
def take(request: HttpRequest, pk: int, part: int, step: str) -> HttpResponse:
    """One step about the part of one unit."""
    found = find(request, pk)
    row: WhistlePart = get_object_or_404(found.parts.select_related("whistle"), pk=part)
    asked = STEPS.get(step)
    if asked is None:
        raise Http404
    form = PartForm(request.POST, step=asked, part=row)
    if not form.is_valid():
        return respond(request, pk, form, status=UNPROCESSABLE)
    try:
        WHISTLE_ACTS[step](row, **form.said, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
    except KeyReused:
        form.add_error(None, again())
    else:
        messages.success(request, _("Written down. The other side is told."))
        return HttpResponseRedirect(reverse("console:whistle", args=[pk]))
    return respond(request, pk, form, status=CONFLICT)


@door("console")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = find(request, pk), EndForm(request.POST, auto_id="end-%s")
    if not form.is_valid():
        return respond(request, pk, ending=form, status=UNPROCESSABLE)
    try:
        WHISTLE_ACTS["end_whistle"](found, **form.cleaned_data, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
    except KeyReused:
        form.add_error(None, again())
    else:
        messages.success(request, _("Ended. Now each side can say how it was."))
        return HttpResponseRedirect(reverse("console:whistle", args=[pk]))
    return respond(request, pk, ending=form, status=CONFLICT)


def again() -> str:
    return _("Somebody changed this meanwhile. Please look once more and send it again.")
