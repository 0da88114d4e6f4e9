from typing import Any

from django.core.management.base import BaseCommand

from linli.kit.worker import Worker


class Command(BaseCommand):
    help = "Do the waiting jobs until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        worker.listen_to_signals()
        worker.run()
