"""For Celery's own command: `celery -A linli.config.queue worker`. The same jobs, called through a message broker."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
django.setup()

from linli.kit import broker  # noqa: E402  Django must be ready first
from linli.kit.worker import do  # noqa: E402

app = broker.app()
app.task(name=broker.TASK)(do)
