"""Records stored by a statement that is written once are stored as Django stores them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.models import Case, Clock, Words
from linli.kit.storing import store
from tests.lane import MONDAY, Lane


def clock(case: Case, name: str, **more: object) -> Clock:
    due = MONDAY + timedelta(hours=5)
    return Clock(case=case, name=name, round=9, amount=3, unit="wd", started_at=MONDAY, due_at=due, **more)


def stored(record: object) -> dict[str, object]:
    fresh = type(record)._base_manager.get(pk=record.pk)  # type: ignore[attr-defined]
    return {field.attname: getattr(fresh, field.attname) for field in record._meta.concrete_fields}  # type: ignore[attr-defined]


def test_each_gets_its_own_key_in_the_order_given(lane: Lane) -> None:
    clocks = [clock(lane.case(), name, given=name == "b") for name in "abc"]
    store(*clocks)
    assert [stored(one)["name"] for one in clocks] == ["a", "b", "c"]
    assert [stored(one)["given"] for one in clocks] == [False, True, False]
    assert all(stored(one)["due_at"] == MONDAY + timedelta(hours=5) for one in clocks)
    assert not clocks[0]._state.adding and clocks[0]._state.db


def test_it_reads_as_if_django_had_saved_it(lane: Lane) -> None:
    pattern = lane.case()
    values = {
        field.attname: getattr(pattern, field.attname)
        for field in Case._meta.concrete_fields
        if not field.primary_key
    }
    first, second = (Case(**{**values, "number": number}) for number in ("2603-AAAAAA", "2603-BBBBBB"))
    store(first)
    second.save(force_insert=True)
    differ = {name for name, value in stored(first).items() if value != stored(second)[name]}
    assert differ == {"id", "number"}


def test_a_key_that_comes_from_another_record_is_taken_from_it(lane: Lane) -> None:
    case = lane.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        store(Words(case=case, text="again", said_at=MONDAY))
    assert Words.objects.get(case=case).text != "again"


def test_a_record_of_one_that_was_not_stored_is_refused() -> None:
    with pytest.raises(ValueError, match="store"):
        store(clock(Case(), "a"))


@pytest.mark.django_db
def test_nothing_is_stored_of_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        store()
