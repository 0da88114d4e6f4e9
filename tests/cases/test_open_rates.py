"""What everybody reads of the rates: no number and no difference of two numbers speaks of fewer than five households."""

import random
from collections.abc import Iterable
from itertools import product

import pytest

from linli.cases.hiding import WHOLE, Row, may_be_shown
from linli.cases.open_rates import NO, RESPONSE, REST, YES, climbed, open_rates, raised_in
from linli.cases.rates import FEW
from linli.governance.reads import rulebook_for
from tests.lane import MONDAY, Lane, hours

AREAS = ("A/", "B/", "C/", "D/")
PARTS = (YES, NO, REST)
Set = frozenset[int]


def homes(rows: list[Row], chosen: Iterable[int]) -> set[str]:
    return {rows[at].household or "" for at in chosen if rows[at].household}


def numbers(rows: list[Row], shown: Iterable[str], unions: Iterable[tuple[str, ...]]) -> list[Set]:
    """The set behind each number of the table: of each line that is shown, each part and each sum of parts."""
    return [
        frozenset(at for at, row in enumerate(rows) if area in (WHOLE, row.area) and row.part in parts)
        for area, parts in product(shown, unions)
    ]


def too_small(rows: list[Row], sets: list[Set]) -> list[tuple[Set, Set]]:
    """Every pair of shown numbers whose difference, or the number itself, speaks of one to four households."""
    found = []
    for one, other in product(sets, [frozenset(), *sets]):
        if other <= one and 0 < len(homes(rows, one - other)) < FEW:
            found.append((one, other))
    return found


def a_month(chance: random.Random) -> list[Row]:
    weights = [chance.choice([1, 2, 8, 30]) for _area in AREAS]
    places = chance.choices([*AREAS, "elsewhere"], [*weights, 1], k=chance.choice([0, 3, 12, 40, 120]))
    return [
        Row(
            place,
            chance.choices(PARTS, [6, 2, 1])[0],
            f"home {chance.randrange(60)}" if chance.random() > 0.1 else None,
        )
        for place in places
    ]


def test_no_number_and_no_difference_of_two_speaks_of_fewer_than_five_households() -> None:
    """All pairs of all lines and parts, over four hundred made-up months (seed 20260302)."""
    chance, lines = random.Random(20260302), 0
    for _month in range(400):
        rows = a_month(chance)
        raised = may_be_shown([Row(row.area, REST, row.household) for row in rows], [WHOLE, *AREAS])
        parts = may_be_shown(rows, raised)
        sets = numbers(rows, raised, [PARTS]) + numbers(rows, parts, [(YES,), (YES, NO), (NO,), (REST,)])
        assert too_small(rows, sets) == []
        lines += len(parts)
    assert lines > 500  # it hides, but not everything


def test_the_check_finds_a_leak_that_was_made_on_purpose() -> None:
    rows = [Row("A/", YES, f"home {n}") for n in range(9)] + [
        Row("B/", YES, f"home {90 + n}") for n in range(2)
    ]
    assert too_small(rows, numbers(rows, [WHOLE, "A/"], [PARTS])) != []
    assert may_be_shown(rows, [WHOLE, "A/", "B/"]) == {WHOLE}


def test_one_household_that_raises_ten_cases_is_one_household() -> None:
    rows = [Row("A/", YES, "home") for _each in range(10)]
    assert may_be_shown(rows, [WHOLE, "A/"]) == frozenset()


@pytest.fixture
def month(lane: Lane) -> Lane:
    for number in range(6):
        lane.bring(lane.case(), "closed" if number else "answered")
    for _each in range(2):
        lane.case(area=lane.other_village)
    return lane


def test_the_table_hides_the_small_village_and_the_one_that_would_betray_it(month: Lane) -> None:
    paths = [month.village.path, month.other_village.path]
    book = rulebook_for(month.street.path)
    whole, village, other = open_rates(month.street.path, paths, MONDAY.date(), book, hours(9))
    assert whole.raised.number == 8
    assert (village.raised.number, other.raised.number) == (None, None)


def test_the_table_says_what_the_cases_say(month: Lane) -> None:
    """Twelve more of the other village: then all of it may be read."""
    for _each in range(12):
        month.case(area=month.other_village)
    paths = [month.village.path, month.other_village.path]
    book = rulebook_for(month.street.path)
    whole, village, other = open_rates(month.street.path, paths, MONDAY.date(), book, hours(9))
    assert (whole.raised.number, village.raised.number, other.raised.number) == (20, 6, 14)
    rows = raised_in(month.street.path, paths, MONDAY.date(), book, hours(9))
    kept = sum(row.parts[RESPONSE] == YES for row in rows if row.area == month.village.path)
    assert village.rates[0].numerator.number in {kept, None}


def test_a_month_asks_as_often_for_many_cases_as_for_few(
    month: Lane, django_assert_num_queries: object
) -> None:
    book = rulebook_for(month.street.path)
    with django_assert_num_queries(4):  # type: ignore[operator]
        open_rates(month.street.path, [month.village.path], MONDAY.date(), book, hours(9))


def test_few_that_climbed_are_not_counted_before_everybody(month: Lane) -> None:
    whole, village = climbed(month.street.path, [month.village.path])
    assert (whole.number.number, village.number.number) == (0, 0)
