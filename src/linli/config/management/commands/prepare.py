from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from linli.cases.actions.reindexing import was_never_indexed
from linli.cases.models import Case
from linli.config.static import collect_if_changed
from linli.people.keyring import key_file, keyring
from linli.people.lost_keys import fault_of_keys, missing


class Command(BaseCommand):
    help = "Make the database ready: bring it up to date, pack the static files and, where wanted, tell the demo's story once."

    def handle(self, *args: Any, **options: Any) -> None:
        if fault := fault_of_keys():
            raise CommandError(fault)
        call_command("migrate", interactive=False, verbosity=0)
        if was_never_indexed():
            call_command("index", stdout=self.stdout)
        make_keys()
        collect_if_changed()
        if settings.DEMO and "demo" in get_commands():
            call_command("demo", stdout=self.stdout)


def make_keys() -> None:
    """At the first start, so that whoever is asked later for a receipt's code has the key it was worked out from."""
    if not key_file().exists() and Case.objects.exists():
        raise CommandError(missing())
    keyring()
