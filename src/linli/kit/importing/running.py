"""One batch from its file to its result: the same for the command line and for the worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.kit.actor import Actor
from linli.kit.importing import store
from linli.kit.importing.engine import Opened, carry_out, check, open_table
from linli.kit.importing.reader import Order, Reader
from linli.kit.sheets.faults import Findings
from linli.kit.sheets.headings import key_of
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.writing import write_faults

Progress = Callable[[str, int, int], None]
MOST_SHOWN = 50


@dataclass(frozen=True)
class Result:
    """`written` is None when nothing was to be written: a dry run, or faults that were not to be left out."""

    checked: Findings
    written: Findings | None

    @property
    def refused(self) -> bool:
        return self.written is None and self.checked.faulty > 0

    @property
    def findings(self) -> Findings:
        return self.written or self.checked


def settled(opened: Opened, reader: Reader, meanings: Mapping[str, str]) -> Meanings:
    """The proposal with what was chosen: heading → field. A heading that is not named here keeps its proposal."""
    chosen = {key_of(heading): meaning for heading, meaning in meanings.items()}
    by_index = {c.index: chosen[c.heading.key] for c in opened.proposed.columns if c.heading.key in chosen}
    return opened.proposed.changed(by_index, reader.fields)


def run(
    path: Path,
    reader: Reader,
    *,
    area_path: str,
    meanings: Mapping[str, str],
    choices: Mapping[str, Any],
    source: str,
    only_check: bool,
    good_rows: bool,
    faults_to: Path | None,
    by: Actor,
    at: datetime,
    progress: Progress,
) -> Result:
    """Raises Unreadable for the file, and Refused for the place or the columns."""
    opened = open_table(path, reader.fields)
    mapping = settled(opened, reader, meanings)
    samples = [row for table in opened.tables for row in table.sample()]
    order = Order(mapping, area_path, choices, source, by, at, samples)
    session = reader.begin(order)
    checked = check(opened, session, lambda phase, rows: progress(phase, rows, 0))
    written = None
    if not only_check and (good_rows or not checked.faulty):
        written = carry_out(
            opened, session, lambda phase, rows: progress(phase, rows, checked.rows), by=by, at=at
        )
    result = Result(checked, written)
    if result.findings.faults and faults_to:
        whose = _("Rows that were not imported; handed in by %(name)s, read on %(day)s")
        told = {"name": by.name, "day": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}
        write_faults(faults_to, opened.headings, result.findings.faults, whose % told)
    return result


def summary(result: Result, opened_others: tuple[str, ...] = ()) -> dict[str, Any]:
    """As plain values, for the batch and its page."""
    found, checked = result.findings, result.checked
    shown = [
        [str(place), sentence] for fault in found.faults[:MOST_SHOWN] for place, sentence in fault.places
    ]
    return {
        "rows": checked.rows,
        "good": found.good,
        "already": found.already,
        "changed": found.changed,
        "twice": found.twice,
        "faulty": found.faulty,
        "asides": checked.asides,
        "written": result.written is not None,
        "notes": dict(found.notes.most_common(20)),
        "faults": shown[:MOST_SHOWN],
        "others": list(opened_others),
    }


def clean_up(token: str, *, keep_original: bool) -> None:
    if not keep_original:
        store.drop_original(token)
