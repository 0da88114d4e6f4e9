"""Something read from the database once and kept in the process until its theme changes."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from linli.places.models.revisions import mark_of

T = TypeVar("T")


class Kept(Generic[T]):
    """One small query, at most one a second, tells whether the copy is still good; threads wait for one another
    while it is read anew.
    """

    def __init__(self, theme: str) -> None:
        self.theme = theme
        self._held: tuple[str, T] | None = None
        self._reading = Lock()

    def now(self, read: Callable[[], T]) -> T:
        mark = mark_of(self.theme)
        held = self._held
        if held and held[0] == mark:
            return held[1]
        with self._reading:
            # The mark is taken before the rows, so a change in between is noticed the next time.
            self._held = (mark, read())
            return self._held[1]

    @property
    def mark(self) -> str:
        return self._held[0] if self._held else ""
