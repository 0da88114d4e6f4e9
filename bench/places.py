"""Checks of places against tables from outside, run by hand: `python -m bench.places workdays DIR`."""

import csv
import sys
from datetime import date, datetime
from pathlib import Path

from linli.places.calendar_files import read_calendar, shipped
from linli.places.worktime import OFFICE_HOURS, ZONE, Calendar, Limit, Unit, add


def workdays(folder: Path) -> int:
    """Each day and each reference sum, from the shipped table and again from the calendar files of others."""
    wrong = days_that_differ(folder, shipped()) + sums_that_differ(folder, shipped())
    for name in (
        "2024.json",
        "2025.json",
        "2026.json",
        "2027.json",
        "2026.ics",
        "holiday-cn.ics",
        "holidayCal_apple_style.ics",
    ):
        notice = read_calendar((folder / name).read_text(encoding="utf-8"))
        calendar = Calendar(notice.marks, notice.years)
        years = " ".join(map(str, sorted(notice.years))) or "none (not announced)"
        differing = days_that_differ(folder, calendar, notice.years) if notice.years else 0
        print(f"{name}: {len(notice.marks)} marked days, settles {years}, {differing} differ")
        wrong += differing
    return wrong


def days_that_differ(folder: Path, calendar: Calendar, years: frozenset[int] | None = None) -> int:
    with (folder / "workdays_2019_2026.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if years is None or int(row["date"][:4]) in years]
    wrong = [
        row for row in rows if calendar.works(date.fromisoformat(row["date"])) != (row["is_workday"] == "1")
    ]
    print(f"  {len(rows) - len(wrong)} of {len(rows)} days agree", *(row["date"] for row in wrong[:5]))
    return len(wrong)


def sums_that_differ(folder: Path, calendar: Calendar) -> int:
    with (folder / "add_workdays_reference.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = 0
    for row in rows:
        start = datetime.fromisoformat(row["start_date"]).replace(hour=10, tzinfo=ZONE)
        due = add(Limit(int(row["workdays_to_add"]), Unit.WORKING_DAYS), start, calendar, OFFICE_HOURS)
        wrong += due.at is None or due.at.date().isoformat() != row["due_date"] or due.unconfirmed
    print(f"  {len(rows) - wrong} of {len(rows)} sums of working days agree")
    return wrong


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in CHECKS:
        print(__doc__)
        return 2
    return 1 if CHECKS[argv[0]](*map(Path, argv[1:])) else 0


CHECKS = {"workdays": workdays}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
