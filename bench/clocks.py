"""The engine of deadlines against an independent clock: `python -m bench.clocks [LIVES] [FIRST_SEED]`, 20,000 by itself.

Every life is a case that is registered, sorted and sorted anew, sent, suspended and resumed, given more time, lifted,
answered and opened again, over holidays, make-up days and year ends, on a server whose clock is set back or jumps. After
each step every limit, the rung's time and the shown due time are compared with `tests/cases/clock_oracle.py`.
"""

import sys
import time

from bench.scratch import scratch

LIVES, SEED = 20_000, 1


def main(words: list[str]) -> int:
    lives, first = (
        (int(word) for word in [*words, str(LIVES), str(SEED)][:2])
        if len(words) != 1
        else (int(words[0]), SEED)
    )
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
