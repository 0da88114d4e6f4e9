"""How fast Linli is, beside a bare Django view of the same run in the same server.

python -m bench                                   10,000 and 1,000,000 stored cases, on SQLite and on PostgreSQL
python -m bench --sizes 10k --databases sqlite    a quick look
python -m bench chaos                             kill server and worker many times and count what is lost

PostgreSQL is looked for at LINLI_BENCH_POSTGRES (postgres://postgres@127.0.0.1:5432); left out, loudly, where there is none.
"""

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from bench.house import House, json_of
from bench.measure import Cost, Request, getter, measure, poster
from bench.seed import THINGS
from bench.table import Line, show
from bench.town import Town

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
MONTH = "since=2026-10-01&until=2026-10-31"  # the last month that bench.seed fills
MULTIPLIED = 100_000  # so many are written case by case; more of them are copies (PostgreSQL only)
POSTGRES = os.environ.get("LINLI_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")


@dataclass
class Task:
    """One row of the table: what is asked, and the bare view that is asked beside it. `goal` in milliseconds, or a second."""

    name: str
    make: Callable[[], Request]
    bare: Callable[[], Request]
    goal: float
    clients: int = 1


def tasks(town: Town, numbers: list[str]) -> list[Task]:
    json_token = {"Authorization": f"Bearer {town.tokens['dispatcher']}"}
    page_cookie = {"Cookie": town.cookies["dispatcher"]}
    number = lambda: random.choice(numbers)  # noqa: E731
    intake = poster("/api/v1/cases", lambda: words(town), lambda: {"Idempotency-Key": secrets.token_hex(16)})
    insert = poster("/bare/insert", lambda: words(town), dict)
    page, one = getter(lambda: "/bare/page", {}), getter(lambda: f"/bare/one?number={number()}", {})
    return [
        Task("intake, durable, one client", intake, insert, 6),
        Task("intake, 8 clients", intake, insert, 300, clients=8),
        Task("list, first page, JSON", getter(lambda: "/api/v1/cases", json_token), page, 10),
        Task("list, first page, HTML", getter(lambda: "/console/cases/", page_cookie), page, 25),
        Task("case with history, JSON", getter(lambda: f"/api/v1/cases/{number()}", json_token), one, 9),
        Task("case with history, HTML", getter(lambda: f"/console/cases/{number()}/", page_cookie), one, 15),
        Task("inbox with its first case, HTML", getter(lambda: "/console/inbox/", page_cookie), page, 25),
        Task("search, two characters, HTML", getter(searched, page_cookie), page, 15),
        Task("rates of a month, HTML", getter(lambda: f"/console/rates/?{MONTH}", page_cookie), page, 25),
    ]


def searched() -> str:
    """Two characters that stand in a tenth of all cases; the page shows the newest of them."""
    return f"/console/search/?words={quote(random.choice(THINGS)[:2])}"


def words(town: Town) -> bytes:
    """What a resident sends: words and a point, from which the grid is found; the category was chosen."""
    _id, _path, lat, lon = random.choice(town.grids)
    said = f"村口的路灯坏了三盏，晚上看不清路。{secrets.token_hex(4)}"
    return json_of(
        {"words": said, "lat": lat, "lon": lon, "category": "04.lamp", "place_words": "村口老樟树旁"}
    )


def furnish(house: House, size: int) -> Town:
    """The town with so many cases; what stands in the folder from an earlier run is used again."""
    kept = house.folder / "town.json"
    if not kept.exists():
        kept.write_text(json.dumps(asdict(house.build())))
        (house.folder / "size").write_text("0")
    else:
        house.run("-m", "linli", "prepare")
    stored = int((house.folder / "size").read_text())
    if stored < size:
        print(f"  filling up from {stored:,} to {size:,} cases …", file=sys.stderr, flush=True)
        planted = min(size, MULTIPLIED) if house.on_postgres else size
        if stored < planted:
            command = [sys.executable, "-m", "bench.seed", str(planted - stored)]
            subprocess.run(command, input=kept.read_bytes(), env=house.env, check=True)
            house.run("-m", "linli", "index")
        if planted < size:
            house.run("-m", "bench.multiply", str(size // max(planted, stored)))
        (house.folder / "size").write_text(str(size))
    command = [sys.executable, "-m", "bench.town", "sessions"]
    fresh = subprocess.run(
        command, input=kept.read_bytes(), env=house.env, check=True, stdout=subprocess.PIPE
    )
    return Town(**{**json.loads(kept.read_text()), "cookies": json.loads(fresh.stdout.splitlines()[-1])})


def some_numbers(house: House) -> list[str]:
    return json.loads(house.run("-m", "bench.numbers"))


def run(house: House, size: int, seconds: float) -> list[Line]:
    town = furnish(house, size)
    numbers = some_numbers(house)
    ready = house.start()
    house.run("-m", "bench.idle")
    lines = []
    try:
        for task in tasks(town, numbers):
            cost = measure(house, task.make, seconds, task.clients)
            bare = measure(house, task.bare, seconds / 2, task.clients)
            lines.append(Line(task.name, cost, bare, task.goal, per_second=task.clients > 1))
            warn(task.name, cost)
        lines.append(Line.of_number("memory, server + worker (MB)", house.memory() / 1e6, 350))
        lines.append(Line.of_number("ready after start (s)", ready, 3))
    finally:
        for name in ("worker", "server"):
            house.kill(name)
    return lines


def warn(name: str, cost: Cost) -> None:
    if cost.faults:
        print(f"  {name}: answers that were refusals: {cost.faults}", file=sys.stderr)


def houses(names: list[str], folder: str | None) -> list[House]:
    found = []
    for name in names:
        database, more = "sqlite" if name == "sqlite" else POSTGRES, {}
        if folder:
            home = Path(folder).resolve() / name
            home.mkdir(parents=True, exist_ok=True)
            more = {"folder": home, "name": f"linli_bench_{home.parent.name}"}
        house = House(database, **more)
        if house.on_postgres and not house.answers():
            print(f"LEFT OUT: no PostgreSQL answers at {POSTGRES}.", file=sys.stderr)
            continue
        found.append(house)
    return found


def main(options: argparse.Namespace) -> None:
    for house in houses(options.databases.split(","), options.keep):
        try:
            for size in options.sizes.split(","):
                show(house, SIZES[size], run(house, SIZES[size], options.seconds))
        finally:
            house.close(keep=bool(options.keep))


if __name__ == "__main__":
    if sys.argv[1:2] == ["chaos"]:
        from bench.chaos import main as chaos

        sys.exit(chaos(sys.argv[2:]))
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10k,1m", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--databases", default="sqlite,pg")
    parser.add_argument("--seconds", type=float, default=8, help="how long each task is repeated")
    parser.add_argument("--keep", help="a folder in which the filled databases are kept and used again")
    main(parser.parse_args())
