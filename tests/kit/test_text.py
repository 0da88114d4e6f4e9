from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from linli.kit import text

WEDNESDAY_EVENING = datetime(2026, 11, 18, 11, 42, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 6, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def test_a_moment_is_told_in_local_time_with_its_weekday() -> None:
    assert text.daytime(WEDNESDAY_EVENING, NOW) == "11月18日 周三 19:42"


def test_a_moment_of_another_year_names_the_year() -> None:
    assert text.daytime(WEDNESDAY_EVENING.replace(year=2013), NOW) == "2013年11月18日 周一 19:42"


def test_a_day_begins_at_local_midnight() -> None:
    assert text.day(datetime(2026, 11, 20, 16, 30, tzinfo=UTC), NOW) == "11月21日 周六"
    assert text.day(date(2026, 11, 21), NOW) == "11月21日 周六"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=3, minutes=9), "还有 2 天 3 小时"),
        (timedelta(days=1), "还有 1 天"),
        (timedelta(hours=5, minutes=20), "还有 5 小时"),
        (timedelta(hours=1, minutes=20), "还有 1 小时 20 分钟"),
        (timedelta(minutes=12), "还有 12 分钟"),
        (timedelta(seconds=5), "还有 1 分钟"),
        (timedelta(0), "超 1 分钟"),
        (timedelta(minutes=-40), "超 40 分钟"),
        (timedelta(days=-3, hours=-1), "超 3 天 1 小时"),
    ],
)
def test_a_wait_is_told_in_the_two_units_that_matter(span: timedelta, words: str) -> None:
    assert text.left(NOW + span, NOW) == words


def test_less_than_a_day_is_a_warning_and_the_moment_itself_is_late() -> None:
    assert text.urgency(NOW + timedelta(days=1), NOW) == ""
    assert text.urgency(NOW + timedelta(hours=23), NOW) == "wait"
    assert text.urgency(NOW, NOW) == "late"


def test_thousands_stand_apart() -> None:
    assert text.number(620573) == "620,573"
    assert text.number(12.345, 1) == "12.3"


def test_english_has_its_own_order_and_plural() -> None:
    with translation.override("en"):
        assert text.daytime(WEDNESDAY_EVENING, NOW) == "Wed 18 Nov 19:42"
        assert text.left(NOW + timedelta(days=1, hours=2), NOW) == "1 day 2 hours left"
