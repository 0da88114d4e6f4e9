"""Many rows at once, for actions that write thousands: by COPY on PostgreSQL, by one prepared statement on SQLite.

Rows are whole model instances whose ids were reserved before, so that rows that point to each other are written together.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.models.base import ModelState

from linli.kit.action import in_action

Getter = Callable[[models.Model], Any]
M = TypeVar("M", bound=models.Model)


def reserve(model: type[models.Model], count: int) -> range | list[int]:
    """Ids that nobody else gets. On SQLite only inside a writing transaction, which an action is."""
    assert in_action()
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return range(first, first + count)


def insert(rows: Sequence[models.Model]) -> None:
    """Write rows of one model. Each has its id already, unless the table counts them itself and nothing points to them."""
    if not rows:
        return
    assert in_action()
    columns, getters = _plan(type(rows[0]), rows[0].pk is not None)
    values = ([get(row) for get in getters] for row in rows)
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", cast(Any, values))  # noqa: S608


def row_of(model: type[M], **columns: Any) -> M:
    """A new row with these columns (by their names in the table) and the usual defaults, much quicker than the model itself."""
    row = model.__new__(model)
    row.__dict__ = {**_defaults(model), **columns, "_state": ModelState()}
    return row


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


@cache
def _plan(model: type[models.Model], with_id: bool) -> tuple[list[str], list[Getter]]:
    fields = [f for f in model._meta.concrete_fields if with_id or not f.primary_key]
    return [str(field.column) for field in fields], [_getter(field) for field in fields]


def _getter(field: Any) -> Getter:
    """The column's value straight from the row; only types that databases write differently are turned."""
    name = field.attname
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.DateTimeField):
        if connection.vendor == "postgresql":
            return lambda row: row.__dict__[name]
        adapt = lru_cache(maxsize=4096)(connection.ops.adapt_datetimefield_value)
        return lambda row: adapt(row.__dict__[name])
    if isinstance(target, models.JSONField | models.DateField | models.UUIDField):
        return lambda row: target.get_db_prep_save(row.__dict__[name], connection)
    return lambda row: row.__dict__[name]


def chunks(rows: Iterable[Any], size: int) -> Iterable[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
