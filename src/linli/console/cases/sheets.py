"""Take the list out exactly as it is shown: for a reason, in the log, for a day, for nobody else."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.actions.exporting import ask_for_export, can_export, file_of, note_fetch
from linli.cases.models import Export
from linli.cases.models.sheets import CALLS, CASES
from linli.console.cases.forms import ExportForm, unknown_filters
from linli.console.cases.kept import back_to
from linli.console.cases.listed import LISTED
from linli.console.cases.pages import list_response
from linli.console.cases.work import fill_export, is_small
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.files import sealed
from linli.kit.jobs import enqueue_once, path_of

SECONDS_TO_LOOK_AGAIN = "2"


@door("console")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """A short list is written at once, a long one by the worker."""
    actor, at = actor_of(request), timezone.now()
    form, query = ExportForm(request.POST), request.POST.get("query", "")[:600]
    request.GET = QueryDict(query)
    if not form.is_valid() or unknown_filters(request.GET):
        return list_response(request, export=form, status=422)
    data = form.cleaned_data
    try:
        asked = ask_for_export(
            data["kind"] or "cases", data["form"], {"query": query}, reason=data["reason"], by=actor, at=at
        )
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return list_response(request, export=form, status=403)
    return begun(asked, actor, at)


def begun(asked: Export, actor: Actor, at: datetime) -> HttpResponseRedirect:
    """A short one is there when its page opens."""
    if is_small(asked, actor, at):
        fill_export.func(asked.pk)
    else:
        enqueue_once(fill_export, f"{path_of(fill_export)}:{asked.pk}", at, asked.pk)
    return HttpResponseRedirect(reverse("console:cases-export-state", args=[asked.pk]))


def _find(request: HttpRequest, pk: int) -> Export:
    """Her own, of today, as long as she has the right: asked anew each time the sheet is fetched."""
    actor = actor_of(request)
    if not can_export(actor):
        raise Http404
    found: Export = get_object_or_404(Export.objects.visible_to(actor).fresh(timezone.now()), pk=pk)
    return found


@door("console")
@require_safe
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Looks again by itself until the sheet is there; the page can be left at any time."""
    found = _find(request, pk)
    query = found.asked.get("query", "")
    names: dict[str, Any] = {CALLS: _("Ledger of calls"), **{key: one.name for key, one in LISTED.items()}}
    kind = found.kind if found.kind in names else CASES
    context = {"export": found, "back": back_to(kind, query), "back_name": names.get(kind, _("Cases"))}
    response = render(request, "console/cases/export.html", context)
    if not found.is_over:
        response.headers["Refresh"] = SECONDS_TO_LOOK_AGAIN
    return response


@door("console")
@require_safe
def sheet(request: HttpRequest, pk: int) -> FileResponse:
    found = _find(request, pk)
    if not found.is_over or not file_of(found).is_file():
        raise Http404
    note_fetch(found, by=actor_of(request), at=timezone.now())
    name = f"{found.kind}-{timezone.localtime(found.begun_at):%Y%m%d-%H%M}.{found.form}"
    return FileResponse(file_of(found).open("rb"), as_attachment=True, filename=name, headers=sealed())
