from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linli.kit.actor import SYSTEM
from linli.places.actions.calendar import announce_year
from linli.places.calendar_files import read_calendar
from linli.places.faults import Fault


class Command(BaseCommand):
    help = "Take over the holidays and make-up working days that a file announces (ICS, holiday-cn JSON or a table)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            notice = read_calendar(file.read_text(encoding="utf-8"))
        except Fault as fault:
            raise CommandError(str(fault)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from None
        at = timezone.now()
        for year in sorted(notice.years):
            announce_year(notice, year=year, source=file.name, by=SYSTEM, at=at)
            days = sum(day.year == year for day in notice.marks)
            self.stdout.write(f"{year}: {days} marked days")
        if not notice.years:
            self.stdout.write("The file settles no year: nothing is announced in it yet.")
