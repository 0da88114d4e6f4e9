"""The clock against a second one that runs minute by minute."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.calendar_files import shipped
from linli.places.worktime import ZONE, DayKind, Hours, Limit, Pause, Unit, add, elapsed
from tests.places.oracle import MINUTE, Oracle

SPANS = [[(510, 720), (870, 1080)], [(0, 1440)], [(480, 1020)], [(1, 2), (600, 601), (1380, 1440)]]
FIRST, LAST = datetime.fromisoformat("2019-01-01"), datetime.fromisoformat("2026-12-31")

starts = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(second=0, microsecond=0))
near_holidays = st.sampled_from(sorted(shipped().marks)).flatmap(
    lambda day: st.integers(-3 * 1440, 1440).map(
        lambda minutes: datetime.combine(day, time()) + minutes * MINUTE
    )
)
limits = st.one_of(
    st.tuples(st.integers(1, 3000), st.just("min")),
    st.tuples(st.integers(1, 100), st.just("h")),
    st.tuples(st.integers(1, 8), st.just("d")),
    st.tuples(st.integers(1, 20), st.just("wh")),
    st.tuples(st.integers(1, 8), st.just("wd")),
)
minutes = st.integers(-1000, 8000)
pauses = st.lists(st.tuples(minutes, st.one_of(st.none(), st.integers(0, 4000))), max_size=4)


def oracle(spans: list[tuple[int, int]]) -> Oracle:
    days: dict[DayKind, set[date]] = {DayKind.HOLIDAY: set(), DayKind.MAKEUP: set()}
    for day, mark in shipped().marks.items():
        days[mark.kind].add(day)
    return Oracle(days[DayKind.HOLIDAY], days[DayKind.MAKEUP], spans)


@settings(max_examples=400, deadline=None)
@given(st.one_of(starts, near_holidays), limits, pauses, st.sampled_from(SPANS))
def test_the_clock_agrees_with_one_that_runs_minute_by_minute(
    start: datetime,
    limit: tuple[int, str],
    stops: list[tuple[int, int | None]],
    spans: list[tuple[int, int]],
) -> None:
    moments = [(start + a * MINUTE, None if n is None else start + (a + n) * MINUTE) for a, n in stops]
    expected = oracle(spans).due(limit[0], limit[1], start, moments)

    result = add(
        Limit(limit[0], Unit(limit[1])),
        start.replace(tzinfo=ZONE),
        shipped(),
        Hours(tuple(spans)),
        [Pause(a.replace(tzinfo=ZONE), b.replace(tzinfo=ZONE) if b else None) for a, b in moments],
    )

    assert result.at == (expected.replace(tzinfo=ZONE) if expected else None)
    if result.at:
        assert result.at.astimezone(ZONE).date() in {line.day for line in result.days} | {
            line.day + timedelta(days=1) for line in result.days[-1:]
        }
    dates = [line.day for line in result.days]
    assert dates == [dates[0] + timedelta(days=n) for n in range(len(dates))]


@settings(max_examples=60, deadline=None)
@given(near_holidays, st.integers(0, 6000), st.sampled_from(SPANS))
def test_working_time_between_moments_agrees_with_the_count_of_worked_minutes(
    begin: datetime, span: int, spans: list[tuple[int, int]]
) -> None:
    second = oracle(spans)
    expected = sum(second.at_work(begin + n * MINUTE) for n in range(span))
    begun = begin.replace(tzinfo=ZONE)
    assert elapsed(begun, begun + span * MINUTE, shipped(), Hours(tuple(spans))) == expected * MINUTE
