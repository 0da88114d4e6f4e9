from datetime import date, datetime, timedelta

import pytest

from linli.places.calendar_files import shipped
from linli.places.worktime import (
    OFFICE_HOURS,
    ZONE,
    DayKind,
    Due,
    Hours,
    Limit,
    Note,
    Pause,
    Season,
    Unit,
    add,
    elapsed,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(amount: int, unit: str, start: str, *pauses: tuple[str, str | None]) -> Due:
    stops = [Pause(at(a), at(b) if b else None) for a, b in pauses]
    return add(Limit(amount, Unit(unit)), at(start), shipped(), OFFICE_HOURS, stops)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (30, "min", "2026-11-20 23:45", "2026-11-21 00:15"),
        (24, "h", "2026-11-21 19:42", "2026-11-22 19:42"),
        (7, "d", "2026-11-20 10:00", "2026-11-27 10:00"),
        (2, "wh", "2026-11-20 09:00", "2026-11-20 11:00"),
        (2, "wh", "2026-11-20 11:00", "2026-11-20 15:30"),
        (2, "wh", "2026-11-20 17:00", "2026-11-23 09:30"),
        (7, "wh", "2026-11-20 08:30", "2026-11-20 18:00"),
        (1, "wh", "2026-11-21 03:00", "2026-11-23 09:30"),
        (1, "wd", "2026-11-20 08:00", "2026-11-23 18:00"),
        (5, "wd", "2026-11-21 12:00", "2026-11-27 18:00"),
    ],
)
def test_a_limit_ends_when_its_time_or_its_days_have_run(
    amount: int, unit: str, start: str, end: str
) -> None:
    assert due(amount, unit, start).at == at(end)


def test_a_make_up_saturday_is_a_working_day_and_the_long_holiday_is_not() -> None:
    # National Day 2026: off 1 to 7 October, working on Sunday 20 September and Saturday 10 October.
    result = due(2, "wd", "2026-09-30 16:00")
    assert result.at == at("2026-10-09 18:00")
    assert due(3, "wd", "2026-09-30 16:00").at == at("2026-10-10 18:00")
    assert [line.kind for line in result.days][1:8] == [DayKind.HOLIDAY] * 7


def test_each_day_is_explained_and_the_counted_parts_add_up_to_the_limit() -> None:
    result = due(10, "wh", "2026-11-19 15:00", ("2026-11-20 09:00", "2026-11-20 11:00"))
    assert sum((line.counted for line in result.days), timedelta()) == timedelta(hours=10)
    notes = [(line.day.day, line.counted, line.note) for line in result.days]
    assert notes == [
        (19, timedelta(hours=3), Note.COUNTED),
        (20, timedelta(hours=5), Note.PARTLY_PAUSED),
        (21, timedelta(0), Note.DAY_OFF),
        (22, timedelta(0), Note.DAY_OFF),
        (23, timedelta(hours=2), Note.DUE),
    ]


def test_a_working_day_whose_close_falls_in_a_pause_does_not_count() -> None:
    plain = due(3, "wd", "2026-11-16 10:00")
    paused = due(3, "wd", "2026-11-16 10:00", ("2026-11-17 10:00", "2026-11-19 15:00"))
    short = due(3, "wd", "2026-11-16 10:00", ("2026-11-17 10:00", "2026-11-17 15:00"))
    assert (plain.at, paused.at, short.at) == (
        at("2026-11-19 18:00"),
        at("2026-11-23 18:00"),
        at("2026-11-19 18:00"),
    )


def test_an_open_pause_leaves_the_limit_without_an_end_unless_it_ended_before() -> None:
    stopped = due(4, "wh", "2026-11-16 09:00", ("2026-11-16 10:00", None))
    assert stopped.at is None
    assert [line.note for line in stopped.days] == [Note.PARTLY_PAUSED, Note.STOPPED]
    assert due(1, "wh", "2026-11-16 09:00", ("2026-11-16 10:00", None)).at == at("2026-11-16 10:00")


def test_overlapping_pauses_stop_the_clock_once() -> None:
    twice = due(
        3,
        "h",
        "2026-11-16 09:00",
        ("2026-11-16 10:00", "2026-11-16 12:00"),
        ("2026-11-16 11:00", "2026-11-16 13:00"),
    )
    assert twice.at == at("2026-11-16 15:00")


def test_a_year_that_is_not_announced_is_counted_with_plain_weekends_and_says_so() -> None:
    before, across = due(1, "wd", "2026-12-30 10:00"), due(3, "wd", "2026-12-30 10:00")
    assert (before.at, before.unconfirmed) == (at("2026-12-31 18:00"), False)
    assert (across.at, across.unconfirmed) == (at("2027-01-04 18:00"), True)
    assert [line.confirmed for line in across.days] == [True, True, False, False, False, False]


def test_a_limit_that_runs_through_holidays_needs_no_calendar_to_be_sure() -> None:
    assert not due(30, "d", "2027-01-01 10:00").unconfirmed


def test_a_moment_without_a_time_zone_and_a_pause_that_ends_early_are_errors() -> None:
    with pytest.raises(ValueError, match="time zone"):
        add(Limit(1, Unit.HOURS), datetime(2026, 1, 1), shipped(), OFFICE_HOURS)  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it begins"):
        due(1, "h", "2026-01-01 10:00", ("2026-01-01 12:00", "2026-01-01 11:00"))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_limit_of_nothing_is_an_error(amount: int) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        Limit(amount, Unit.HOURS)


@pytest.mark.parametrize("text", ["8:30", "12:00-08:00", "25:00-26:00", "a-b", "08:00-08:00", "08:61-09:00"])
def test_hours_that_make_no_span_are_named(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Hours.of(text)


def test_summer_hours_and_a_short_friday_are_followed() -> None:
    plain = Hours.of("08:30-12:00", "14:30-18:00")
    summer = Season((6, 1), (9, 30), Hours.of("08:00-12:00", "15:00-18:30").spans)
    hours = Hours(plain.spans, {5: Hours.of("08:30-12:00").spans}, (summer,))
    ends = [
        add(Limit(1, Unit.WORKING_DAYS), at(f"{day} 10:00"), shipped(), hours).at
        for day in ("2026-11-18", "2026-11-19", "2026-07-01")
    ]
    assert ends == [at("2026-11-19 18:00"), at("2026-11-20 12:00"), at("2026-07-02 18:30")]
    assert hash(hours) == hash(Hours(plain.spans, {5: Hours.of("08:30-12:00").spans}, (summer,)))


def test_working_time_between_two_moments_leaves_out_nights_noons_and_pauses() -> None:
    begin, end = at("2026-11-20 11:00"), at("2026-11-23 10:00")
    assert elapsed(begin, end, shipped(), OFFICE_HOURS) == timedelta(hours=6)
    pause = Pause(at("2026-11-20 15:00"), at("2026-11-20 16:00"))
    assert elapsed(begin, end, shipped(), OFFICE_HOURS, [pause]) == timedelta(hours=5)
    assert elapsed(end, begin, shipped(), OFFICE_HOURS) == timedelta(0)


def test_the_nth_working_day_after_a_day_passes_over_a_holiday() -> None:
    assert shipped().following(date(2026, 9, 30), 2) == date(2026, 10, 9)
