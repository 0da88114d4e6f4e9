"""What a test tries and then takes back, many thousand times in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """Afterwards the database holds what it held before.

    Rolled back alone, a savepoint stays open and the next one lies within it: each try is then slower than the one
    before, and the locks of all of them add up until PostgreSQL has no room for one more.
    """
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)
