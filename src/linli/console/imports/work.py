"""The worker's part: read the file, write the rows, leave the result for whoever comes back to look."""

import time
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.console.imports.readers import READERS, with_words_of_the_place
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Refused
from linli.kit.importing import store
from linli.kit.importing.batches import State, finish, show_progress
from linli.kit.importing.running import Result, run, summary
from linli.kit.jobs import task
from linli.kit.models import ImportBatch
from linli.kit.sheets.unreadable import Unreadable
from linli.people.actors import actor_for
from linli.people.models import Account

SECONDS_BETWEEN_SIGNS = 0.5


@task(whole=False)  # type: ignore[untyped-decorator]
def work_on(batch_id: int, language: str) -> None:
    """May run again after a worker was killed: what was written before is known by its keys and passed over."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.is_over:
        return
    with translation.override(language):
        _work(batch, timezone.now())


def _work(batch: ImportBatch, at: datetime) -> None:
    by = _actor(batch, at)
    try:
        result = run(
            store.original(batch.token),
            READERS[batch.kind],
            area_path=batch.area_path,
            meanings=batch.meanings,
            choices=with_words_of_the_place(batch.kind, batch.area_path, batch.choices),
            source=source_key(batch.source_id),
            only_check=batch.only_check,
            good_rows=batch.good_rows,
            faults_to=store.copy_with_faults(batch.token),
            by=by,
            at=at,
            progress=Signs(batch),
        )
    except (Unreadable, Refused) as fault:
        finish(batch, state=State.FAILED, findings={}, sentence=str(fault.sentence), by=by, at=timezone.now())
        return
    finish(
        batch,
        state=_state(result),
        findings=summary(result),
        sentence=_sentence(result),
        by=by,
        at=timezone.now(),
    )
    if result.written is not None:
        store.drop_original(batch.token)


def source_key(source_id: int | None) -> str:
    """In the keys of records, so that the numbers of two offices do not meet."""
    return f"s{source_id}" if source_id else "new"


def _actor(batch: ImportBatch, at: datetime) -> Actor:
    return actor_for(Account.objects.get(pk=batch.account_id), at) if batch.account_id else SYSTEM


def _state(result: Result) -> str:
    return State.REFUSED if result.refused else State.DONE


def _sentence(result: Result) -> str:
    if result.refused:
        return _(
            "Nothing was imported, because some rows have faults. Correct them, or import the good rows only."
        )
    if result.written is None:
        return _("Every row can be imported.")
    return _("The import is done.")


class Signs:
    """Writes how far it is, at most twice a second."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.last = 0.0

    def __call__(self, phase: str, rows: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_SIGNS:
            self.last = now
            show_progress(self.batch, phase, rows, total)
