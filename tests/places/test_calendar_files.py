from datetime import date

import pytest

from linli.places.calendar_files import Notice, read_calendar, shipped
from linli.places.faults import Fault
from linli.places.workdays import DayKind

OWN = "date,kind,name\n2030-10-01,holiday,National Day\n2030-10-05,makeup,National Day\n"
ALARMED = "\n".join(
    [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "SUMMARY:\u56fd\u5e86",
        " \u8282\u5047\u671f",
        "DTSTART;VALUE=DATE:20301001",
        "DTEND;VALUE=DATE:20301004",
        "DTSTAMP;VALUE=DATE:20300101",
        "BEGIN:VALARM",
        "SUMMARY:not a day",
        "DTSTART:20300101",
        "END:VALARM",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:\u56fd\u5e86\u8282 \u8865\u73ed",
        "DTSTART:20301012T090000",
        "DTEND:20301012T180000",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:office party",
        "DTSTART;VALUE=DATE:20301106",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
)


def kinds(notice: Notice) -> dict[str, str]:
    return {f"{day:%m-%d}": str(mark.kind) for day, mark in sorted(notice.marks.items())}


def test_the_shipped_calendar_settles_2019_to_2026_and_no_other_year() -> None:
    assert shipped().years == frozenset(range(2019, 2027))
    assert not shipped().announced(2027)


def test_a_calendar_file_is_read_with_folded_lines_alarms_and_timed_make_up_days() -> None:
    notice = read_calendar(ALARMED)
    assert kinds(notice) == {"10-01": "holiday", "10-02": "holiday", "10-03": "holiday", "10-12": "makeup"}
    assert {mark.name for mark in notice.marks.values()} == {"\u56fd\u5e86\u8282"}
    assert notice.years == {2030}


def test_the_same_calendar_file_with_carriage_returns_reads_the_same() -> None:
    assert read_calendar("\ufeff" + ALARMED.replace("\n", "\r\n")) == read_calendar(ALARMED)


def test_a_year_without_days_in_a_holiday_list_is_not_settled() -> None:
    assert read_calendar('{"year": 2027, "papers": [], "days": []}') == Notice({}, frozenset())
    days = '{"year": 2027, "days": [{"name": "x", "date": "2027-01-01", "isOffDay": true}]}'
    assert read_calendar(days).years == {2027}


def test_a_table_of_stray_days_does_not_settle_its_year() -> None:
    assert read_calendar(OWN).years == {2030}
    assert read_calendar("date,kind,name\n2031-01-01,holiday,x\n").years == frozenset()
    assert read_calendar(OWN).marks[date(2030, 10, 5)].kind is DayKind.MAKEUP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        '{"year": 1, "days": [{}]}',
        "{broken",
        "date,kind,name\n2030-13-01,holiday,x\n",
        "date,kind,name\n2030-10-01,party,x\n",
        "date,other\n2030-10-01,x\n",
        ALARMED.replace("20301004", "tomorrow"),
        ALARMED.replace("20301004", "20290101"),
        ALARMED.replace("20301004", "99991231"),
    ],
)
def test_a_file_that_holds_no_calendar_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Fault) as fault:
        read_calendar(text)
    assert str(fault.value).endswith(".")
