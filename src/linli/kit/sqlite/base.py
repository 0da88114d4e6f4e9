"""Django's SQLite backend with Linli's pragmas set and read back on every connection, worker and shell included."""

import sqlite3
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from linli.kit.sqlite.versions import journal_mode


class DatabaseWrapper(base.DatabaseWrapper):
    # With trusted_schema off a schema may not call JSON_VALID; Django writes every JSON value itself.
    data_type_check_constraints = {
        name: check
        for name, check in base.DatabaseWrapper.data_type_check_constraints.items()
        if name != "JSONField"
    }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        set_pragmas(connection, journal_mode(sqlite3.sqlite_version_info))
        return connection


def set_pragmas(connection: Any, journal: str) -> None:
    """Raises ImproperlyConfigured when the file cannot be kept safely (for example WAL refused by a network share)."""
    wanted = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}
    actual_journal = connection.execute(f"PRAGMA journal_mode = {journal}").fetchone()[0]
    if actual_journal not in {journal, "memory"}:
        raise ImproperlyConfigured(
            f"The database must use journal_mode={journal}, but SQLite keeps {actual_journal}."
        )
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
            raise ImproperlyConfigured(f"SQLite does not accept {name} = {value} for this file.")
