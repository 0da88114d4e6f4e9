"""New records, stored by a statement that is written once for each kind; Django writes it anew each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery


@dataclass(frozen=True)
class Statement:
    sql: str
    fields: tuple[Any, ...]


_statements: dict[tuple[type[models.Model], bool, int], Statement] = {}


def store(*records: models.Model) -> None:
    """Insert new records of one kind by one statement; those without a key get theirs. Values only, no expressions."""
    if not records:
        return
    for record in records:
        record._prepare_related_fields_for_save(operation_name="store")  # type: ignore[attr-defined]
    keyed = records[0].pk is not None
    statement = _statement_for(records, keyed)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, _values(statement, records))
        keys = [] if keyed else cursor.fetchall()
    for record, (key,) in zip(records, keys, strict=not keyed):
        record.pk = key
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def _values(statement: Statement, records: Sequence[models.Model]) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(record, add=True), connection)
        for record in records
        for field in statement.fields
    ]


def _statement_for(records: Sequence[models.Model], keyed: bool) -> Statement:
    known = type(records[0]), keyed, len(records)
    if known not in _statements:
        _statements[known] = _written(records, keyed)
    return _statements[known]


def _written(records: Sequence[models.Model], keyed: bool) -> Statement:
    meta = records[0]._meta
    key = meta.pk
    assert key is not None
    fields = [field for field in meta.local_concrete_fields if keyed or field is not key]
    query = InsertQuery(type(records[0]))
    query.insert_values(fields, list(records[:1]))
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [] if keyed else [key]
    ((sql, _params),) = compiler.as_sql()
    row = f"({', '.join(['%s'] * len(fields))})"
    return Statement(sql.replace(row, ", ".join([row] * len(records))), tuple(fields))
