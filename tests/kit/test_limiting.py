"""Counts meet in the database, so that every process counts along."""

import pytest

from linli.kit.limiting import Measure, count, counted
from tests.kit.crowd import at_once
from tests.lane import MONDAY, hours

WRONG = Measure("wrong", 5)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_counted_as_twenty() -> None:
    told = at_once(20, lambda _number: count(WRONG, "line", MONDAY))
    assert not [fault for fault in told if isinstance(fault, Exception)]
    assert counted(WRONG, "line", MONDAY) == 20


@pytest.mark.django_db
def test_each_hour_each_line_and_each_thing_begins_anew() -> None:
    assert [count(WRONG, "line", MONDAY) for _ in range(2)] == [1, 2]
    assert count(WRONG, "other", MONDAY) == count(WRONG, "line", hours(1)) == 1
    assert count(Measure("right", 5), "line", MONDAY) == 1
