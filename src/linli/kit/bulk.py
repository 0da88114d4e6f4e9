"""Many rows at once, for actions that write thousands: by COPY on PostgreSQL, by one prepared statement on SQLite.

Rows are whole model instances whose ids were reserved before, so that rows that point to each other are written together.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.models.base import ModelState

from linli.kit.action import in_action
from linli.kit.canonical import encoded

Turn = Callable[[Any], Any]
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
    columns, read, turned = _plan(type(rows[0]), rows[0].pk is not None)
    values = (_turn(list(read(row.__dict__)), turned) for row in rows)
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


def _turn(values: list[Any], turned: Sequence[tuple[int, Turn]]) -> list[Any]:
    for index, turn in turned:
        values[index] = turn(values[index])
    return values


@cache
def _plan(
    model: type[models.Model], with_id: bool
) -> tuple[list[str], Callable[[dict[str, Any]], tuple[Any, ...]], list[tuple[int, Turn]]]:
    """The columns, how to read them all from a row's dict, and which of them databases write in their own way."""
    fields = [field for field in model._meta.concrete_fields if with_id or not field.primary_key]
    turns = [(i, turn) for i, field in enumerate(fields) if (turn := _turn_of(field)) is not None]
    return [str(f.column) for f in fields], itemgetter(*(f.attname for f in fields)), turns


def _turn_of(field: Any) -> Turn | None:
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.DateTimeField):
        return None if connection.vendor == "postgresql" else lru_cache(maxsize=50_000)(_moment)
    if isinstance(target, models.JSONField):
        return lambda value: None if value is None else encoded(value).decode()
    if isinstance(target, models.DateField | models.UUIDField):
        return lambda value: target.get_db_prep_save(value, connection)
    return None


def _moment(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def chunks(rows: Iterable[Any], size: int) -> Iterable[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
