"""When a case must be answered, by its rule book's hours and its place's calendar."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import lru_cache

from linli.governance.limits import Limit
from linli.governance.model import Hours, RuleBook
from linli.places.workdays import OFFICE_HOURS, Calendar
from linli.places.workdays import Hours as WorkingHours
from linli.places.worktime import Due, Unit, add
from linli.places.worktime import Limit as Span
from linli.places.worktime import Pause as Stop

FRIDAY = 5


def due(limit: Limit, start: datetime, book: RuleBook, calendar: Calendar, stops: Iterable[Stop] = ()) -> Due:
    """When the limit runs out, with a line for each day. Counts by the working hours of the rule book."""
    return add(Span(limit.amount, Unit(limit.unit)), start, calendar, working_hours(book.hours), stops)


@lru_cache(maxsize=64)
def working_hours(hours: Hours | None) -> WorkingHours:
    """The governance file's working week as spans of minutes; an office's usual hours when it names none."""
    week = [tuple((_minute(s.since), _minute(s.until)) for s in day) for day in hours.week] if hours else []
    usual = next((day for day in week if day), ())
    if not usual:
        return OFFICE_HOURS
    # A weekend day without hours stays out: worked as a make-up day, it has the usual ones.
    return WorkingHours(usual, {n: day for n, day in enumerate(week, start=1) if day or n <= FRIDAY})


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
