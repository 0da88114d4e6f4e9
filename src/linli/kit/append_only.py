"""Triggers, on both databases, that forbid to change or delete rows of a table."""

from collections.abc import Sequence

from django.db import connection
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation


def forbid_changes(table: str, columns: Sequence[str] = ()) -> list[str]:
    """SQL that makes the table append-only, or (with columns) forbids only changes of these columns and deleting."""
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    if connection.vendor == "sqlite":
        when = f" WHEN {changed}" if columns else ""
        stop = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}{when} {stop}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {stop}",
        ]
    when = f" WHEN ({changed.replace('IS NOT', 'IS DISTINCT FROM')})" if columns else ""
    return [
        "CREATE OR REPLACE FUNCTION linli_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"FOR EACH ROW{when} EXECUTE FUNCTION linli_append_only()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION linli_append_only()",
    ]


def allow_changes(table: str) -> list[str]:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}" for verb in ("update", "delete")]


def append_only(table: str, columns: Sequence[str] = ()) -> Operation:
    """The migration step for one table."""

    def run(apps: object, schema_editor: object, *, forbid: bool) -> None:
        with connection.cursor() as cursor:
            for statement in forbid_changes(table, columns) if forbid else allow_changes(table):
                cursor.execute(statement)

    return RunPython(
        lambda apps, editor: run(apps, editor, forbid=True),
        lambda apps, editor: run(apps, editor, forbid=False),
    )
