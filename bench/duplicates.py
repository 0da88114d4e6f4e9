"""Whether what was said before is found again: `python -m bench.duplicates MESSAGES`

Two questions. Of bodies that stand in the table more than once, signs and numbers aside: is the other one found, first
or among the thirty candidates? And of copies altered here by a printed seed (a sentence left out, the order turned,
a beginning put before it): is the original found?
"""

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from bench.messages import Message, messages
from linli.cases.sensing.likeness import CANDIDATES, Shelf
from linli.cases.sensing.text import normalised

NEAR = 0.6
ALTERED = 500
SENTENCE = re.compile(r"(?<=[。！？!?；;\n])")


def repeats(rows: list[Message]) -> dict[str, set[str]]:
    """For each message whose body occurs again: the others with it."""
    same: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        same[normalised(row.body)].add(row.id)
    return {one: ids - {one} for ids in same.values() if len(ids) > 1 for one in ids}


def altered(body: str, chance: random.Random) -> str:
    parts = [part for part in SENTENCE.split(body) if part.strip()]
    if len(parts) > 2:
        parts.pop(chance.randrange(len(parts)))
    if len(parts) > 1:
        parts = parts[1:] + parts[:1]
    return "您好，请问" + "".join(parts)


def report(name: str, found: list[list[str]], right: list[set[str]], seconds: float) -> None:
    first = sum(bool(ids) and ids[0] in those for ids, those in zip(found, right, strict=True))
    all_of = sum(len(those & set(ids)) for ids, those in zip(found, right, strict=True))
    there = sum(map(len, right))
    print(
        f"{name:<18} {len(right)} asked   first {first / len(right):.4f}   "
        f"recall among {CANDIDATES} {all_of / there:.4f}   {1000 * seconds / len(right):.1f} ms each"
    )


def main(options: argparse.Namespace) -> int:
    rows = messages(options.messages)
    bodies = {row.id: row.body for row in rows}
    shelf = Shelf.of(bodies)
    twice = repeats(rows)
    extra = sum(len(group) - 1 for group in {frozenset(others | {one}) for one, others in twice.items()})
    print(f"{len(rows)} messages; {extra} bodies repeat an earlier one word for word ({len(twice)} messages)")

    begun = time.perf_counter()
    found = [[like.key for like in shelf.near(bodies[one], CANDIDATES, NEAR, but=[one])] for one in twice]
    if twice:
        report("repeated bodies", found, list(twice.values()), time.perf_counter() - begun)

    chance = random.Random(options.seed)
    chosen = chance.sample(rows, min(ALTERED, len(rows)))
    copies = [altered(row.body, chance) for row in chosen]
    begun = time.perf_counter()
    found = [[like.key for like in shelf.near(copy, CANDIDATES, NEAR)] for copy in copies]
    right = [{row.id} for row in chosen]
    for at, row in enumerate(chosen):
        right[at] = {
            next((one for one in found[at] if one == row.id or one in twice.get(row.id, ())), row.id)
        }
    report(f"altered, seed {options.seed}", found, right, time.perf_counter() - begun)

    alone = [row for row in rows if row.id not in twice][:ALTERED]
    near = sum(bool(shelf.near(row.body, 1, NEAR, but=[row.id])) for row in alone)
    print(
        f"of {len(alone)} messages that repeat nothing word for word, {near} have another that is called near"
    )
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="bench.duplicates", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("messages", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(main(parser.parse_args()))
