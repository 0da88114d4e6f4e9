from collections.abc import Iterator
from itertools import count

import pytest

from linli.kit import kept
from linli.kit.kept import Kept


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    hands = [100.0]
    monkeypatch.setattr(kept, "monotonic", lambda: hands[0])
    yield hands


def test_the_same_is_told_until_its_time_is_over(clock: list[float]) -> None:
    numbers, told = count(1), Kept[int](lambda: 60)
    assert [told.get("a", numbers.__next__), told.get("a", numbers.__next__)] == [1, 1]
    assert told.get("b", numbers.__next__) == 2
    clock[0] += 61
    assert told.get("a", numbers.__next__) == 3


def test_what_was_changed_is_reckoned_at_once(clock: list[float]) -> None:
    numbers, told = count(1), Kept[int](lambda: 60)
    told.get("a", numbers.__next__)
    told.drop("a")
    assert told.get("a", numbers.__next__) == 2


def test_without_a_time_nothing_is_kept(clock: list[float]) -> None:
    numbers, told = count(1), Kept[int](lambda: 0)
    assert [told.get("a", numbers.__next__), told.get("a", numbers.__next__)] == [1, 2]


def test_it_does_not_grow_for_ever(clock: list[float]) -> None:
    told = Kept[int](lambda: 60)
    for number in range(3 * kept.MOST):
        told.get(number, lambda number=number: number)
    assert len(told._kept) <= kept.MOST
