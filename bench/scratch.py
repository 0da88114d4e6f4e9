"""A scratch installation in this process: its own database, gone afterwards, with the neighbourhood of the tests."""

import os
import resource
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lane import Lane


@contextmanager
def scratch() -> Iterator["Lane"]:
    """SQLite in a folder of its own; with LINLI_BENCH_SERVER=postgres://user@host a database of its own there."""
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    server = os.environ.get("LINLI_BENCH_SERVER", "")
    name = f"linli_bench_{secrets.token_hex(4)}"
    os.environ["LINLI_DATABASE"] = f"{server}/{name}" if server else f"sqlite://{folder}/bench.db"
    os.environ |= {"LINLI_DATA": str(folder), "LINLI_SECRET_KEY": secrets.token_hex(), "LINLI_DEMO": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
    if server:
        _on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield _made()
    finally:
        _closed()
        if server:
            _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def _made() -> "Lane":
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import translation

    translation.activate("en")
    call_command("migrate", verbosity=0)
    from tests.lane import plant

    return plant()


def _closed() -> None:
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def _on_server(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def megabytes() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
