"""Announced holidays, read from files that others publish: holiday-cn JSON, calendar (ICS), a plain table."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from django.utils.translation import gettext as _

from linli.places.faults import Fault
from linli.places.words import DATA, words
from linli.places.workdays import A_DAY, Calendar, DayKind, Mark

LONGEST_EVENT = timedelta(days=40)


@dataclass(frozen=True)
class Notice:
    """The marked days of a file and the years that it settles."""

    marks: dict[date, Mark]
    years: frozenset[int]


@cache
def shipped() -> Calendar:
    """The calendar that comes with the package: notices of the State Council for 2019 to 2026."""
    notice = read_table((DATA / "workdays.csv").read_text(encoding="utf-8"))
    return Calendar(MappingProxyType(notice.marks), notice.years)


def read_calendar(text: str) -> Notice:
    """Any of the three forms, told apart by how the text begins. Raises Fault."""
    start = text.lstrip("\ufeff \r\n\t")
    if start.startswith("{"):
        return read_holiday_cn(start)
    if start.upper().startswith("BEGIN:VCALENDAR"):
        return read_ics(start)
    if start.startswith("date,"):
        return read_table(start)
    raise Fault(
        _("This is no holiday file. Use a calendar file (.ics), holiday-cn JSON or a date,kind,name table.")
    )


def read_table(text: str) -> Notice:
    marks: dict[date, Mark] = {}
    rows = csv.DictReader(text.splitlines())
    try:
        for row in rows:
            marks[date.fromisoformat(row["date"])] = Mark(DayKind(row["kind"]), row.get("name") or "")
    except (KeyError, TypeError, ValueError, csv.Error):  # the last for a cell of more than 131,072 letters
        raise Fault(_("Line %(line)s is not a date, a kind and a name.") % {"line": rows.line_num}) from None
    return Notice(marks, years_settled(marks))


def read_holiday_cn(text: str) -> Notice:
    """A file of the holiday-cn project. A year without days is not announced, so it settles nothing."""
    try:
        sheet = json.loads(text)
        marks = {
            date.fromisoformat(day["date"]): Mark(
                DayKind.HOLIDAY if day["isOffDay"] else DayKind.MAKEUP, str(day["name"])
            )
            for day in sheet["days"]
        }
        year = int(sheet["year"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Fault(
            _("This file does not have the form of holiday-cn: a year with a list of days.")
        ) from None
    return Notice(marks, frozenset({year}) if marks else frozenset())


def read_ics(text: str) -> Notice:
    marks: dict[date, Mark] = {}
    for event in events(text):
        kind = kind_of(event["SUMMARY"])
        if kind:
            mark = Mark(kind, trimmed(event["SUMMARY"]))
            marks.update(dict.fromkeys(event_days(event), mark))
    return Notice(marks, years_settled(marks))


def years_settled(marks: dict[date, Mark]) -> frozenset[int]:
    """A notice always names National Day; a few stray days of a year do not settle it."""
    national_days = (day for day, mark in marks.items() if (day.month, day.day) == (10, 1))
    return frozenset(day.year for day in national_days if marks[day].kind is DayKind.HOLIDAY)


def unfolded(text: str) -> Iterator[str]:
    """Content lines of RFC 5545; bare line feeds are met as often as the prescribed pairs."""
    line = ""
    for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if part[:1] in (" ", "\t"):
            line += part[1:]
            continue
        if line:
            yield line
        line = part
    if line:
        yield line


def events(text: str) -> Iterator[dict[str, str]]:
    """Summary, start and end of each event; what alarms and time zones hold inside is left out."""
    inside: list[str] = []
    event: dict[str, str] = {}
    for line in unfolded(text):
        name, _colon, value = line.partition(":")
        name = name.split(";")[0].upper()
        if name == "BEGIN":
            inside.append(value.upper())
            event = {} if inside[-1] == "VEVENT" else event
        elif name == "END":
            if inside and inside.pop() == "VEVENT" and {"SUMMARY", "DTSTART"} <= event.keys():
                yield event
        elif inside and inside[-1] == "VEVENT":
            event[name] = value


def event_days(event: dict[str, str]) -> Iterator[date]:
    first, last = moment_of(event["DTSTART"]), moment_of(event.get("DTEND", event["DTSTART"]))
    if not timedelta(0) <= last - first <= LONGEST_EVENT:
        raise Fault(_("The event of %(day)s does not end soon after it begins.") % {"day": first.date()})
    day = first.date()
    while day == first.date() or datetime.combine(day, datetime.min.time()) < last:
        yield day
        day += A_DAY


def moment_of(value: str) -> datetime:
    form = "%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d"
    try:
        return datetime.strptime(value.rstrip("Z"), form)  # noqa: DTZ007 - floating local time
    except ValueError:
        raise Fault(_("“%(value)s” is not a date of a calendar file.") % {"value": value[:40]}) from None


def kind_of(summary: str) -> DayKind | None:
    if any(word in summary for word in words("calendar")["works"]):
        return DayKind.MAKEUP
    if any(word in summary for word in words("calendar")["rests"]):
        return DayKind.HOLIDAY
    return None


def trimmed(summary: str) -> str:
    name = summary.split()[0] if summary.split() else ""
    if "(" in name:
        name = name.partition("(")[2].rstrip(")").removeprefix(words("calendar")["for"])
    for word in words("calendar")["trimmed"]:
        name = name.removesuffix(word)
    return name
