"""Each sabotage of bench/sabotage.py in an installation of its own: a check that does not see it is no check.

python -m bench chaos --self-test                                 all of them
python -m bench chaos --self-test --troubles syncs,disk           those that these parts must find
"""

from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.house import House
from bench.sabotage import SABOTAGES

SUBMISSIONS, KILLS, CLAIMS, ROUNDS, EDITS = 150, 4, 12, 2, 300
ON_SQLITE, ON_POSTGRES = {"disk", "clock", "calls", "syncs"}, {"cuts"}
TIMES = {"disk": 2, "cuts": 2, "clock": 1, "calls": 60, "syncs": 1}


def self_test(databases: list[str], options: Any) -> bool:
    """True when every sabotage was found on each database where its part works."""
    wanted = set(options.troubles.split(",")) if options.troubles else None
    outcomes = []
    for database in databases:
        kind = "SQLite" if database == "sqlite" else "PostgreSQL"
        print(f"\n{kind}, seed {options.seed}: each sabotage must be found", flush=True)
        elsewhere = ON_POSTGRES if database == "sqlite" else ON_SQLITE
        for name, sabotage in SABOTAGES.items():
            if sabotage.part not in elsewhere and (wanted is None or sabotage.part in wanted):
                outcomes.append(found(database, name, options.seed))
    return all(outcomes)


def found(database: str, name: str, seed: int) -> bool:
    broken = partial(House, app="bench.sabotage:application", more={"LINLI_BENCH_SABOTAGE": name})
    part = SABOTAGES[name].part
    faults = in_trouble(part, seed, broken) if part in TIMES else in_a_crowd(name, broken(database), seed)
    if faults is None:
        print(f"  {name}: NOT RUN, {part} cannot be tried here", flush=True)
        return True
    print(f"  {name}: {f'found ({len(faults)}: {faults[0][:90]})' if faults else 'NOT FOUND'}", flush=True)
    return bool(faults)


def in_trouble(part: str, seed: int, broken: Callable[..., House]) -> list[str] | None:
    from bench.ordeals import TROUBLES

    return TROUBLES[part][0](Namespace(house=broken, times=TIMES[part], submissions=SUBMISSIONS, seed=seed))


def in_a_crowd(name: str, house: House, seed: int) -> list[str] | None:
    from bench.chaos import race, storm
    from bench.keys import rounds
    from bench.ordeals import edits_on

    sabotage = SABOTAGES[name]
    try:
        town = house.build()
        if sabotage.before:
            sabotage.before(house)
        match sabotage.part:
            case "kills":
                return storm(house, town, SUBMISSIONS, KILLS, seed, sabotage.after)
            case "claims":
                return race(house, town, CLAIMS)
            case "keys":
                return rounds(house, town, ROUNDS, seed)
        return edits_on(house, town, EDITS, seed)
    finally:
        house.close()
