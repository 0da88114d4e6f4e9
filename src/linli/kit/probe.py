"""Whether the database takes a row now."""

import secrets
from datetime import datetime

from django.db import OperationalError, connection, transaction

from linli.kit.models import Operation


def probe(at: datetime) -> None:
    """Write a row and take it back. Raises DatabaseError when nothing can be written."""
    if connection.vendor == "sqlite":
        _probe_sqlite(at)
    else:
        _write_and_take_back(at)


def _probe_sqlite(at: datetime) -> None:
    """A writer who is in the way proves as much as a row of our own; to wait behind many would look like a fault."""
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 100")
        try:
            _write_and_take_back(at)
        except OperationalError as fault:
            if "locked" not in str(fault):
                raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _write_and_take_back(at: datetime) -> None:
    with transaction.atomic():
        Operation.objects.create(scope="probe", key=secrets.token_hex(8), at=at)
        transaction.set_rollback(True)
