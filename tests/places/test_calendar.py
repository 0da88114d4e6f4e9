from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.places.actions.calendar import announce_year, mark_local_day, unmark_local_day
from linli.places.calendar_files import Notice
from linli.places.explain import explained
from linli.places.models import CalendarDay
from linli.places.reads import calendar_for
from linli.places.workdays import DayKind, Mark
from linli.places.worktime import OFFICE_HOURS, Limit, Pause, Unit, add
from tests.places.lanes import AT, County, keeper, visitor

NOTICE = Notice(
    {
        date(2027, 1, 1): Mark(DayKind.HOLIDAY, "元旦"),
        date(2027, 1, 2): Mark(DayKind.HOLIDAY, "元旦"),
        date(2027, 1, 3): Mark(DayKind.MAKEUP, "元旦"),
        date(2026, 12, 26): Mark(DayKind.MAKEUP, "元旦"),
    },
    frozenset({2027}),
)


@pytest.mark.django_db
def test_an_announced_year_settles_its_days_and_the_same_notice_again_changes_nothing() -> None:
    lane = County()
    assert not calendar_for(lane.west.path).announced(2027)
    for _time in range(2):
        row = announce_year(NOTICE, year=2027, source="notice", by=keeper(lane.county), at=AT)
    calendar = calendar_for(lane.west.path)
    assert calendar.announced(2027) and calendar.announced(2026)
    assert calendar.kind(date(2027, 1, 3)) is DayKind.MAKEUP and not calendar.works(date(2027, 1, 1))
    assert CalendarDay.objects.count() == 3
    assert Trace.objects.filter(record_kind="places.calendaryear", record_id=row.pk).count() == 1


@pytest.mark.django_db
def test_a_corrected_notice_replaces_the_days_of_its_year_only() -> None:
    lane = County()
    by = keeper(lane.county)
    announce_year(NOTICE, year=2027, source="notice", by=by, at=AT)
    corrected = Notice({date(2027, 2, 6): Mark(DayKind.HOLIDAY, "春节")}, frozenset({2027}))
    announce_year(corrected, year=2027, source="correction", by=by, at=AT)
    calendar = calendar_for("")
    assert calendar.works(date(2027, 1, 1)) and not calendar.works(date(2027, 2, 6))
    assert not calendar.works(date(2026, 10, 1))


@pytest.mark.django_db
def test_one_street_may_announce_a_year_but_not_change_it_for_all_the_others() -> None:
    lane = County()
    by = keeper(lane.street)
    announce_year(NOTICE, year=2027, source="notice", by=by, at=AT)
    announce_year(NOTICE, year=2027, source="notice", by=by, at=AT)
    corrected = Notice({date(2027, 2, 6): Mark(DayKind.HOLIDAY, "春节")}, frozenset({2027}))
    with pytest.raises(Refused, match="every place"):
        announce_year(corrected, year=2027, source="correction", by=by, at=AT)
    announce_year(corrected, year=2027, source="correction", by=keeper(lane.county), at=AT)
    assert not calendar_for("").works(date(2027, 2, 6))


@pytest.mark.django_db
def test_a_year_that_the_notice_does_not_settle_is_refused_and_so_is_somebody_without_the_right() -> None:
    lane = County()
    with pytest.raises(Refused):
        announce_year(NOTICE, year=2028, source="", by=keeper(lane.county), at=AT)
    with pytest.raises(Refused):
        announce_year(NOTICE, year=2027, source="", by=visitor(lane.county), at=AT)
    assert announce_year(NOTICE, year=2027, source="", by=keeper(lane.county), at=AT).year == 2027


@pytest.mark.django_db
def test_a_local_holiday_holds_in_its_area_and_below_and_nowhere_else() -> None:
    lane = County()
    day = date(2026, 4, 20)
    marked = mark_local_day(
        lane.street, day=day, kind="holiday", name="三月三", by=keeper(lane.county), at=AT
    )
    works = {
        area.name: calendar_for(area.path).works(day)
        for area in (lane.west, lane.street, lane.town, lane.county)
    }
    assert works == {"第一网格": False, "张家山街道": False, "城关镇": True, "樟树市": True}
    with pytest.raises(Refused):
        unmark_local_day(marked, by=visitor(lane.county), at=AT)
    unmark_local_day(marked, by=keeper(lane.county), at=AT)
    assert calendar_for(lane.west.path).works(day)


@pytest.mark.django_db
def test_a_local_day_is_marked_by_a_keeper_as_holiday_or_make_up_only() -> None:
    lane = County()
    for kind, by in (("weekend", keeper(lane.county)), ("holiday", keeper(lane.town))):
        with pytest.raises(Refused):
            mark_local_day(lane.street, day=date(2026, 4, 20), kind=kind, name="", by=by, at=AT)
    mark_local_day(lane.street, day=date(2026, 4, 20), kind="makeup", name="", by=keeper(lane.street), at=AT)


@pytest.mark.django_db
def test_a_calendar_file_is_imported_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "2027.json"
    file.write_text(
        '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}', "utf-8"
    )
    call_command("import_calendar", file)
    assert "2027: 1" in capsys.readouterr().out
    assert calendar_for("").announced(2027)
    file.write_text('{"year": 2028, "days": []}', "utf-8")
    call_command("import_calendar", file)
    assert "nothing is announced" in capsys.readouterr().out
    for wrong in (b"hello", b"\xff\xfe\x00"):
        file.write_bytes(wrong)
        with pytest.raises(CommandError):
            call_command("import_calendar", file)


@pytest.mark.django_db
def test_a_deadline_is_explained_day_by_day_with_quiet_days_drawn_together() -> None:
    start = AT.replace(month=9, day=30, hour=8, minute=0)
    pause = Pause(start + timedelta(days=8, hours=17, minutes=30), start + timedelta(days=8, hours=19))
    due = add(Limit(5, Unit.WORKING_HOURS), start, calendar_for(""), OFFICE_HOURS, [pause])
    rows = [(row.day.day, row.until.day, row.kind, row.counted, row.note) for row in explained(due)]
    assert rows == [
        (30, 30, "working day", "2 h", ""),
        (1, 7, "holiday · 国庆节", "nothing", "Not a working day, so it does not count."),
        (8, 8, "working day", "3 h", "The limit ends here."),
    ]


@pytest.mark.django_db
def test_a_day_of_an_unannounced_year_says_so_in_its_explanation() -> None:
    due = add(Limit(1, Unit.WORKING_DAYS), AT.replace(year=2027, month=3), calendar_for(""), OFFICE_HOURS)
    assert due.unconfirmed and "not announced" in explained(due)[-1].note
