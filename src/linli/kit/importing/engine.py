"""Read all rows to find every fault; write them in portions, each whole. A portion written before is passed over."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.bulk import chunks
from linli.kit.importing.reader import Entry, Session
from linli.kit.sheets.cells import Row
from linli.kit.sheets.faults import CellFault, Faulty, Findings
from linli.kit.sheets.fields import Fields
from linli.kit.sheets.headings import Heading
from linli.kit.sheets.mapping import Meanings, propose
from linli.kit.sheets.opening import open_book
from linli.kit.sheets.remembered import fingerprint
from linli.kit.sheets.tables import Table, table_of
from linli.kit.sheets.unreadable import Unreadable

PORTION = 1000

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Opened:
    """The tables of a file that belong together, and the names of sheets that were left alone."""

    tables: tuple[Table, ...]
    others: tuple[str, ...]
    proposed: Meanings

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.tables[0].headings

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.headings)

    def rows(self) -> Iterator[Row]:
        for table in self.tables:
            yield from table.records()

    @property
    def asides(self) -> int:
        return sum(1 for table in self.tables for _row in table.asides())


def open_table(path: Path, fields: Fields) -> Opened:
    """The sheet that fits best, with all others under the same headings. Raises Unreadable."""
    book = open_book(path)
    found = [table for sheet in book.sheets if (table := table_of(sheet, fields.known))]
    if not found:
        raise Unreadable(_("The table is empty: there is no row with text in it."))
    scored = [(sum(h.key in fields.known for h in t.headings), -i, t) for i, t in enumerate(found)]
    best = max(scored, key=lambda score: score[:2])[2]
    same = tuple(table for table in found if fingerprint(table.headings) == fingerprint(best.headings))
    ordered = tuple(
        table for table in same if [h.key for h in table.headings] == [h.key for h in best.headings]
    )
    sample = [row for table in ordered for row in table.sample()][:400]
    if not sample:
        raise Unreadable(_("Below the headings there is no row. Is it the right sheet?"))
    others = tuple(table.name for table in found if table not in ordered)
    return Opened(ordered, others, propose(best.headings, sample, fields))


def check(opened: Opened, session: Session, progress: Progress) -> Findings:
    """Read everything, write nothing."""
    return _through(opened, session, progress, "check", lambda entries: None)


def carry_out(
    opened: Opened,
    session: Session,
    progress: Progress,
    *,
    by: Actor,
    at: datetime,
    each: Callable[[Sequence[Entry]], None] = lambda entries: None,
) -> Findings:
    """Write the rows that can be written. Rows that fail only now join the faults."""
    findings = Findings()

    def write(entries: list[Entry]) -> None:
        for entry, sentence in _written(session, entries, by=by, at=at):
            findings.fault(entry.row, (CellFault(None, sentence),))

    done = _through(opened, session, progress, "write", write)
    done.good -= findings.faulty
    done.faulty += findings.faulty
    done.faults += findings.faults
    return done


def _written(session: Session, entries: list[Entry], *, by: Actor, at: datetime) -> list[tuple[Entry, str]]:
    """A portion at once; if that fails, row by row, so that one bad row keeps nobody else out."""
    try:
        session.write(entries, by=by, at=at)
    except (Refused, DatabaseError) as fault:
        if len(entries) == 1:
            return [(entries[0], _sentence(fault))]
        return [failed for entry in entries for failed in _written(session, [entry], by=by, at=at)]
    return []


def _sentence(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return str(fault.sentence)
    return _("The database did not take this row. Please tell whoever runs this installation.")


def _through(
    opened: Opened, session: Session, progress: Progress, phase: str, use: Callable[[list[Entry]], None]
) -> Findings:
    findings = Findings(asides=opened.asides if phase == "check" else 0)
    seen: set[bytes] = set()
    for rows in chunks(opened.rows(), PORTION):
        entries = list(_read(rows, session, findings, seen))
        known = session.known([entry.key for entry in entries])
        there = [entry for entry in entries if entry.key in known]
        findings.already += len(there)
        findings.changed += session.differ(there) if there else 0
        fresh = [entry for entry in entries if entry.key not in known]
        findings.good += len(fresh)
        findings.notes.update(note for entry in fresh for note in entry.notes)
        use(fresh)
        progress(phase, findings.rows)
    return findings


def _read(rows: list[Row], session: Session, findings: Findings, seen: set[bytes]) -> Iterator[Entry]:
    for row in rows:
        findings.rows += 1
        try:
            entry = session.read(row)
        except Faulty as faulty:
            findings.fault(row, faulty.faults)
            continue
        key = blake2b(entry.key.encode(), digest_size=10).digest()
        if key in seen:
            findings.twice += 1
        else:
            seen.add(key)
            yield entry
