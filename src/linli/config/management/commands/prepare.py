from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from linli.config.static import collect_if_changed


class Command(BaseCommand):
    help = "Make the database ready: bring it up to date, pack the static files and, where wanted, tell the demo's story once."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        collect_if_changed()
        if settings.DEMO and "demo" in get_commands():
            call_command("demo", stdout=self.stdout)
