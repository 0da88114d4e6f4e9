from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.console.finding import actor_of
from linli.console.imports.forms import ColumnsForm, FileForm
from linli.console.imports.handing import Proposal, proposal_for, receive, start
from linli.console.imports.readers import READERS
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.files import sealed
from linli.kit.importing import store
from linli.kit.importing.batches import note_fetch
from linli.kit.models import ImportBatch
from linli.kit.sheets.unreadable import Unreadable

SECONDS_TO_LOOK_AGAIN = "2"
LATEST = 20


@door("import")
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), timezone.now()
    form = FileForm(actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive(
                form.cleaned_data["file"],
                form.cleaned_data["kind"],
                form.cleaned_data["place"],
                by=actor,
                at=at,
            )
            return redirect("console:import-batch", batch.pk)
        except (Unreadable, Refused) as fault:
            form.add_error("file", str(fault.sentence))
    store.drop_old(at)
    latest = ImportBatch.objects.visible_to(actor).order_by("-begun_at")[:LATEST]
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request,
        "console/imports/hand_in.html",
        {"form": form, "latest": latest, "readers": READERS},
        status=status,
    )


@door("import")
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_of(request)
    found = _find(number, actor)
    if found.state in {ImportBatch.State.WAITING, ImportBatch.State.RUNNING}:
        return _waiting(request, found)
    if found.state == ImportBatch.State.DONE and not found.only_check:
        return _shown(request, found)
    try:
        proposal = proposal_for(found)
    except Unreadable as fault:
        return _shown(request, found, sentence=str(fault.sentence))
    return _settle(request, found, proposal, actor)


def _settle(request: HttpRequest, found: ImportBatch, proposal: Proposal, actor: Actor) -> HttpResponse:
    """Columns to confirm; and the report, once a dry run was made."""
    reader = READERS[found.kind]
    chosen = found.choices or (proposal.source.choices if proposal.source else {})
    form = ColumnsForm(reader, proposal.meanings, found.area_path, chosen, request.POST or None)
    lacks = proposal.lacks
    if request.method == "POST" and form.is_valid():
        meanings, act = form.chosen_meanings(), request.POST.get("act", "check")
        lacks = reader.lacks(meanings)
        if not lacks:
            start(
                found,
                proposal,
                meanings,
                form.choices(),
                another=form.cleaned_data["another"],
                only_check=act == "check",
                good_rows=act == "good",
                by=actor,
                at=timezone.now(),
            )
            return redirect("console:import-batch", found.pk)
    page = {"batch": found, "form": form, "proposal": proposal, "lacks": lacks, "reader": reader}
    return render(request, "console/imports/columns.html", page, status=422 if form.is_bound else 200)


def _waiting(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Looks again by itself, with or without script; the page can be left at any time."""
    response = render(
        request, "console/imports/waiting.html", {"batch": found, "reader": READERS[found.kind]}
    )
    response.headers["Refresh"] = SECONDS_TO_LOOK_AGAIN
    return response


def _shown(request: HttpRequest, found: ImportBatch, sentence: str = "") -> HttpResponse:
    page: dict[str, Any] = {
        "batch": found,
        "reader": READERS[found.kind],
        "sentence": sentence or found.sentence,
    }
    page["has_copy"] = store.fresh_copy(found.token, timezone.now()) is not None
    return render(request, "console/imports/result.html", page)


@door("import")
@require_GET
def faults(request: HttpRequest, number: int) -> FileResponse:
    """The rows that were not imported, as they came, with their faults: for a day, in the log, for whoever may import."""
    actor, at = actor_of(request), timezone.now()
    found = _find(number, actor)
    copy = store.fresh_copy(found.token, at)
    if copy is None:
        raise Http404
    note_fetch(found, by=actor, at=at)
    name = f"{found.file_name.rsplit('.', 1)[0]} {_('faults')}.xlsx"
    return FileResponse(copy.open("rb"), as_attachment=True, filename=name, headers=sealed())


def _find(number: int, actor: Actor) -> ImportBatch:
    found = ImportBatch.objects.visible_to(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]
