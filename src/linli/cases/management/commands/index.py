from typing import Any

from django.core.management.base import BaseCommand

from linli.cases.actions.reindexing import index_anew


class Command(BaseCommand):
    help = "Read all cases anew for the search: after a change of names, or when something is not found that should be."

    def handle(self, *args: Any, **options: Any) -> None:
        for number in index_anew():
            self.stdout.write(f"{number:,}", ending="\r")
            self.stdout.flush()
        self.stdout.write("")
