"""Django's SQLite backend with Linli's pragmas set and read back on every connection, worker and shell included."""

import sqlite3
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from linli.kit.sqlite import turns
from linli.kit.sqlite.versions import journal_mode

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    # With trusted_schema off a schema may not call JSON_VALID; Django writes every JSON value itself.
    data_type_check_constraints = {
        name: check
        for name, check in base.DatabaseWrapper.data_type_check_constraints.items()
        if name != "JSONField"
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turn: turns.Turn | None = None
        self.execute_wrappers.append(self._write_in_turn)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        set_pragmas(connection, journal_mode(sqlite3.sqlite_version_info))
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._line_up()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._step_aside()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # where this fails the transaction is still open, and rolled back next
        self._step_aside()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._step_aside()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._step_aside()

    def _write_in_turn(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """A single statement outside a transaction stands in line as well; else it would never find a gap."""
        if self.in_atomic_block or not sql.startswith(WRITING):
            return execute(sql, params, many, context)
        self._line_up()
        try:
            return execute(sql, params, many, context)
        finally:
            self._step_aside()

    def _line_up(self) -> None:
        """No longer than this connection would wait for SQLite's own lock."""
        if self.turn is None and not self.is_in_memory_db():
            patience = self.connection.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
            self.turn = turns.take(str(self.settings_dict["NAME"]), patience)

    def _step_aside(self) -> None:
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.close()


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
