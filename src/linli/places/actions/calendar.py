"""Holidays: a year is announced, a locality marks days of its own."""

from datetime import date, datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.places import rules
from linli.places.calendar_files import Notice
from linli.places.models import Area, CalendarDay, CalendarYear, LocalDay
from linli.places.models.revisions import revise
from linli.places.workdays import DayKind

CALENDAR = "calendar"


@action
def announce_year(notice: Notice, *, year: int, source: str, by: Actor, at: datetime) -> CalendarYear:
    """Take over the days of this year from a notice. The same notice again changes nothing."""
    days = {day: mark for day, mark in notice.marks.items() if day.year == year}
    before = {day.day: (day.kind, day.name) for day in CalendarDay.objects.filter(day__year=year)}
    after = {day: (mark.kind.value, mark.name) for day, mark in days.items()}
    known = CalendarYear.objects.filter(year=year).exists()
    permit(rules.can_announce_year(by, notice, year, changes=known and before != after))

    row, made = CalendarYear.objects.get_or_create(year=year, defaults={"source": source})
    if before == after and not made:
        return row
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, name=name) for day, (kind, name) in after.items()
    )
    row.source = source
    row.save_changes("source")
    revise(CALENDAR)

    facts = {
        "year": year,
        "source": source,
        "days": {day: kind for day, (kind, _name) in sorted(after.items())},
    }
    trace("calendar.announced", row, by=by, at=at, facts=facts)
    return row


@action
def mark_local_day(
    area: Area, *, day: date, kind: DayKind | str, name: str, by: Actor, at: datetime
) -> LocalDay:
    """A day off, or worked, in this area and below it only. Marking it again changes it."""
    area = area.locked()
    permit(rules.can_mark_local_day(by, area, kind))

    row = LocalDay.objects.filter(area=area, day=day).first() or LocalDay(area=area, day=day)
    row.area_path, row.kind, row.name = area.path, DayKind(kind).value, name.strip()
    row.save()
    revise(CALENDAR)

    trace("calendar.day-marked", row, by=by, at=at, facts={"day": day, "kind": row.kind, "area": area.pk})
    return row


@action
def unmark_local_day(local_day: LocalDay, *, by: Actor, at: datetime) -> Area:
    """The day goes by the calendar of the country again."""
    local_day = local_day.locked()
    permit(rules.can_mark_local_day(by, local_day.area))

    area, day = local_day.area, local_day.day
    trace("calendar.day-unmarked", local_day, by=by, at=at, facts={"day": day, "area": area.pk})
    local_day.delete()
    revise(CALENDAR)
    return area
