"""Whether the database takes a row now."""

import secrets
from datetime import datetime

from django.db import transaction

from linli.kit.models import Operation


def probe(at: datetime) -> None:
    """Write a row and take it back. Raises DatabaseError when nothing can be written."""
    with transaction.atomic():
        Operation.objects.create(scope="probe", key=secrets.token_hex(8), at=at)
        transaction.set_rollback(True)
