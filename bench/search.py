"""How much CPU a search takes, two Chinese letters among so many cases, beside counting those cases one by one.

python -m bench.search                     10,000 and 100,000 cases
python -m bench.search 1000000             another number; LINLI_BENCH_SERVER=postgres://user@host for PostgreSQL
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bench.scratch import megabytes, scratch

if TYPE_CHECKING:
    from tests.lane import Lane

GOAL = 15.0  # milliseconds of CPU in this process
ROUNDS = 20
THINGS = (
    "路灯",
    "井盖",
    "下水道",
    "垃圾桶",
    "停车位",
    "噪声",
    "水管",
    "电梯",
    "围墙",
    "树枝",
    "健身器材",
    "门禁",
)
STATES = ("坏了", "堵了", "满了没人收", "丢了", "漏水", "倒了", "半夜还在响", "挡住了出口", "很久没人修")
PLACES = ("村口", "小区后门", "老樟树旁", "学校门口", "三栋楼下", "广场边上", "菜场旁边", "水塔下面")
RARE = "琉璃瓦"
ASKED = ("路灯", "坏了", "下水道", "樟树", RARE, "路灯 村口", "路灯坏了三个月没有人来修")


def main(sizes: list[int]) -> None:
    random.seed(7)
    with scratch() as lane:
        stored = 0
        for size in sizes:
            began = time.process_time()
            fill(lane, stored, size)
            spent = time.process_time() - began
            print(
                f"\n{size:,} cases; stored and indexed {size - stored:,} in {spent:.0f} s of CPU, {megabytes()} MB"
            )
            stored = size
            show(lane)


def fill(lane: "Lane", stored: int, size: int) -> None:
    from linli.cases.actions.reindexing import index_some
    from linli.cases.models import Case, Words
    from linli.kit.action import action
    from linli.kit.bulk import insert, reserve
    from tests.lane import MONDAY

    pattern = lane.case()
    areas = [lane.areas[key] for key in ("grid", "village", "building", "group", "other_village")]

    def write(start: int, count: int) -> None:
        rows, said = [], []
        for number, pk in enumerate(reserve(Case, count), start):
            area, words = random.choice(areas), sentence(number)
            row = Case(**{f.attname: getattr(pattern, f.attname) for f in Case._meta.concrete_fields})
            row.pk, row.number, row.title = pk, f"{number:011d}", words[:20]
            row.area_id, row.area_path, row.contact_id = area.pk, area.path, None
            row.raised_at = MONDAY + timedelta(seconds=number)
            rows.append(row)
            said.append(Words(case_id=pk, text=words, said_at=MONDAY))
        insert(rows)
        insert(said)
        index_some([row.pk for row in rows])

    write.__module__ = "linli.cases.bench"
    in_one_piece = action(write)
    for start in range(stored, size, 1000):
        in_one_piece(start, min(1000, size - start))


def sentence(number: int) -> str:
    rare = RARE if number % 5000 == 0 else ""
    parts = (f"{random.choice(PLACES)}的{random.choice(THINGS)}{random.choice(STATES)}" for _ in range(3))
    return "，".join((*parts, rare, f"第{number}回了。"))


def show(lane: "Lane") -> None:
    from django.utils import timezone

    from linli.cases.lists import Filters, cases_for
    from linli.cases.models import Case
    from linli.cases.search import found_cases

    print(f"{'asked':32}{'found':>8}{'CPU ms':>9}{'list ms':>9}{'LIKE ms':>9}{'ratio':>8}")
    at = timezone.now()
    for name in ("dispatcher", "secretary"):
        actor: Any = getattr(lane, name)
        for words in ASKED:
            cost = cpu(partial(found_cases, actor, words))
            page = cpu(partial(first_page, cases_for(actor, Filters(words=words), at)))
            like = cpu(
                partial(first_page, Case.objects.visible_to(actor).filter(words__text__icontains=words)), 3
            )
            found = len(found_cases(actor, words).cases)
            numbers = f"{found:8}{cost:9.1f}{page:9.1f}{like:9.1f}{like / max(cost, 0.01):7.0f}x"
            print(f"{name + ' ' + words:30}{numbers}{'' if cost <= GOAL else '  MISSED'}", flush=True)


def first_page(rows: Any) -> list[Any]:
    return list(rows.order_by("-raised_at", "-id")[:51])


def cpu(ask: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU in this process; what PostgreSQL spends is its own, so there time is counted."""
    from django.db import connection

    clock = time.perf_counter if connection.vendor == "postgresql" else time.process_time
    ask()
    began = clock()
    for _ in range(rounds):
        ask()
    return 1000 * (clock() - began) / rounds


def sizes_from(arguments: list[str]) -> Iterator[int]:
    yield from map(int, arguments or ["10000", "100000"])


if __name__ == "__main__":
    main(list(sizes_from(sys.argv[1:])))
