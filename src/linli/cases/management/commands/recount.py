from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.cases.actions.adding_up import count_days_anew
from linli.cases.reads_of_days import differing_days


class Command(BaseCommand):
    help = "Compare the counts of days, from which rates are read, with the cases themselves; --anew counts all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="people who change a case wait meanwhile")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        if anew:
            count_days_anew()
        found = differing_days()
        for path, unit, day in found[:20]:
            self.stdout.write(f"{day} area {path or '(all)'} unit {unit or '(all)'}")
        if found:
            raise CommandError(f"{len(found)} counts differ from the cases. Count anew: linli recount --anew")
        self.stdout.write("Every count is what the cases say.")
