"""A process killed at chosen system calls, and what its acts have on the disk before they are answered; see calls and syncs."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from bench import traced
from bench.chaos import let_the_worker_finish
from bench.house import ROOT, House
from bench.judge import judge
from bench.town import Town


def calls(options: Any) -> list[str] | None:
    """Killed `--times` times in words alone and as often in words with a picture."""
    if not traced.is_here():
        return None
    house = options.house("sqlite")
    try:
        town = house.build()
        told = asked(house, town, "crash", str(options.times), str(options.seed))
        faults: list[str] = told["faults"]
        sent: dict[str, str] = {}
        receipts: dict[str, Any] = {}
        clocks: dict[str, int] = {}
        for name, part in told["parts"].items():
            struck = Counter(part["struck"])
            print(
                f"  {name}: {struck.total()} of {options.times} killed at one of its {part['calls']} calls, "
                f"{len(part['faults'])} not whole; {', '.join(f'{n} {count}' for n, count in struck.most_common())}",
                flush=True,
            )
            faults += [f"{name}: {fault}" for fault in part["faults"]]
            missed = options.times - struck.total()
            faults += [f"{name}: {missed} were never struck"] * (missed > 0)
            sent |= part["sent"]
            receipts |= part["receipts"]
            clocks |= dict.fromkeys(part["sent"], part["clocks"])
        house.start()
        let_the_worker_finish(house)
        return faults + judge(house, sent, receipts, clocks)
    finally:
        house.close()


def syncs(options: Any) -> list[str] | None:
    if not traced.is_here():
        return None
    house = options.house("sqlite")
    try:
        told = asked(house, house.build(), "syncs", str(options.seed))
        print(f"  syncs before the answer: {told['synced']}", flush=True)
        return list(told["faults"])
    finally:
        house.close()


def asked(house: House, town: Town, *words: str) -> dict[str, Any]:
    """In a process of its own, which children of its kind are made from."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.calls", *words]
    ledger = json.dumps(asdict(town)).encode()
    done = subprocess.run(command, input=ledger, env=house.env, cwd=ROOT, capture_output=True)
    if done.returncode:
        raise SystemExit(f"bench.calls failed:\n{done.stderr.decode()[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found
