"""What survives: server and worker are killed again and again while people send, take and answer cases.

python -m bench chaos                            20 kills in 2,000 submissions, then 8 writers on 200 cases, on each database
python -m bench chaos --seed 7 --databases pg    the same kills once more
python -m bench chaos --troubles disk,cuts,clock a full disk, a restarting database, cut lines, a jumping clock
python -m bench chaos --troubles calls,syncs,keys,edits    see bench/ordeals.py
python -m bench chaos --self-test                break each promise on purpose; every check must find it

Each client writes into its own ledger before it sends and after it was answered. The judge reads ledger and database alone.
"""

import argparse
import http.client
import json
import random
import secrets
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.house import House, json_of
from bench.judge import Fault, judge, judge_claims
from bench.town import Town

CLIENTS = 8
PATIENCE = 120.0  # seconds for which a client repeats one submission
CLAIMS = 200


@dataclass
class Ledger:
    """`sent`: key → words, written before the first try. `receipts`: key → what the server acknowledged, each time."""

    sent: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def intend(self, key: str, words: str) -> None:
        with self.lock:
            self.sent[key] = words

    def acknowledged(self, key: str, receipt: dict[str, Any]) -> None:
        with self.lock:
            self.receipts.setdefault(key, []).append(receipt)

    @property
    def done(self) -> int:
        return len(self.receipts)


def post(
    house: House, address: str, content: Any, headers: dict[str, str], seconds: float = 20
) -> tuple[int, Any]:
    return ask(house, "POST", address, content, headers, seconds)


def ask(
    house: House, method: str, address: str, content: Any, headers: dict[str, str], seconds: float = 20
) -> tuple[int, Any]:
    """The answer, or status 0 when none came: then nobody knows whether it was done."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=seconds)
    body = json_of(content) if method == "POST" else None
    try:
        line.request(method, address, body, {"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, None
    finally:
        line.close()


def submit(house: House, town: Town, ledger: Ledger, total: int, chance: random.Random) -> None:
    """One client: the same key until it is acknowledged; now and then once more, as a lost answer would make it."""
    while True:
        with ledger.lock:
            if len(ledger.sent) >= total:
                return
            key = secrets.token_hex(16)
            ledger.sent[key] = words = f"楼道的灯坏了，编号 {key}。"
        _id, _path, lat, lon = chance.choice(town.grids)
        content = {"words": words, "lat": lat, "lon": lon, "category": "04.lamp"}
        until, wanted = time.monotonic() + PATIENCE, 2 if chance.random() < 0.1 else 1
        while wanted and time.monotonic() < until:
            status, answer = post(house, "/api/v1/cases", content, {"Idempotency-Key": key})
            ledger.tries += 1
            if status == 201:
                ledger.acknowledged(key, answer)
                wanted -= 1
            elif status and status < 500:
                raise Fault(f"a well-formed submission was refused: {status} {answer}")
            else:
                time.sleep(0.05)


def kill_again_and_again(
    house: House, ledger: Ledger, total: int, kills: int, chance: random.Random
) -> Counter[str]:
    """Strike at moments drawn by chance over the whole run; what was killed is started again at once."""
    moments = sorted(chance.randrange(total // 50, total - total // 50) for _ in range(kills))
    struck: Counter[str] = Counter()
    for moment in moments:
        while ledger.done < moment:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        names = chance.choice((["server"], ["worker"], ["server", "worker"]))
        for name in names:
            house.kill(name, signal.SIGKILL)
        struck.update(names)
        house.start(*names)
    return struck


def storm(
    house: House,
    town: Town,
    total: int,
    kills: int,
    seed: int,
    afterwards: Callable[[House], None] | None = None,
) -> list[str]:
    """Everything that the judge finds after the storm; nothing, if all is well. `afterwards`: a damage on purpose."""
    ledger, began = Ledger(), time.monotonic()
    house.start()
    threads = [
        threading.Thread(target=submit, args=(house, town, ledger, total, random.Random(seed + n)))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    struck = kill_again_and_again(house, ledger, total, kills, random.Random(seed))
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    let_the_worker_finish(house)
    house.kill("server", signal.SIGKILL)
    house.kill("worker", signal.SIGKILL)
    if afterwards:
        afterwards(house)
    faults = judge(house, ledger.sent, ledger.receipts)
    print(
        f"  {total:,} submissions, {ledger.tries:,} tries, {ledger.done:,} acknowledged in {took:.0f} s; "
        f"killed: server {struck['server']}, worker {struck['worker']} times"
    )
    return faults


def let_the_worker_finish(house: House) -> None:
    """As long as it gets on: two minutes in which no job is done end the waiting."""
    least, until = sys.maxsize, time.monotonic() + 120
    while time.monotonic() < until and (waiting := int(house.run("-m", "bench.judge", "waiting"))):
        if waiting < least:
            least, until = waiting, time.monotonic() + 120
        time.sleep(0.5)


def race(house: House, town: Town, cases: int) -> list[str]:
    """Eight writers claim the same cases at the same moment, then each start, answer and edit what somebody won.

    Two servers share the database: whoever wins, threads and processes stood against each other.
    """
    house.start()
    doors = [house, house.second()]
    doors[1].start("server")
    numbers = json.loads(house.run("-m", "bench.judge", "offer", str(cases)))
    tokens = [{"Authorization": f"Bearer {town.tokens[f'helper{n}']}"} for n in range(CLIENTS)]
    barrier = threading.Barrier(CLIENTS)
    outcomes: list[list[tuple[int, Any]]] = [[] for _ in range(CLIENTS)]

    def write(n: int) -> None:
        for number in numbers:
            barrier.wait(timeout=60)
            door = doors[n % 2]
            claimed = post(door, f"/api/v1/cases/{number}/claim", {}, tokens[n])
            outcomes[n].append(claimed)
            if claimed[0] == 200:
                version = {"If-Match": f'"{claimed[1]["version"]}"'}
                post(door, f"/api/v1/cases/{number}/start", {}, {**tokens[n], **version})
            post(door, f"/api/v1/cases/{number}/reply", {"text": f"我是第{n}个"}, tokens[n])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    let_the_worker_finish(house)
    for door in doors:
        door.stop()
    return judge_claims(house, numbers, outcomes)


def report(name: str, faults: list[str]) -> bool:
    print(f"  {name}: {'nothing found' if not faults else f'{len(faults)} FAULTS'}")
    for fault in faults[:10]:
        print(f"    {fault}")
    return not faults


def run(database: str, options: argparse.Namespace) -> bool:
    house = House(database)
    print(f"\n{'SQLite' if database == 'sqlite' else 'PostgreSQL'}, seed {options.seed}", flush=True)
    try:
        town = house.build()
        good = report("kills", storm(house, town, options.submissions, options.kills, options.seed))
        return report("claims", race(house, town, options.claims)) and good
    finally:
        house.close()


def main(words: list[str]) -> int:
    from bench.__main__ import POSTGRES

    parser = argparse.ArgumentParser(
        prog="bench chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--databases", default="sqlite,pg")
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--troubles", help="of disk, cuts, clock, calls, syncs, keys, edits")
    parser.add_argument("--times", type=int, default=0, help="how often a trouble strikes")
    options = parser.parse_args(words)
    databases = ["sqlite" if name == "sqlite" else POSTGRES for name in options.databases.split(",")]
    options.addresses = databases
    if options.self_test:
        from bench.selftest import self_test

        return 0 if self_test(databases, options) else 1
    if options.troubles:
        from bench.ordeals import meet

        return 0 if meet(options) else 1
    outcomes = [run(database, options) for database in databases]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
