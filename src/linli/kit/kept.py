"""What was reckoned a moment ago and may be told again, by this process, without a query."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

V = TypeVar("V")
MOST = 1000


class Kept(Generic[V]):
    """`seconds` says how long something may be behind; 0 reckons each time."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._kept: dict[Hashable, tuple[float, V]] = {}

    def get(self, key: Hashable, reckon: Callable[[], V]) -> V:
        now = monotonic()
        kept = self._kept.get(key)
        if kept is not None and now < kept[0]:
            return kept[1]
        value = reckon()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (now + self._seconds(), value)
        return value

    def drop(self, key: Hashable) -> None:
        self._kept.pop(key, None)
