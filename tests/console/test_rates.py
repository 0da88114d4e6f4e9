"""Three rates with their denominators; every number is the length of a list that can be opened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from linli.cases.actions.closing import rate, withdraw
from linli.cases.lists import Filters, cases_for
from linli.cases.models import Case
from linli.cases.rates import Counts, Rate, Shown, public_rate, rates
from linli.cases.reads_of_rates import Rates, public_rates, rates_of
from linli.governance.reads import rulebook_for
from linli.kit.actor import SYSTEM
from tests.console.conftest import Enter
from tests.lane import MONDAY, Lane, hours

COUNTED = frozenset({"solved", "partly_solved", "explained_not_solvable"})
MARCH = Filters(since=date(2026, 3, 1), until=date(2026, 3, 31))


def test_each_rate_has_its_own_denominator() -> None:
    ends = {"solved": 6, "partly_solved": 2, "explained_not_solvable": 2, "withdrawn": 5, "unreachable": 3}
    counts = Counts(30, in_time=18, late=2, ends=ends, verdicts={"solved": 6, "partly": 1, "unsolved": 1})
    response, resolution, satisfaction = rates(counts, COUNTED)
    assert (response.numerator, response.denominator, response.percent) == (18, 20, "90.0%")
    assert (resolution.numerator, resolution.denominator) == (
        6,
        10,
    )  # taken back and unreachable do not count
    assert (satisfaction.numerator, satisfaction.denominator) == (6, 8)


def test_nothing_counted_is_not_a_hundred_per_cent() -> None:
    nothing = rates(Counts(0, 0, 0, {}, {}), COUNTED)
    assert [rate.share for rate in nothing] == [None, None, None]


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (20, 30, (20, 30, "66.7%")),
        (3, 30, (None, 30, "")),
        (28, 30, (None, 30, "")),  # the two others could be worked out
        (2, 3, (None, None, "")),
        (30, 30, (30, 30, "100.0%")),
        (0, 30, (0, 30, "0.0%")),
    ],
)
def test_what_everybody_reads_names_no_number_under_five(
    numerator: int, denominator: int, shown: tuple[int | None, int | None, str]
) -> None:
    found = public_rate(Rate("resolution", numerator, denominator))
    assert (found.numerator.number, found.denominator.number, found.percent) == shown
    assert [Shown.of(number).number for number in (0, 1, 4, 5)] == [0, None, None, 5]


@pytest.fixture
def month(lane: Lane) -> Rates:
    """Two judged solved, one partly, one unsolved and open again, one taken back, one answered, one untouched."""
    for verdict in ("solved", "solved", "partly", "unsolved"):
        case = lane.bring(lane.case(), "answered")
        rate(case, verdict=verdict, by=lane.resident(case), at=hours(6))
    taken_back = lane.case()
    withdraw(taken_back, by=lane.resident(taken_back), at=hours(7))
    lane.bring(lane.case(), "answered")
    lane.case(at=MONDAY - timedelta(days=10), words="二月里说的事。")
    lane.case()
    book = rulebook_for(lane.village.path)
    assert book is not None
    return rates_of(lane.secretary, MARCH, book, hours(24 * 5))


def test_every_number_is_the_length_of_its_list(lane: Lane, month: Rates) -> None:
    def listed(**more: str) -> int:
        rows = cases_for(lane.secretary, replace(month.filters, **more), hours(24 * 5))  # type: ignore[arg-type]
        return int(rows.count())

    response, resolution, satisfaction = month.rates
    assert month.counts.raised == listed() == 7
    assert (resolution.numerator, resolution.denominator) == (2, 3)
    assert (listed(end_state="solved"), listed(end_state="counted")) == (2, 3)
    assert (satisfaction.numerator, satisfaction.denominator) == (2, 4)  # “not solved” stays her last word
    assert (listed(verdict="solved"), listed(verdict="any")) == (2, 4)
    assert listed(answered="in_time") == response.numerator
    assert listed(answered="any") == response.denominator == 7  # also the one that nobody has looked at
    assert month.still_open == listed(stage="open") == 3
    assert {line.key: line.number for line in month.ends if line.number} == {
        "solved": 2,
        "partly_solved": 1,
        "withdrawn": 1,
    }


def test_everybody_reads_only_large_numbers(lane: Lane, month: Rates) -> None:
    book = rulebook_for(lane.village.path)
    assert book is not None
    found = public_rates(lane.village.path, date(2026, 3, 15), book, hours(24 * 5))
    assert found.raised.number == 7
    assert [rate.percent for rate in found.rates][1:] == ["", ""]
    assert all(number.number in (0, None) for _name, _counted, number in found.ends)


def test_the_page_links_every_number_to_its_rows(lane: Lane, month: Rates, enter: Enter) -> None:
    page = enter("secretary").get("/console/rates/?since=2026-03-01&until=2026-03-31")
    html = page.content.decode()
    assert "三率" in html and "66.7%" in html
    looked_at = str(page.context["lines"][0].rate.denominator)
    for address, number in (
        ("end_state=counted", "3"),
        ("verdict=solved", "2"),
        ("answered=any", looked_at),
    ):
        assert f'{address}">{number}</a>' in html
    listed = enter("secretary").get("/console/cases/?since=2026-03-01&until=2026-03-31&end_state=counted")
    assert len(listed.context["rows"]) == 3


def test_a_neighbour_s_office_counts_nothing_of_ours(lane: Lane, month: Rates) -> None:
    book = rulebook_for(lane.other_village.path)
    assert book is not None
    assert rates_of(lane.neighbour, MARCH, book, hours(24 * 5)).counts.raised == 0
    assert rates_of(SYSTEM, MARCH, book, hours(24 * 5)).counts.raised == Case.objects.count() - 1
