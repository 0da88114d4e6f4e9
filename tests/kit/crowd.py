"""Many threads that start at the same moment, each with its own connection to the database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act(number)` returned in each thread, or the exception it raised."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return act(number)
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
