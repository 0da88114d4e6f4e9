"""What the measurements of imports share: a file on its way into the scratch installation, with its time and memory."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.scratch import megabytes


@dataclass(frozen=True)
class Measured:
    """One file brought in. Seconds are of the wall; `cpu` is this process's own."""

    rows: int
    good: int
    already: int
    twice: int
    faulty: int
    seconds: float
    cpu: float
    source: str
    known: str
    notes: dict[str, int]
    faults: tuple[tuple[str, str], ...]

    def line(self, name: str) -> str:
        speed = f"{self.rows / self.seconds:,.0f} rows/s ({self.rows / self.cpu:,.0f} per CPU second)"
        counts = f"{self.rows:,} rows, {self.good:,} in, {self.already:,} already, {self.twice} twice, {self.faulty} faulty"
        return f"{name}: {counts}; {self.seconds:.1f} s, {speed}, {megabytes()} MB{self.known}"


def bring_in(path: Path, area_path: str, kind: str = "cases", *, given: str = "", **choices: Any) -> Measured:
    """Open, recognise, remember, check and write, as the command does."""
    from django.utils import timezone

    from linli.console.imports.handing import free_name
    from linli.console.imports.readers import READERS, with_words_of_the_place
    from linli.console.imports.work import source_key
    from linli.kit.actor import SYSTEM
    from linli.kit.importing.batches import known_source, remember
    from linli.kit.importing.engine import open_table
    from linli.kit.importing.running import run
    from linli.kit.sheets.mapping import by_heading, meanings_given

    begun, cpu, reader, at = time.monotonic(), time.process_time(), READERS[kind], timezone.now()
    opened = open_table(path, reader.fields)
    found = known_source(kind, area_path, opened.proposed, opened.fingerprint, reader.fields)
    meanings = found[1].mapping if found else opened.proposed
    meanings = meanings.changed(by_heading(meanings, meanings_given(given)), reader.fields)
    if lacks := reader.lacks(meanings):
        raise SystemExit(f"{path.name}: {lacks}")
    name = found[0].name if found else free_name(kind, area_path, path.name.split(".")[0])
    memory: dict[str, Any] = {
        "fingerprint": opened.fingerprint,
        "meanings": meanings.meanings,
        "choices": choices,
    }
    source = remember(kind, area_path, name, **memory, by=SYSTEM, at=at)
    result = run(
        path,
        reader,
        area_path=area_path,
        meanings=meanings.meanings,
        choices=with_words_of_the_place(kind, area_path, choices),
        source=source_key(source.pk),
        only_check=False,
        good_rows=True,
        faults_to=None,
        by=SYSTEM,
        at=at,
        progress=lambda phase, rows, total: None,
    )
    done = result.findings
    faults = tuple((str(place), sentence) for fault in done.faults for place, sentence in fault.places)
    return Measured(
        result.checked.rows,
        done.good,
        done.already,
        done.twice,
        done.faulty,
        time.monotonic() - begun,
        time.process_time() - cpu,
        source_key(source.pk),
        f"; known form “{name}”, {len(found[1].changes)} differences" if found else "",
        dict(done.notes),
        faults,
    )
