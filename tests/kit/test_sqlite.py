import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from linli.kit.sqlite.base import set_pragmas
from linli.kit.sqlite.versions import journal_mode, wal_is_safe
from tests.kit.crowd import at_once

PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1}


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_by_libraries_without_the_reset_fault(
    version: tuple[int, int, int], safe: bool
) -> None:
    assert wal_is_safe(version) is safe
    assert journal_mode(version) == ("wal" if safe else "delete")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_every_connection_reads_back_its_pragmas() -> None:
    for read in (pragmas(), *at_once(2, lambda _: pragmas())):
        assert read == {**PRAGMAS, "journal_mode": journal_mode(sqlite3.sqlite_version_info)}  # type: ignore[arg-type]


def pragmas() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in (*PRAGMAS, "journal_mode")}


class Share:
    """A file on a network share: it refuses what it cannot do."""

    def __init__(self, refuses: str, path: Path) -> None:
        self.refuses, self.file = refuses, sqlite3.connect(path)

    def execute(self, statement: str) -> sqlite3.Cursor:
        if statement.startswith(f"PRAGMA {self.refuses} ="):
            return self.file.execute(f"PRAGMA {self.refuses} = OFF")
        return self.file.execute(statement)


@pytest.mark.parametrize("refuses", ["journal_mode", "synchronous", "secure_delete"])
def test_a_file_that_cannot_be_kept_safely_is_not_opened(refuses: str, tmp_path: Path) -> None:
    set_pragmas(Share("nothing", tmp_path / "good.db"), "wal")
    with pytest.raises(ImproperlyConfigured, match="SQLite"):
        set_pragmas(Share(refuses, tmp_path / "bad.db"), "wal")
