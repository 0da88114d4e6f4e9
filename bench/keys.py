"""Fifty at the same moment under one key: one case and fifty equal receipts; with other words nothing of it is told.

python -m bench chaos --troubles keys --times 50     fifty rounds on each database
"""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from bench.chaos import let_the_worker_finish, post
from bench.house import House
from bench.judge import judge
from bench.town import Town

CROWD, OTHERS = 50, 10


def rounds(house: House, town: Town, times: int, seed: int) -> list[str]:
    """Half of the crowd comes through a second server on the same database."""
    chance, faults = random.Random(seed), []
    sent: dict[str, str] = {}
    receipts: dict[str, list[Any]] = {}
    said: Counter[int] = Counter()
    house.start()
    doors = [house, house.second()]
    doors[1].start("server")
    for number in range(times):
        key = f"{chance.getrandbits(128):032x}"
        _id, _path, lat, lon = chance.choice(town.grids)
        content = {"words": f"楼道的灯坏了，编号 {key}。", "lat": lat, "lon": lon, "category": "04.lamp"}
        sent[key] = content["words"]
        answers = at_once(CROWD, sender(doors, key, lambda _n, content=content: content))
        receipts[key] = [answer for status, answer in answers if status == 201]
        others = at_once(OTHERS, sender(doors, key, lambda n, content=content: other_than(content, n)))
        said.update(status for status, _answer in (*answers, *others))
        told = [*equal(answers), *silent(others, key, receipts[key])]
        faults += [f"round {number}, {key}: {fault}" for fault in told]
    let_the_worker_finish(house)
    for door in doors:
        door.stop()
    print(
        f"  {times} rounds of {CROWD} and {OTHERS} others; answers {dict(sorted(said.items()))}", flush=True
    )
    return faults + judge(house, sent, receipts)


def other_than(content: dict[str, Any], n: int) -> dict[str, Any]:
    return {**content, "words": f"别的事，第{n}件。"}


def sender(
    doors: list[House], key: str, content: Callable[[int], dict[str, Any]]
) -> Callable[[int], tuple[int, Any]]:
    return lambda n: post(
        doors[n % len(doors)], "/api/v1/cases", content(n), {"Idempotency-Key": key}, seconds=60
    )


def equal(answers: list[tuple[int, Any]]) -> list[str]:
    """What is wrong with answers that ought to be one receipt, again and again."""
    statuses = Counter(status for status, _answer in answers)
    faults = [f"answers {dict(statuses)} instead of {len(answers)} × 201"] * (set(statuses) != {201})
    kinds = {json.dumps(answer, sort_keys=True) for status, answer in answers if status == 201}
    return faults + [f"{len(kinds)} different receipts"] * (len(kinds) > 1)


def silent(answers: list[tuple[int, Any]], key: str, receipts: list[Any]) -> list[str]:
    """Other words under a used key are refused, and hear neither the words nor the number nor the code of the first."""
    statuses = Counter(status for status, _answer in answers)
    faults = [f"other words were answered {dict(statuses)}"] * (set(statuses) != {409})
    secrets = [key, *(str(receipt[name]) for receipt in receipts[:1] for name in ("number", "code"))]
    heard = [secret for secret in secrets for _status, answer in answers if secret in json.dumps(answer)]
    return faults + [f"other words heard of the first: {sorted(set(heard))}"] * bool(heard)


def at_once(count: int, act: Callable[[int], tuple[int, Any]]) -> list[tuple[int, Any]]:
    barrier = threading.Barrier(count)
    answers: list[tuple[int, Any]] = [(0, None)] * count

    def run(n: int) -> None:
        barrier.wait(timeout=60)
        answers[n] = act(n)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def keys(options: Any) -> list[str] | None:
    faults = []
    for database in options.addresses:
        house = House(database)
        try:
            print(f"  {'PostgreSQL' if house.on_postgres else 'SQLite'}:", flush=True)
            faults += rounds(house, house.build(), options.times, options.seed)
        finally:
            house.close()
    return faults
