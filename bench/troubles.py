"""What survives when the disk is full, the database restarts, lines are cut and clocks jump, while people send cases.

Each with its own installation; disk and clock on SQLite, cuts on PostgreSQL. The disk is a small tmpfs (needs root);
PostgreSQL a cluster of its own, which nobody else uses; the clock that of the processes alone (Debian's faketime).
"""

import contextlib
import os
import pwd
import random
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.chaos import CLIENTS, PATIENCE, Ledger, let_the_worker_finish, post
from bench.house import House, free_port
from bench.judge import judge
from bench.town import Town

MEGABYTE = 1 << 20
ROOM = 64 * MEGABYTE
SECONDS_TO_RECOVER = 10.0
MAY_BE_SAID = {0, 201, 503, 507}  # nothing came, kept, not now, no room
STEADY = Path(__file__).parent / "steady"
JUMPS = ("+1h", "-1h", "-1d", "+400d", "+2s", "+0")


@dataclass
class Watch:
    """What was answered, and when the last submission was acknowledged."""

    ledger: Ledger = field(default_factory=Ledger)
    said: Counter[int] = field(default_factory=Counter)
    acknowledged: list[float] = field(default_factory=list)
    over: bool = False
    sorted: bool = (
        False  # whether each case is sorted as soon as it is there, so that the worker has something to do
    )
    gaps: list[float] = field(default_factory=list)

    def until_next(self, seconds: float) -> float:
        """Seconds from now until the next acknowledgement; at most so many."""
        began, number = time.monotonic(), len(self.acknowledged)
        while len(self.acknowledged) == number and time.monotonic() - began < seconds and not self.over:
            time.sleep(0.01)
        self.gaps.append(time.monotonic() - began)
        return self.gaps[-1]

    def until_count(self, number: int) -> None:
        began = time.monotonic()
        while self.ledger.done < number and time.monotonic() - began < PATIENCE:
            time.sleep(0.01)


def send(house: House, town: Town, watch: Watch, total: int, chance: random.Random) -> None:
    """One client: the same key until it is acknowledged, whatever is said in between."""
    while True:
        with watch.ledger.lock:
            if len(watch.ledger.sent) >= total:
                return
            key = secrets.token_hex(16)
            watch.ledger.sent[key] = words = f"楼道的灯坏了，编号 {key}。"
        _id, _path, lat, lon = chance.choice(town.grids)
        content = {"words": words, "lat": lat, "lon": lon, "category": "04.lamp"}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, answer = post(house, "/api/v1/cases", content, {"Idempotency-Key": key})
            with watch.ledger.lock:
                watch.said[status] += 1
                watch.ledger.tries += 1
            if status == 201:
                watch.ledger.acknowledged(key, answer)
                watch.acknowledged.append(time.monotonic())
                if watch.sorted:
                    sort(house, town, answer["number"])
                break
            time.sleep(0.1)


def sort(house: House, town: Town, number: str) -> None:
    """An act that asks the worker for more: raising a case asks it for nothing."""
    headers, words = {"Authorization": f"Bearer {town.tokens['dispatcher']}"}, {"category": "04.lamp"}
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if 0 < post(house, f"/api/v1/cases/{number}/triage", words, headers)[0] < 500:
            return
        time.sleep(0.1)


def under(
    house: House,
    town: Town,
    total: int,
    seed: int,
    strike: Callable[[Watch], None],
    *,
    sorts: bool = False,
) -> list[str]:
    """Everything that was lost, doubled or said wrongly while `strike` did its damage; server and worker run through."""
    watch, began = Watch(sorted=sorts), time.monotonic()
    house.start()
    clients = [
        threading.Thread(target=send, args=(house, town, watch, total, random.Random(seed + n)))
        for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    strike(watch)
    for client in clients:
        client.join()
    watch.over = True
    took = time.monotonic() - began
    alive = {name: child.poll() is None for name, child in house.children.items()}
    let_the_worker_finish(house)
    for name in ("server", "worker"):
        house.kill(name, signal.SIGKILL)
    faults = [f"the {name} did not survive" for name, lives in alive.items() if not lives]
    faults += [
        f"{number} answers were {status}"
        for status, number in watch.said.items()
        if status not in MAY_BE_SAID
    ]
    faults += [f"{total - watch.ledger.done} were never acknowledged"] * (watch.ledger.done < total)
    faults += [f"back after {gap:.1f} s" for gap in watch.gaps if gap > SECONDS_TO_RECOVER]
    print(
        f"  {total:,} submissions, {watch.ledger.tries:,} tries in {took:.0f} s; answers {dict(sorted(watch.said.items()))}; "
        f"longest way back {max(watch.gaps, default=0):.1f} s",
        flush=True,
    )
    return faults + judge(house, watch.ledger.sent, watch.ledger.receipts)


# --- the disk ---


@contextlib.contextmanager
def small_disk() -> Iterator[Path | None]:
    folder = Path(tempfile.mkdtemp(prefix="linli-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True
    )
    try:
        yield folder if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def fill(place: Path) -> None:
    """To the last block."""
    with place.open("ab", buffering=0) as file:
        for size in (MEGABYTE, 4096):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


def disk(options: Any) -> list[str] | None:
    chance = random.Random(options.seed)
    with small_disk() as folder:
        if folder is None:
            return None
        house = options.house("sqlite", folder=folder)
        ballast = folder / "ballast"

        def strike(watch: Watch) -> None:
            for n in range(options.times):
                watch.until_count((n + 1) * options.submissions // (options.times + 2))
                fill(ballast)
                time.sleep(2 + 2 * chance.random())
                ballast.unlink()
                watch.until_next(3 * SECONDS_TO_RECOVER)

        try:
            return under(house, house.build(), options.submissions, options.seed, strike)
        finally:
            house.close()


# --- PostgreSQL ---


@dataclass
class Cluster:
    """A PostgreSQL of its own, with fsync, as the packages start one."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="linli-pg-")))
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def tool(self, name: str, *words: str) -> None:
        found = shutil.which(name) or str(next(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))
        whose = {"user": pwd.getpwnam("postgres").pw_uid} if os.getuid() == 0 else {}
        subprocess.run([found, *words], check=True, capture_output=True, cwd="/", **whose)  # type: ignore[call-overload]

    def begin(self) -> None:
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self.tool("initdb", "-A", "trust", "-U", "postgres", "-D", data, "--locale=C", "-E", "UTF8")
        how = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        self.options = ("-w", "-D", data, "-l", str(self.folder / "log"), "-o", how)
        self.tool("pg_ctl", *self.options, "start")

    def restart(self) -> None:
        self.tool("pg_ctl", *self.options, "-m", "immediate", "restart")

    def end(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.tool("pg_ctl", *self.options, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' ORDER BY random() LIMIT {}"


def cuts(options: Any) -> list[str] | None:
    """Restarted `--times` times at once, and five times as many lines cut, at moments drawn by chance."""
    if shutil.which("pg_ctl") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
        return None
    chance, cluster = random.Random(options.seed), Cluster()
    cluster.begin()
    house = options.house(cluster.url)
    strikes = [*["restart"] * options.times, *["cut"] * (5 * options.times)]
    chance.shuffle(strikes)

    def strike(watch: Watch) -> None:
        for n, what in enumerate(strikes):
            watch.until_count(n * options.submissions // (len(strikes) + 5))
            time.sleep(chance.random() * 0.05)
            if what == "restart":
                cluster.restart()
            else:
                house.admin(CUT.format(house.name, chance.choice((1, 1, 2, 20))))
            watch.until_next(3 * SECONDS_TO_RECOVER)

    try:
        print(f"  {options.times} restarts, {5 * options.times} times lines cut", flush=True)
        return under(house, house.build(), options.submissions, options.seed, strike)
    finally:
        house.close()
        cluster.end()


# --- the clock ---


def clock(options: Any) -> list[str] | None:
    """The clock of server and worker jumps; every submission is still kept once, and every job is done once."""
    library = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
    if library is None:
        return None
    house = options.house("sqlite")
    rate = house.folder / "clock"
    rate.write_text("+0\n")
    town = house.build()
    house.more |= {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(rate),
        "FAKETIME_CACHE_DURATION": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # or each wait for the interpreter's own lock ends at once, and it spins
        "FAKETIME_DONT_RESET": "1",
        "PYTHONPATH": f"{house.env['PYTHONPATH']}{os.pathsep}{STEADY}",
        "LINLI_DONE_JOBS_DAYS": "1000",  # or the jump of a year sweeps away what the judge counts
    }
    house.run("-c", "import time; time.sleep(0.01)")  # fails where more than the clock is false

    def strike(watch: Watch) -> None:
        for n, jump in enumerate(JUMPS):
            watch.until_count((n + 1) * options.submissions // (len(JUMPS) + 1))
            rate.write_text(f"{jump}\n")
            watch.until_next(3 * SECONDS_TO_RECOVER)

    try:
        print(f"  jumps {', '.join(JUMPS)}", flush=True)
        return under(house, town, options.submissions, options.seed, strike, sorts=True)
    finally:
        house.close()
