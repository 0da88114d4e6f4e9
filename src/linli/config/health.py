"""Two doors for whoever watches the installation: is the process alive, can it do its work.

Everybody learns yes or no; the facts behind it are for staff who signed in.
"""

import logging
import shutil
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from linli.kit.doors import door
from linli.kit.models import Job
from linli.kit.probe import probe
from linli.places.reads import calendar_for

log = logging.getLogger("linli.health")
_up_to_date = False


@door("public")
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@door("public")
def readyz(request: HttpRequest) -> JsonResponse:
    """503 while the database cannot be written or waits for a migration."""
    at = timezone.now()
    try:
        waiting = migrations_waiting()
        facts = {} if waiting else facts_for(request, at)
        probe(timezone.now())
    except DatabaseError as fault:
        log.error("Not ready: %s", type(fault).__name__)
        return answer(ready=False)
    return answer(ready=not waiting, **facts)


def answer(*, ready: bool, **facts: Any) -> JsonResponse:
    status = 200 if ready else 503
    return JsonResponse({"ready": ready, **facts}, status=status, headers={"Cache-Control": "no-store"})


def migrations_waiting() -> bool:
    """Asked of the database until the answer is no: a running process meets no new migrations."""
    global _up_to_date
    if not _up_to_date:
        executor = MigrationExecutor(connection)
        _up_to_date = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _up_to_date


def facts_for(request: HttpRequest, at: datetime) -> dict[str, Any]:
    if not request.actor.is_staff:  # type: ignore[attr-defined]
        return {}
    return {
        "database": database_version(),
        "oldest_job_seconds": oldest_job_seconds(at),
        "failed_jobs": Job.objects.filter(status=Job.Status.FAILED).count(),
        "calendar_of_this_year": timezone.localdate(at).year in calendar_for("").years,
        "free_disk_percent": free_disk_percent(),
    }


def database_version() -> str:
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor != "sqlite":
        return f"{connection.vendor} {version}"
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    return f"sqlite {version}, journal {journal}"


def oldest_job_seconds(at: datetime) -> int:
    """How long the oldest job that is due has waited: more than a minute or two means that no worker runs."""
    oldest = Job.objects.filter(status=Job.Status.READY, due_at__lte=at).aggregate(Min("due_at"))[
        "due_at__min"
    ]
    return int((at - oldest).total_seconds()) if oldest else 0


def free_disk_percent() -> int:
    folder = settings.DATA if settings.DATA.exists() else settings.DATA.parent
    used = shutil.disk_usage(folder)
    return round(100 * used.free / used.total)
