"""Every trouble by its name, how often it strikes, and how it is told.

python -m bench chaos --troubles disk,cuts,clock     a full disk, a restarting database, cut lines, a jumping clock
python -m bench chaos --troubles calls,syncs         killed at 200 system calls; what is on the disk before each answer
python -m bench chaos --troubles keys                fifty at once under one key, fifty times, on each database
python -m bench chaos --troubles edits               5,000 edits by readers of older and newer states, on each database
python -m bench chaos --troubles disk --seed 7       the same strikes once more
"""

import importlib.util
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from bench.crashes import calls, syncs
from bench.house import House
from bench.keys import keys
from bench.town import Town
from bench.troubles import clock, cuts, disk

Faults = list[str] | None  # None: it could not be tried here


def edits(options: Any) -> Faults:
    faults: list[str] = []
    for database in options.addresses:
        house = House(database)
        try:
            print(f"  {'PostgreSQL' if house.on_postgres else 'SQLite'}:", flush=True)
            found = edits_on(house, house.build(), options.times, options.seed)
        finally:
            house.close()
        if found is None:
            return None
        faults += found
    return faults


def edits_on(house: House, town: Town, times: int, seed: int) -> Faults:
    if importlib.util.find_spec("hypothesis") is None:
        return None
    from bench.edits import on

    return on(house, town, times, seed)


TROUBLES: dict[str, tuple[Callable[[Any], Faults], int, str]] = {
    "disk": (disk, 10, "the right to mount a tmpfs"),
    "cuts": (cuts, 10, "PostgreSQL's own programs"),
    "clock": (clock, 10, "faketime"),
    "calls": (calls, 200, "strace, and the right to follow a process with it"),
    "syncs": (syncs, 1, "strace, and the right to follow a process with it"),
    "keys": (keys, 50, "nothing"),
    "edits": (edits, 5000, "hypothesis (requirements/dev.txt)"),
}


def meet(options: Any) -> bool:
    """Each trouble in turn. True when nothing was found; what could not be tried is said."""
    outcomes = [met(name, options) for name in options.troubles.split(",")]
    return all(outcomes)


def met(name: str, options: Any) -> bool:
    print(f"\n{name}, seed {options.seed}", flush=True)
    strike, times, needed = TROUBLES[name]
    faults = strike(Namespace(**{**vars(options), "times": options.times or times, "house": House}))
    if faults is None:
        print(f"  NOT RUN: {name} needs {needed}.")
        return True
    print(f"  {name}: {'nothing found' if not faults else f'{len(faults)} FAULTS'}", flush=True)
    for fault in faults[:10]:
        print(f"    {fault}")
    return not faults
