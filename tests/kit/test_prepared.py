"""Queries whose SQL is written once: the same rows as Django's own, for each reader her own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from linli.cases.models import Case, Clock
from linli.cases.reads_of_rows import with_page
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.prepared import MOST_SHAPES, among, prepared
from tests.lane import MONDAY, Lane


@prepared
def by_number(actor: Actor, number: str) -> QuerySet[Case]:
    return with_page(Case.objects.visible_to(actor)).filter(number=number)  # type: ignore[no-any-return]


@prepared
def clocks_of(cases: tuple[int, ...], since: Any) -> QuerySet[Clock]:
    return Clock.objects.filter(among("case", cases), started_at__gte=since).order_by("case", "name")


@prepared
def titles_in(path: str, stage: str | None) -> QuerySet[Case, Any]:
    rows = Case.objects.filter(within("area_path", path))
    return (rows.filter(stage=stage) if stage else rows).order_by("pk").values_list("pk", "raised_at")  # type: ignore[no-any-return]


def test_a_second_asking_writes_no_sql(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = lane.case(), lane.case()
    assert by_number(lane.secretary, first.number) == [first]
    monkeypatch.setattr("linli.kit.prepared.shape_of", lambda _rows: pytest.fail("written again"))
    assert by_number(lane.secretary, second.number) == [second]


def test_a_record_comes_with_all_that_was_selected_beside_it(
    lane: Lane, django_assert_num_queries: Callable[[int], Any]
) -> None:
    reader, number = lane.secretary, lane.case().number
    with django_assert_num_queries(1):
        (case,) = by_number(reader, number)
        assert case.words.text and case.area.name and case.holder_post is None
    direct = with_page(Case.objects.visible_to(reader)).get(number=number)
    assert {name: value for name, value in vars(case).items() if name != "_state"} == {
        name: value for name, value in vars(direct).items() if name != "_state"
    }


def test_each_reader_sees_her_own(lane: Lane) -> None:
    case = lane.case()
    for reader in (lane.secretary, lane.neighbour, lane.volunteer, Actor("anonymous"), lane.secretary):
        expected = list(Case.objects.visible_to(reader).filter(number=case.number))
        assert by_number(reader, case.number) == expected
    assert by_number(Actor("anonymous", keys=frozenset({case.pk})), case.number) == [case]
    assert by_number(Actor("anonymous", keys=frozenset({case.pk + 1})), case.number) == []


def test_a_list_of_values_has_a_shape_for_each_length(lane: Lane) -> None:
    cases = tuple(lane.case().pk for _ in range(3))
    for many in (cases, cases[:1], (), cases):
        assert clocks_of(many, MONDAY) == list(
            Clock.objects.filter(case__in=many, started_at__gte=MONDAY).order_by("case", "name")
        )
    assert clocks_of(cases, MONDAY + timedelta(days=999)) == []


def test_rows_of_values_are_tuples_with_moments_read_as_moments(lane: Lane) -> None:
    case = lane.case(at=MONDAY)
    assert titles_in(case.area_path, None) == [(case.pk, case.raised_at)]
    assert titles_in(case.area_path, stage="closed") == []
    assert titles_in("", None) == [(case.pk, case.raised_at)]
    assert [titles_in.count("", stage) for stage in (None, "registered", "closed")] == [1, 1, 0]


def test_shapes_do_not_pile_up_for_ever(lane: Lane) -> None:
    for length in range(MOST_SHAPES + 5):
        clocks_of(tuple(range(length)), MONDAY)
    assert len(clocks_of.shapes) <= MOST_SHAPES


def test_what_another_thread_emptied_meanwhile_does_no_harm(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Emptied(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None:
            self.clear()

    case = lane.case()
    monkeypatch.setattr(by_number, "shapes", Emptied())
    assert by_number(lane.secretary, case.number) == [case]


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        clocks_of({}, MONDAY)  # type: ignore[arg-type]
