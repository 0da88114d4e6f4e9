import resource
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from linli.kit.actor import SYSTEM
from linli.places.actions.planting import plant_tree
from linli.places.division_tables import batches
from linli.places.faults import Fault
from linli.places.worktime import day_of

BATCH = 5_000


class Command(BaseCommand):
    help = "Load the official divisions (provinces, cities, areas, streets, villages as csv or csv.gz) from a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--under", default="", help="only divisions whose code begins so, and those above them"
        )

    def handle(self, *args: Any, folder: Path, under: str, **options: Any) -> None:
        begun, rows, made, renamed = time.monotonic(), 0, 0, 0
        at = timezone.now()
        try:
            for batch in batches(folder, BATCH, under):
                planted = plant_tree(batch, valid_from=day_of(at), by=SYSTEM, at=at, source=folder.name)
                rows, made, renamed = rows + len(batch), made + planted.made, renamed + planted.renamed
                for name in planted.elsewhere:
                    self.stdout.write(f"{name}: kept under another parent than the table states")
                self.show(rows, begun)
        except Fault as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"\n{rows} rows, {made} new, {renamed} renamed, {rows - made - renamed} unchanged")

    def show(self, rows: int, begun: float) -> None:
        seconds = max(time.monotonic() - begun, 0.001)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(f"\r{rows} rows, {rows / seconds:.0f}/s, {megabytes:.0f} MB", ending="")
        self.stdout.flush()
