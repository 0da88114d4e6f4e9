"""From an uploaded file to a batch, and from a batch to the columns that are asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language

from linli.console.imports.readers import READERS
from linli.console.imports.work import work_on
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.importing import store
from linli.kit.importing.batches import hand_in, known_source, order, remember
from linli.kit.importing.engine import Opened, open_table
from linli.kit.importing.naming import free_name
from linli.kit.importing.running import settled
from linli.kit.models import ImportBatch, ImportSource
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.remembered import Change


@dataclass(frozen=True)
class Proposal:
    """The columns with their meanings; `changes` is what differs from the form as it was remembered."""

    opened: Opened
    meanings: Meanings
    source: ImportSource | None
    changes: tuple[Change, ...] | None
    lacks: str


def receive(
    upload: "UploadedFile[Any]", kind: str, area_path: str, *, by: Actor, at: datetime
) -> ImportBatch:
    """Raises Unreadable for a file that is no table, before anything of it is kept."""
    token = store.keep(upload.chunks())
    try:
        open_table(store.original(token), READERS[kind].fields)
        return hand_in(kind, area_path, file_name=upload.name or "", token=token, by=by, at=at)
    except Exception:
        store.drop(token)
        raise


def proposal_for(batch: ImportBatch) -> Proposal:
    """Raises Unreadable when the file is gone or cannot be read any more."""
    reader = READERS[batch.kind]
    opened = open_table(store.original(batch.token), reader.fields)
    found = known_source(batch.kind, batch.area_path, opened.proposed, opened.fingerprint, reader.fields)
    meanings = found[1].mapping if found else opened.proposed
    if batch.meanings:
        meanings = settled(opened, reader, batch.meanings)
    return Proposal(
        opened,
        meanings,
        found[0] if found else None,
        found[1].changes if found else None,
        reader.lacks(meanings),
    )


@action
def start(
    batch: ImportBatch,
    proposal: Proposal,
    meanings: Meanings,
    choices: Mapping[str, Any],
    *,
    another: bool,
    only_check: bool,
    good_rows: bool,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """Remember the form and queue the work, in one transaction."""
    known = proposal.source.name if proposal.source and not another else None
    source = remember(
        batch.kind,
        batch.area_path,
        known or free_name(batch.kind, batch.area_path, batch.file_name.rsplit(".", 1)[0]),
        fingerprint=proposal.opened.fingerprint,
        meanings=meanings.meanings,
        choices=choices,
        by=by,
        at=at,
    )
    batch = order(
        batch,
        source=source,
        meanings=meanings.meanings,
        choices=choices,
        only_check=only_check,
        good_rows=good_rows,
        by=by,
        at=at,
    )
    work_on.enqueue(batch.pk, get_language() or "zh-hans")
    return batch
