from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make the database ready: bring it up to date and, where the demo is wanted, tell its story once."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO and "demo" in get_commands():
            call_command("demo", stdout=self.stdout)
