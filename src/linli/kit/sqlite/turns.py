"""A queue before SQLite's write lock.

SQLite itself has none: who finds the lock taken sleeps, up to a tenth of a second, and tries again; beside writers who ask
without a pause she loses nearly each time. So writers first stand in line for a lock of the system, on a file of its own:
the system hands it on in the order in which they came, and lets it go when its holder dies.

There is a gate before the turn. Whoever gives the turn back and asks again at once would find it free before the next in
line has woken; but the next in line holds the gate until she has the turn.

It is a courtesy: who waited too long, and programs that know nothing of it, go on to SQLite's own lock, which alone keeps
the data safe. Never on the database itself: to close a second handle of that file would drop SQLite's locks.
"""

import os
import threading
from contextlib import suppress

try:
    import fcntl
except ImportError:  # not on Windows; there SQLite's own way must do
    fcntl = None  # type: ignore[assignment]

MOST_SECONDS = 5.0
_still_in_line: set[int] = (
    set()
)  # turns of this process that nobody waits for any more: the line does not move


class Turn:
    """One writer's way through the gate to the turn."""

    def __init__(self, path: str) -> None:
        self.files: list[int] = []
        try:
            for name in ("gate", "turn"):
                self.files.append(os.open(f"{path}-{name}", os.O_RDONLY | os.O_CREAT, 0o644))
        except OSError:
            self.close()
            raise

    def came_at_once(self) -> bool:
        try:
            for file in self.files:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(self.files[0], fcntl.LOCK_UN)
        return True

    def came_within(self, seconds: float) -> bool:
        """The system knows no end of this wait, so a thread waits; when nobody waits for it any more it passes the turn on."""
        settled, come = threading.Lock(), threading.Event()

        def stand() -> None:
            with suppress(OSError):
                for file in self.files:
                    fcntl.flock(file, fcntl.LOCK_EX)
                fcntl.flock(self.files[0], fcntl.LOCK_UN)
            if settled.acquire(blocking=False):
                come.set()
            else:
                _still_in_line.discard(id(self))
                self.close()

        try:
            threading.Thread(target=stand, daemon=True).start()
        except RuntimeError:  # no more threads
            self.close()
            return False
        if come.wait(seconds):
            return True
        _still_in_line.add(id(self))
        if settled.acquire(blocking=False):
            return False
        _still_in_line.discard(id(self))
        return True

    def close(self) -> None:
        """Let go by word, not only by closing: a child that was forked meanwhile has the files open too."""
        while self.files:
            file = self.files.pop()
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
            os.close(file)


def take(path: str, seconds: float) -> Turn | None:
    """The turn to write, until it is closed. None when it did not come in time, or cannot be had here.

    While one wait that was given up is not over, nobody of this process stands in line: a holder who is stopped costs one wait.
    """
    if fcntl is None or _still_in_line:
        return None
    try:
        turn = Turn(path)
    except OSError:
        return None  # a full disk, a folder that cannot be written
    try:
        came = turn.came_at_once() or turn.came_within(min(seconds, MOST_SECONDS))
    except OSError:
        turn.close()
        return None  # a file system without such locks
    return turn if came else None
