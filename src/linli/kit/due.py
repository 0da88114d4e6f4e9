"""Which jobs may be taken. A clock that jumped forward and was put right must not keep work waiting until that day."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now

from linli.kit.models import Job

LEASE = timedelta(seconds=45)
SLACK = timedelta(seconds=15)


def ready() -> Q:
    """Its time has come; or it was to be done at once and was never tried, whatever the clock said when it was asked for."""
    at_once = Q(attempts=0, due_at__lte=F("enqueued_at"))
    return Q(Q(due_at__lte=Now()) | at_once, status=Job.Status.READY)


def abandoned() -> Q:
    """Its worker fell silent: the lease has run out, or runs longer than any that is given now."""
    over = Q(lease_until__lt=Now()) | Q(lease_until__gt=Now() + LEASE + SLACK)
    return Q(over, status=Job.Status.RUNNING)
