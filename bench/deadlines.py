"""A city's own verdict on its deadlines, worked out again: `python -m bench.deadlines [--open-at=2016-01-13] FILE`

The file comes in through the same importer as any other; its deadlines and ends become clocks. For every row with a
verdict (ONTIME or OVERDUE) Linli's clock is asked: a closed case is on time when its clock was met by its end; an open
one is judged at the day given; a case without a deadline is on time. Rows that cannot be imported (they ended before
they began) are judged by the same rule from their cells.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.importing import bring_in
from bench.scratch import scratch

VERDICTS = ("ontimestatus", "ontime")
ZONE = ZoneInfo("Asia/Shanghai")


def main(words: list[str]) -> int:
    judged_at = datetime(2016, 1, 13, tzinfo=ZONE)
    for word in words:
        if word.startswith("--open-at="):
            judged_at = datetime.fromisoformat(word.partition("=")[2]).replace(tzinfo=ZONE)
    files = [Path(word) for word in words if not word.startswith("--")]
    if not files:
        print(__doc__)
        return 2
    with scratch() as lane:
        return max(judge(path, lane.areas["street"].path, judged_at) for path in files)


def judge(path: Path, area_path: str, judged_at: datetime) -> int:
    measured = bring_in(path, area_path)
    print(measured.line(path.name))
    clocks, verdicts = clocks_by_key(measured.source), list(verdicts_of(path))
    counts: Counter[str] = Counter()
    for key, row, said in verdicts:
        counts[said or "unknown"] += 1
        if said:
            own = on_time(*clocks.get(f"{measured.source}:{key}", row), judged_at)
            counts["from clocks" if f"{measured.source}:{key}" in clocks else "from cells"] += 1
            counts["agree" if own == (said == "ONTIME") else "differ"] += 1
            counts["with a deadline"] += clocks.get(f"{measured.source}:{key}", row)[0] is not None
    judged = counts["agree"] + counts["differ"]
    print(f"rows: {len(verdicts):,}; verdict given: {judged:,}; unknown: {counts['unknown']:,}")
    print(
        f"ONTIME {counts['ONTIME']:,}, OVERDUE {counts['OVERDUE']:,}; with a deadline {counts['with a deadline']:,}"
    )
    print(
        f"judged by imported clocks {counts['from clocks']:,}, by cells of rows with faults {counts['from cells']:,}"
    )
    print(f"agreement: {counts['agree']:,} of {judged:,}")
    return 0 if counts["differ"] == 0 else 1


def on_time(due: datetime | None, ended: datetime | None, judged_at: datetime) -> bool:
    return due is None or (ended or judged_at) <= due


def clocks_by_key(source: str) -> dict[str, tuple[datetime | None, datetime | None]]:
    """source key → the deadline that came with the case, and when its clock was met."""
    from linli.cases.models import Case, Clock

    found: dict[str, tuple[datetime | None, datetime | None]] = {
        key: (None, ended)
        for key, ended in Case.objects.filter(source_key__startswith=f"{source}:").values_list(
            "source_key", "closed_at"
        )
    }
    given = Clock.objects.filter(given=True, case__source_key__startswith=f"{source}:")
    for key, due, met in given.values_list("case__source_key", "due_at", "met_at").iterator():
        found[key] = (due, met)
    return found


def verdicts_of(path: Path) -> Iterator[tuple[str, tuple[datetime | None, datetime | None], str]]:
    """Of each row its key, its deadline and end as the cells state them, and the city's verdict ("" when blank)."""
    from linli.cases.ledgers.fields import case_fields
    from linli.kit.importing.cells import Columns
    from linli.kit.importing.engine import open_table

    opened = open_table(path, case_fields())
    index = next(c.index for c in opened.proposed.columns if c.heading.key in VERDICTS)
    columns: Any = Columns(opened.proposed, [row for table in opened.tables for row in table.sample()], ZONE)
    for row in opened.rows():
        cells = columns.on(row)
        key = cells.text("source_id") or cells.digest()
        yield key, (cells.moment("due_at"), cells.moment("closed_at")), row.text(index).upper()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
