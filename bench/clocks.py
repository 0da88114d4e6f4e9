"""The engine of deadlines against an independent clock: `python -m bench.clocks [LIVES] [FIRST_SEED]`, 20,000 by itself.

Every life is a case that is registered, sorted and sorted anew, sent, suspended and resumed, given more time, lifted,
answered and opened again, over holidays, make-up days and year ends, on a server whose clock is set back or jumps. After
each step every limit, the rung's time and the shown due time are compared with `tests/cases/clock_oracle.py`.
"""

import argparse
import sys
import time

from bench.scratch import scratch

LIVES, SEED = 20_000, 1


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bench.clocks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lives", nargs="?", type=int, default=LIVES)
    parser.add_argument("first_seed", nargs="?", type=int, default=SEED)
    asked = parser.parse_args(words)
    lives, first = asked.lives, asked.first_seed
    begun, steps, wrong = time.monotonic(), 0, 0
    with scratch() as lane:
        from tests.cases.clock_histories import live

        for seed in range(first, first + lives):
            taken, found = live(lane, seed)
            steps, wrong = steps + taken, wrong + len(found)
            for fault in found[:1] if wrong <= 10 else []:
                print(fault, flush=True)
    print(f"seeds {first} to {first + lives - 1}: {lives:,} lives, {steps:,} steps, {wrong} that differ")
    print(f"{time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
