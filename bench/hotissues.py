"""What many speak of at once: `python -m bench.hotissues MESSAGES [--members GROUPED] [--most 20]`

Lists the groups found, the largest first: size, days, the words they share, and ids with --ids. Nothing else of the
texts is shown, and words that may lead to a person are blotted out. GROUPED (csv: hot_issue, id) is somebody's own
grouping: for each of its issues, how much of it the best group holds.
"""

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from bench.messages import Message, messages
from linli.cases.sensing.hotspots import Hotspot, Voice, hotspots
from linli.cases.telltales import without


def line(number: int, spot: Hotspot, rows: list[Message], show_ids: bool) -> str:
    keys = " ".join(without(key) for key in spot.keys)
    text = (
        f"{number:>4}  {len(spot.members):>4} messages  {spot.first:%Y-%m-%d} to {spot.last:%Y-%m-%d}  {keys}"
    )
    return text + ("\n      " + " ".join(rows[at].id for at in spot.members) if show_ids else "")


def compare(spots: list[Hotspot], rows: list[Message], grouped: Path) -> None:
    with grouped.open(encoding="utf-8-sig", newline="") as file:
        issues: dict[str, set[str]] = defaultdict(set)
        for row in csv.DictReader(file):
            issues[row["hot_issue"]].add(row["id"])
    known = {row.id for row in rows}
    for issue, ids in sorted(issues.items()):
        here = ids & known
        held = Counter(
            {at: sum(rows[one].id in here for one in spot.members) for at, spot in enumerate(spots)}
        )
        (at, hits), *_rest = held.most_common(1)
        print(
            f"their issue {issue}: {len(here)} messages; our group {at + 1} holds {hits} of them "
            f"and {len(spots[at].members) - hits} others"
        )


def main(options: argparse.Namespace) -> int:
    rows = messages(options.messages)
    begun = time.perf_counter()
    spots = hotspots([Voice(row.title, row.body, row.at) for row in rows], options.fewest)
    print(f"{len(rows)} messages, {len(spots)} groups, {time.perf_counter() - begun:.1f} s")
    for number, spot in enumerate(spots[: options.most], 1):
        print(line(number, spot, rows, options.ids))
    if options.members:
        compare(spots, rows, options.members)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="bench.hotissues", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("messages", type=Path)
    parser.add_argument("--members", type=Path, help="another grouping to compare with")
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--fewest", type=int, default=3, help="messages that make a group")
    parser.add_argument("--ids", action="store_true")
    sys.exit(main(parser.parse_args()))
