"""How fast, and in how much memory, real files come in: `python -m bench.imports [--again] FILE …`

Each file into one scratch installation, in the order given; --again hands all of them in a second time, which must
change nothing. LINLI_BENCH_SERVER=postgres://user@host measures on PostgreSQL. Nothing of the files is shown but counts.
"""

import sys
from collections import Counter
from pathlib import Path

from bench.importing import bring_in
from bench.scratch import scratch


def main(words: list[str]) -> int:
    files = [Path(word) for word in words if word != "--again"]
    if not files:
        print(__doc__)
        return 2
    with scratch() as lane:
        for path in files * (2 if "--again" in words else 1):
            measured = bring_in(path, lane.areas["street"].path)
            print(measured.line(path.name), flush=True)
            for sentence, times in Counter(sentence for _place, sentence in measured.faults).most_common():
                print(f"    {times} × fault: {sentence}")
            for note, times in measured.notes.items():
                print(f"    {times} × {note}")
        show_stock()
    return 0


def show_stock() -> None:
    """What lies in the database now, and whether every chain of traces holds."""
    from linli.cases.models import Case
    from linli.kit.models import Trace
    from linli.kit.trace import broken_links

    stages = Counter(Case.objects.values_list("stage", flat=True).iterator())
    print("cases:", ", ".join(f"{count:,} {stage}" for stage, count in sorted(stages.items())))
    rows = Trace.objects.order_by("record_kind", "record_id", "number")
    print(f"traces: {rows.count():,}, broken links: {sum(1 for _row in broken_links(rows.iterator()))}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
