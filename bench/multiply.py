"""Many more cases out of those that stand already, within PostgreSQL: ten million take minutes instead of hours.

`python -m bench.multiply TIMES` copies the planted cases with new numbers, a little later each time. Indexes are built
anew at the end, as after any load of this size. Only a benchmark may.
"""

import os
import sys
from typing import Any

from bench.seed import LETTERS, TABLES, usual_values

SEARCH = "cases_search"  # no model: its rows are written by the search itself
STEP = "interval '37 seconds'"
MOMENTS = ("raised_at", "registered_at", "contacted_at", "answered_at", "closed_at", "due_at", "at", "since")
MOMENTS += ("said_at", "started_at", "met_at", "published_at", "until")
# How many ids of its own each table gives to a case; the digits of a number are told from the id (see bench.seed).
SHARE = {"cases_clock": 2, "kit_trace": 16}
NUMBER = "to_char((raised_at + {k} * {step}) AT TIME ZONE 'UTC', 'YYMM') || '-' || " + " || ".join(
    f"substr('{LETTERS}', (((id + {{shift}}) * 480217921 %% 1073741824) >> {bits} & 31)::int + 1, 1)"
    for bits in range(25, -1, -5)
)


def copied(column: str, table: str, shift: int, k: int) -> str:
    if column == "id":
        return f"id + {shift * SHARE.get(table, 1)}"
    if column in {"case_id", "record_id", "rowid"}:
        return f"{column} + {shift}"
    if column == "number" and table == "cases_case":
        return NUMBER.format(k=k, step=STEP, shift=shift).replace("%%", "%")
    if column in MOMENTS:
        return f"{column} + {k} * {STEP}"
    return column


def main(times: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from linli.cases.actions.adding_up import count_days_anew

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off")
        cursor.execute("SELECT max(id) FROM cases_case")
        last = cursor.fetchone()[0]
        for table in (*TABLES, SEARCH):
            print(f"  {table} …", file=sys.stderr, flush=True)
            with transaction.atomic():  # or a fault leaves the table without its indexes
                multiply(cursor, table, last, times)
        print("  counts of days …", file=sys.stderr, flush=True)  # copied without triggers
        count_days_anew()
        cursor.execute("ANALYZE")


def multiply(cursor: Any, table: str, last: int, times: int) -> None:
    """The primary key and what a foreign key points at stay; the rest of the indexes are taken away and built anew."""
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    columns = ("rowid", SEARCH) if table == SEARCH else tuple(usual_values(table))
    key = next(name for name in ("id", "case_id", "rowid") if name in columns)
    share = SHARE.get(table, 1)
    least, most = share, (last + 1) * share  # below stand the traces of what is no case
    for k in range(1, times):
        values = ", ".join(copied(column, table, k * last, k) for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} "
            f"WHERE {key} >= {least} AND {key} < {most}"
        )
    for _name, definition in indexes:
        cursor.execute(definition)
    if key == "id":
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


if __name__ == "__main__":
    main(int(sys.argv[1]))
