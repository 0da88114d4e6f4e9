"""Fill the tables with cases that look like lived ones: words, clocks, holdings, answers, verdicts and their traces.

`python -m bench.seed COUNT < town.json` writes straight into the tables; only a benchmark may.
"""

import hashlib
import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bench.town import Town

CHUNK = 20_000
END = datetime(2026, 11, 1, tzinfo=UTC)
YEARS = timedelta(days=4 * 365)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLACES = (
    "村口",
    "三号楼后",
    "菜场东门",
    "小学门口",
    "活动中心旁",
    "老樟树下",
    "排水沟边",
    "公交站",
    "停车棚",
    "广场",
)
THINGS = (
    "路灯不亮",
    "水管漏水",
    "垃圾没人清",
    "树枝挡路",
    "噪音扰民",
    "电梯停运",
    "井盖松动",
    "下水道堵了",
    "墙面开裂",
    "车辆乱停",
)
CODES = ("04.lamp", "04", "07", "02", "03", "05", "06", "08", "09", "10")
OPEN = ("registered", "triaged", "offered", "dispatched", "taken", "working", "answered")
CHAIN = (
    "raised",
    "registered",
    "triaged",
    "dispatched",
    "accepted",
    "started",
    "answered",
    "rated",
    "closed",
)
STEPS = {
    "registered": 2,
    "triaged": 3,
    "offered": 3,
    "dispatched": 4,
    "taken": 5,
    "working": 6,
    "answered": 7,
    "closed": 9,
}

TABLES = (
    "cases_case",
    "cases_words",
    "cases_clock",
    "cases_holding",
    "cases_answer",
    "cases_rating",
    "cases_publication",
    "kit_trace",
)
Rows = dict[str, list[tuple[Any, ...]]]


class Writer:
    """Collects rows by table, each column by its name; what is not named is as the model has it to begin with."""

    def __init__(self) -> None:
        self.rows: Rows = {table: [] for table in TABLES}

    def add(self, table: str, **values: Any) -> None:
        row = usual_values(table) | values
        assert len(row) == len(usual_values(table)), f"{table} has no {set(row) - set(usual_values(table))}"
        self.rows[table].append(tuple(row.values()))


@cache
def usual_values(table: str) -> dict[str, Any]:
    """Every column of the table as it is now, with the value that the model gives it to begin with."""
    from django.apps import apps

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return {field.column: usual_value(field) for field in model._meta.local_concrete_fields}


def usual_value(field: Any) -> Any:
    return None if field.null or field.primary_key else field.get_default()


def rows_of(numbers: Iterable[int], town: Town, chance: random.Random) -> Rows:
    writer = Writer()
    for n in numbers:
        one_case(n, town, chance, writer)
    return writer.rows


def one_case(n: int, town: Town, chance: random.Random, write: Writer) -> None:
    raised = END - YEARS * chance.random()
    stage = "closed" if chance.random() < 0.9 else chance.choice(OPEN)
    moments = [raised + timedelta(hours=5 * step + chance.random()) for step in range(len(CHAIN))]
    at = dict(zip(CHAIN[: STEPS[stage]], moments, strict=False))
    area, path, lat, lon = chance.choice(town.grids)
    place, thing, code = chance.choice(PLACES), chance.choice(THINGS), chance.choice(CODES)
    unit = chance.choice(town.units) if "dispatched" in at else None
    write.add(
        "cases_case",
        id=n,
        version=len(at),
        number=number_of(n, raised),
        kind="request",
        category=code,
        title=place + thing,
        stage=stage,
        end_state="solved" if stage == "closed" else "",
        area_id=area,
        area_path=path,
        place_words=place,
        lat=lat,
        lon=lon,
        channel="portal",
        edition_id=town.edition,
        alias="居民",
        holder_organisation_id=unit,
        rung=1,
        round=1,
        raised_at=raised,
        registered_at=at.get("registered"),
        contacted_at=at.get("accepted"),
        answered_at=at.get("answered"),
        closed_at=at.get("closed"),
        paused=False,
        due_at=None if "answered" in at else raised + timedelta(days=5),
    )
    write.add(
        "cases_words",
        case_id=n,
        text=f"{place}{thing}，已经好几天了，请派人来看看。编号{n}。",
        said_at=raised,
    )
    clocks_of(n, raised, at, write)
    handling_of(n, unit, at, write)
    if stage == "closed" and n % 5 == 0:
        write.add(
            "cases_publication",
            id=n,
            version=1,
            case_id=n,
            title=place + thing,
            problem=f"居民反映{place}{thing}",
            result="已处理",
            area_name="第1村",
            area_path=path,
            category=code,
            verdict="solved",
            end_state="solved",
            days=3,
            published_at=at["closed"],
        )
    chain_of(n, at, write)


def number_of(n: int, raised: datetime) -> str:
    """No two alike: multiplying by an odd number only shuffles the numbers below 32**6."""
    shuffled = n * 480_217_921 % 32**6
    return f"{raised:%y%m}-" + "".join(LETTERS[shuffled >> shift & 31] for shift in range(25, -1, -5))


def clocks_of(n: int, raised: datetime, at: dict[str, datetime], write: Writer) -> None:
    for i, (name, met, amount, unit) in enumerate(
        (("first", "accepted", 4, "wh"), ("resolve", "answered", 5, "wd"))
    ):
        write.add(
            "cases_clock",
            id=2 * n + i,
            case_id=n,
            name=name,
            round=1,
            amount=amount,
            unit=unit,
            started_at=at.get("registered", raised),
            due_at=raised + timedelta(days=5),
            unconfirmed=False,
            met_at=at.get(met),
            given=False,
        )


def handling_of(n: int, unit: int | None, at: dict[str, datetime], write: Writer) -> None:
    if unit is not None:
        ended = at.get("closed")
        write.add("cases_holding", id=n, case_id=n, organisation_id=unit, since=at["dispatched"], until=ended)
    if "answered" in at:
        said = {"text": "已经处理，请查看。", "end_state": "solved"}
        write.add("cases_answer", id=n, case_id=n, round=1, at=at["answered"], **said)
    if "rated" in at:
        verdict = {"verdict": "solved", "words": "", "via": "code"}
        write.add("cases_rating", id=n, case_id=n, round=1, at=at["rated"], **verdict)


def chain_of(n: int, at: dict[str, datetime], write: Writer) -> None:
    before = ""
    for i, (name, moment) in enumerate(at.items()):
        digest = hashlib.sha256(f"{before}{n}{name}".encode()).hexdigest()
        write.add(
            "kit_trace",
            id=16 * n + i,
            record_kind="cases.case",
            record_id=n,
            number=i + 1,
            at=moment,
            name=f"case.{name}",
            actor_kind="staff",
            facts=f'{{"stage": "{name}", "rung": 1}}',
            words_seal="",
            previous=before,
            digest=digest,
        )
        before = digest


def chunks(first: int, count: int) -> Iterator[range]:
    for start in range(first, first + count, CHUNK):
        yield range(start, min(start + CHUNK, first + count))


def into_postgres(batches: Iterator[Rows]) -> None:
    from django.db import connection

    for rows in batches:
        with connection.cursor() as cursor:
            for table in TABLES:
                names = ", ".join(usual_values(table))
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                    for row in rows[table]:
                        copy.write_row(row)
    with connection.cursor() as cursor:
        for table in TABLES:
            if "id" in usual_values(table):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
        cursor.execute("ANALYZE")


def into_sqlite(batches: Iterator[Rows], file: str) -> None:
    import sqlite3

    sqlite3.register_adapter(datetime, lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S.%f"))
    with closing(sqlite3.connect(file)) as database:
        for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        for rows in batches:
            for table in TABLES:
                names = usual_values(table)
                marks = ", ".join("?" * len(names))
                database.executemany(
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows[table]
                )
            database.commit()
        database.execute("ANALYZE")
        database.commit()


def first_free() -> int:
    """A number from which no id of these tables is taken yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = []
        for table, share in (("cases_case", 1), ("cases_clock", 2), ("cases_holding", 1), ("kit_trace", 16)):
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            found.append(cursor.fetchone()[0] // share + 1)
    return max(1000, *found)


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.db import connection

    town, first = Town(**json.load(sys.stdin)), first_free()
    chance = random.Random(first)
    batches = (rows_of(numbers, town, chance) for numbers in chunks(first, count))
    if connection.vendor == "postgresql":
        into_postgres(batches)
    else:
        into_sqlite(batches, str(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
