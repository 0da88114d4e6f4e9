"""What happens to a batch and to the memory of its form. Each is an action with its trace."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.models import ImportBatch, ImportSource
from linli.kit.sheets.fields import Fields
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.models import RIGHT
from linli.kit.sheets.remembered import Known, recognised
from linli.kit.trace import trace

State = ImportBatch.State


def can_import(actor: Actor, area_path: str) -> Answer:
    allowed = actor.has_right(RIGHT, area_path) if area_path else actor.kind == "system"
    return (
        yes
        if allowed
        else no(_("Your posts do not let you import here. Ask the office that keeps this area."))
    )


def known_source(
    kind: str, area_path: str, proposed: Meanings, print_: str, fields: Fields
) -> tuple[ImportSource, Known] | None:
    """The remembered form that this table is: the same headings, else the one that is most like it."""
    best: tuple[ImportSource, Known] | None = None
    for source in ImportSource.objects.filter(kind=kind, area_path=area_path).order_by("-used_at"):
        known = recognised(proposed, source.forms.get(print_) or source.meanings, fields)
        if known and print_ in source.forms:
            return source, known
        if known and (best is None or known.likeness > best[1].likeness):
            best = source, known
    return best


@action
def remember(
    kind: str,
    area_path: str,
    name: str,
    *,
    fingerprint: str,
    meanings: Mapping[str, str],
    choices: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> ImportSource:
    """Keep what each column of this form means, for the next time."""
    permit(can_import(by, area_path))

    source = (
        ImportSource.objects.select_for_update().filter(kind=kind, area_path=area_path, name=name).first()
    )
    new = source is None
    source = source or ImportSource(kind=kind, area_path=area_path, name=name)
    source.forms = {**source.forms, fingerprint: dict(meanings)}
    source.latest, source.choices, source.used_at = fingerprint, dict(choices), at
    source.version += not new
    source.save()

    facts = {"kind": kind, "columns": len(meanings), "new": new}
    trace("import_source.remembered", source, by=by, at=at, facts=facts)
    return source


@action
def hand_in(kind: str, area_path: str, *, file_name: str, token: str, by: Actor, at: datetime) -> ImportBatch:
    """A file has come; what its columns mean is still to be settled."""
    permit(can_import(by, area_path))

    batch = ImportBatch(kind=kind, area_path=area_path, account_id=by.account_id, file_name=file_name[:200])
    batch.token, batch.begun_at = token, at
    batch.save(force_insert=True)

    trace("import.handed_in", batch, by=by, at=at, facts={"kind": kind}, first=True)
    return batch


@action
def note_fetch(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    """Each time rows of it leave the house again, as a copy with their faults."""
    permit(can_import(by, batch.area_path))
    trace("import.fetched", batch, by=by, at=at)


@action
def order(
    batch: ImportBatch,
    *,
    source: ImportSource,
    meanings: Mapping[str, str],
    choices: Mapping[str, Any],
    only_check: bool,
    good_rows: bool,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """Check this file, or check and import it, under these meanings."""
    batch = batch.locked()
    permit(can_import(by, batch.area_path))
    permit(is_still(batch))

    batch.source, batch.meanings, batch.choices = source, dict(meanings), dict(choices)
    batch.only_check, batch.good_rows = only_check, good_rows
    batch.state, batch.phase, batch.rows_done, batch.findings, batch.sentence = State.WAITING, "", 0, {}, ""
    batch.save_changes(
        "source",
        "meanings",
        "choices",
        "only_check",
        "good_rows",
        "state",
        "phase",
        "rows_done",
        "findings",
        "sentence",
    )

    facts = {"only_check": only_check, "good_rows": good_rows, "source": source.pk}
    trace("import.ordered", batch, by=by, at=at, facts=facts)
    return batch


def is_still(batch: ImportBatch) -> Answer:
    """Not while the worker is at it, and not once it was imported."""
    if batch.state in {State.WAITING, State.RUNNING}:
        return no(_("This file is being read at the moment. Please wait until that is done."))
    if batch.state == State.DONE and not batch.only_check:
        return no(_("This file was imported. Hand in a new one."))
    return yes


@action
def finish(
    batch: ImportBatch,
    *,
    state: str,
    findings: Mapping[str, Any],
    sentence: str = "",
    by: Actor,
    at: datetime,
) -> ImportBatch:
    batch = batch.locked()
    batch.state, batch.findings, batch.sentence, batch.ended_at = state, dict(findings), sentence, at
    batch.save_changes("state", "findings", "sentence", "ended_at")

    counts = {name: value for name, value in findings.items() if isinstance(value, int)}
    trace("import.finished", batch, by=by, at=at, facts={"state": state, **counts})
    return batch


def show_progress(batch: ImportBatch, phase: str, rows: int, total: int = 0) -> None:
    """Not a change of the record: no version, no trace. Readers of the progress bar see it between portions."""
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=State.RUNNING, phase=phase, rows_done=rows, rows_total=max(total, rows)
    )
