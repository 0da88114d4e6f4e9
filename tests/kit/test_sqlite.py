import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from linli.kit.jobs import task
from linli.kit.models import Job
from linli.kit.sqlite.base import set_pragmas
from linli.kit.sqlite.versions import journal_mode, wal_is_safe
from linli.kit.worker import Worker
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
    assert journal_mode(version) == ("wal" if safe else "persist")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_every_connection_reads_back_its_pragmas() -> None:
    for read in (pragmas(), *at_once(2, lambda _: pragmas())):
        assert read == {**PRAGMAS, "journal_mode": journal_mode(sqlite3.sqlite_version_info)}  # type: ignore[arg-type]


def pragmas() -> dict[str, object]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in (*PRAGMAS, "journal_mode")}


ASKED = """
from django.db import connection
cursor = connection.cursor()
print([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")])
"""


def test_the_shell_writes_as_safely_as_the_server(tmp_path: Path) -> None:
    env = {**os.environ, "LINLI_DATABASE": f"sqlite:///{tmp_path / 'linli.db'}", "LINLI_DATA": str(tmp_path)}
    words = [sys.executable, "-m", "linli", "shell", "--no-imports", "-c", ASKED]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[-2] == str([2, journal_mode(sqlite3.sqlite_version_info)])  # type: ignore[arg-type]


@task
def tell_pragmas() -> dict[str, object]:
    return pragmas()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_worker_writes_as_safely_as_the_server() -> None:
    asked = tell_pragmas.enqueue()
    assert at_once(1, lambda _: Worker().work_once()) == [True]
    assert Job.objects.get(pk=asked.id).result["synchronous"] == 2


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
