"""Killed at chosen system calls of one submission: it is kept whole or not at all, and sent again it is kept once.

python -m bench chaos --troubles calls --times 200    words alone, then with a picture; on SQLite, with strace
python -m bench chaos --troubles syncs                what of each act a power cut after the answer could take back
"""

import hashlib
import io
import json
import os
import random
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import traced
from bench.traced import Call, Moment, act_under_strace

PORTAL = "/at/zhangjiashan/"
NOTHING = dict.fromkeys(("cases", "clocks", "traces", "operations"), 0)


def post(address: str, content: Any, **headers: str) -> tuple[int, Any]:
    """Through the whole stack in this process, as the server would; {} where the answer is a page."""
    from django.test import Client

    kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
    answer = Client(raise_request_exception=False).post(address, content, headers=headers, **kind)
    is_page = "json" not in answer.headers.get("Content-Type", "")
    return answer.status_code, {} if is_page else json.loads(answer.content)


class Submission:
    """Words under a key, with or without a picture that nobody has sent before."""

    def __init__(self, town: Any, chance: random.Random, *, picture: bool) -> None:
        self.key = f"{chance.getrandbits(128):032x}"
        self.words = f"楼道的灯坏了，编号 {self.key}。"
        self.picture = self.arrived(chance) if picture else ""
        _id, _path, self.lat, self.lon = chance.choice(town.grids)

    def arrived(self, chance: random.Random) -> str:
        """Its pieces are there before, as a telephone sends them."""
        from PIL import Image

        drawn = io.BytesIO()
        Image.frombytes("RGB", (80, 60), chance.randbytes(80 * 60 * 3)).save(drawn, "JPEG")
        self.drawn = drawn.getvalue()
        address, content = self.fresh_piece()
        send_piece(address, content)
        return address.split("/")[-2]

    def fresh_piece(self) -> tuple[str, bytes]:
        """Where the whole picture goes as one piece, under a new name."""
        return f"{PORTAL}uploads/{uuid.uuid4()}/?offset=0&size={len(self.drawn)}", self.drawn

    def send(self) -> tuple[int, Any]:
        if self.picture:
            return post(
                f"{PORTAL}waiting/", {"words": self.words, "key": self.key, "pictures": [self.picture]}
            )
        content = {"words": self.words, "lat": self.lat, "lon": self.lon, "category": "04.lamp"}
        return post("/api/v1/cases", content, **{"Idempotency-Key": self.key})

    @property
    def operation(self) -> str:
        """The key as it is stored: a form writes it with its hyphens."""
        if not self.picture:
            return self.key
        return f"{self.key[:8]}-{self.key[8:12]}-{self.key[12:16]}-{self.key[16:20]}-{self.key[20:]}"

    def kept(self) -> dict[str, int]:
        from linli.cases.models import Clock, Words
        from linli.kit.models import Operation, Trace

        cases = list(Words.objects.filter(text=self.words).values_list("case", flat=True))
        told = Trace.objects.filter(record_kind="cases.case", record_id__in=cases)
        return {
            "cases": len(cases),
            "clocks": Clock.objects.filter(case__in=cases).count(),
            "traces": told.filter(name__in=["case.raised", "case.registered"]).count(),
            "operations": Operation.objects.filter(key=self.operation).count(),
        }


def send_piece(address: str, content: bytes) -> tuple[int, Any]:
    from django.test import Client

    answer = Client().post(address, content, content_type="application/octet-stream")
    return answer.status_code, json.loads(answer.content)


@contextmanager
def no_lines() -> Iterator[None]:
    """A child must not come into the world with its parent's line to the database."""
    from django.db import connections

    connections.close_all()
    try:
        yield
    finally:
        connections.close_all()


def done(act: Callable[[], Any], kill_at: Moment | None = None) -> tuple[Any, list[Call]]:
    with no_lines():
        return act_under_strace(act, kill_at)


def moments(calls: list[Call], count: int, chance: random.Random) -> list[Moment]:
    """Before and after each sync, rename and the like, then of the many pages; what is missing is drawn from the rest."""
    names = [call.name for call in calls]
    pages = around(calls, lambda call: call.changes and call.name == "pwrite64")
    rare = around(calls, lambda call: call.changes and call.name != "pwrite64")
    chosen: list[int] = []
    for kind in (rare, pages - rare, set(range(len(calls))) - rare - pages):
        chosen += chance.sample(sorted(kind), min(len(kind), count - len(chosen)))
    chosen += chance.choices(range(len(calls)), k=count - len(chosen))
    return [Moment(names[n], names[: n + 1].count(names[n])) for n in sorted(chosen)]


def around(calls: list[Call], counts: Callable[[Call], bool]) -> set[int]:
    """Each such call, and the call after it."""
    found = {n for n, call in enumerate(calls) if counts(call)}
    return {n for n in found | {n + 1 for n in found} if n < len(calls)}


def strike(make: Callable[[], Submission], count: int, chance: random.Random) -> dict[str, Any]:
    """Kill so many submissions at chosen calls, each one another, and send each again until it is acknowledged."""
    warm = make()
    done_quietly(warm)  # every module is loaded, every book is read
    whole = warm.kept()
    seen = make()
    _answer, made = done(seen.send)
    usual = made[: len(traced.before_the_answer(made)) + 1]
    faults: list[str] = []
    sent = {one.operation: one.words for one in (warm, seen)}
    receipts: dict[str, list[Any]] = {}
    struck: Counter[str] = Counter()
    waiting = moments(usual, count, chance)
    for _try in range(2 * count):
        if not waiting:
            break
        moment = waiting.pop()
        one = make()
        answer, calls = done(one.send, moment)
        where = f"killed at {calls[-1].name} {Path(calls[-1].path).name}, {len(calls)} of {len(usual)}"
        if answer is None:
            struck[calls[-1].name] += 1
        else:  # this time there were fewer calls of that name
            waiting += moments(usual, 1, chance)
        kept = one.kept()
        if kept != whole and (kept != NOTHING or answer):
            faults.append(f"{where}: half is kept: {kept}")
        answers = [answer] if answer else []
        answers += [done_quietly(one) for _again in range(2)]
        faults += [f"{where}: sent again it was answered {said}" for said in answers if said[0] != 201]
        faults += [f"{where}: sent again, kept is {one.kept()}"] * (one.kept() != whole)
        sent[one.operation] = one.words
        receipts[one.operation] = [said[1] for said in answers if said[0] == 201]
    return {
        "faults": faults,
        "sent": sent,
        "receipts": receipts,
        "struck": dict(struck),
        "calls": len(usual),
        "clocks": whole["clocks"],
    }


def done_quietly(one: Submission) -> tuple[int, Any]:
    from django.db import connections

    try:
        return one.send()
    finally:
        connections.close_all()


def files_amiss() -> list[str]:
    """A row whose file is missing or torn; a file that belongs to no row and that no sweep takes away."""
    from django.conf import settings
    from django.utils import timezone

    from linli.cases.models import Picture
    from linli.cases.pictures import path_of
    from linli.cases.uploads import sweep_files
    from linli.kit.scratch import drop_left_overs

    faults, held = [], set()
    for digest in Picture.objects.values_list("digest", flat=True):
        whole, small = path_of(digest), path_of(digest, small=True)
        held |= {whole, small}
        if not whole.is_file() or hashlib.sha256(whole.read_bytes()).hexdigest() != digest:
            faults.append(f"{whole.name}: the row is there, the file is not, or not whole")
        if not small.is_file() or not small.read_bytes().endswith(b"\xff\xd9"):
            faults.append(f"{small.name}: the row is there, the file is not, or not whole")
    later = timezone.now() + timedelta(days=30)
    sweep_files.func(later.isoformat())
    drop_left_overs(later)
    left = {file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()} - held
    return faults + [f"{file.name}: belongs to nothing and is never taken away" for file in sorted(left)]


def crash(town: Any, count: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    parts = {}
    for name, picture in (("words", False), ("picture", True)):

        def make(picture: bool = picture) -> Submission:
            return Submission(town, chance, picture=picture)

        parts[name] = strike(make, count, chance)
    return {"parts": parts, "faults": files_amiss()}


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    if "LINLI_BENCH_SABOTAGE" in os.environ:
        import bench.sabotage  # noqa: F401  breaks what it was told to break

    from bench.town import Town

    town = Town(**json.load(sys.stdin))
    if words[0] == "crash":
        print(json.dumps(crash(town, int(words[1]), int(words[2]))))
    else:
        from bench.syncs import of_each_act

        print(json.dumps(of_each_act(town, int(words[1]))))


if __name__ == "__main__":
    assert traced.is_here()
    main(sys.argv[1:])
