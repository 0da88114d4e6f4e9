from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from linli.kit.actor import SYSTEM
from linli.people.actions.keys import rotate_keys
from linli.people.keyring import add_key


class Command(BaseCommand):
    help = "Seal all personal data under a fresh key. Stopped half-way, run it again with --resume."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--resume", action="store_true", help="go on with the newest key instead of making one"
        )

    def handle(self, *args: Any, resume: bool, **options: Any) -> None:
        if not resume:
            add_key()
        moved = 0
        for batch in rotate_keys(by=SYSTEM, at=timezone.now()):
            moved += batch
            self.stdout.write(f"{moved} rows")
        self.stdout.write(
            "Every row is sealed under the newest key. Keep a copy of the key file apart from backups."
        )
