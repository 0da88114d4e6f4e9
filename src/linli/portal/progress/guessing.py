"""Wrong codes from one line make the next answers slow, right or wrong alike. No code is ever locked, and nobody shut out."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from linli.kit.limiting import Measure, count, counted
from linli.kit.lines import Line

T = TypeVar("T")

WRONG = Measure("code.wrong", 5)
STEP_SECONDS, LONGEST_SECONDS = 0.5, 3.0
MOST_WAITING = (
    2  # a wait holds a thread of the server; whoever comes while they are taken is answered at once
)
_places = threading.BoundedSemaphore(MOST_WAITING)


def guessed(line: Line, at: datetime, look: Callable[[], T | None]) -> T | None:
    """What `look` finds behind number and code; nothing found counts as one wrong guess from this line."""
    if not line.shared:
        wait(counted(WRONG, line.block, at) - WRONG.most)
    found = look()
    if found is None:
        count(WRONG, line.block, at)
    return found


def wait(too_many: int) -> None:
    if too_many <= 0 or not _places.acquire(blocking=False):
        return
    try:
        time.sleep(min(LONGEST_SECONDS, too_many * STEP_SECONDS))
    finally:
        _places.release()
