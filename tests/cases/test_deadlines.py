from datetime import datetime

import pytest

from linli.cases.deadlines import due
from linli.governance.limits import Limit
from linli.governance.reads import rulebook_for
from linli.places.reads import calendar_for
from tests.lane import ZONE, Lane


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        (Limit(4, "wh"), "2026-11-22 09:00", "2026-11-23 14:30"),  # a Sunday: the office opens on Monday
        (Limit(3, "wd"), "2026-11-18 19:42", "2026-11-23 18:30"),  # Thursday, Friday, Monday
        (Limit(2, "h"), "2026-11-21 23:00", "2026-11-22 01:00"),  # danger does not wait for Monday
        (Limit(1, "wd"), "2026-02-13 10:00", "2026-02-14 18:30"),  # a Saturday worked for the Spring Festival
        (Limit(1, "wd"), "2026-09-30 10:00", "2026-10-08 18:30"),  # over the National Day
    ],
)
def test_a_limit_runs_by_the_hours_of_the_place_and_the_calendar(
    lane: Lane, limit: Limit, start: str, expected: str
) -> None:
    book = rulebook_for(lane.village.path)
    begin = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    found = due(limit, begin, book, calendar_for(lane.village.path))
    assert f"{found.at:%Y-%m-%d %H:%M}" == expected


def test_a_year_that_is_not_announced_says_so(lane: Lane) -> None:
    begin = datetime(2031, 1, 3, 9, 0, tzinfo=ZONE)
    found = due(Limit(1, "wd"), begin, rulebook_for(lane.village.path), calendar_for(lane.village.path))
    assert found.unconfirmed
