"""Two doors for whoever watches the installation: is the process alive, can it do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from linli.kit.doors import door


@door("public")
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@door("public")
def readyz(request: HttpRequest) -> JsonResponse:
    """503 while the database does not answer or waits for a migration. Names the database's version (no secrets)."""
    try:
        waiting = migrations_waiting()
    except DatabaseError as fault:
        return JsonResponse({"ready": False, "fault": type(fault).__name__}, status=503)
    facts = {"ready": not waiting, "migrations_waiting": waiting, "database": database_version()}
    return JsonResponse(facts, status=503 if waiting else 200, headers={"Cache-Control": "no-store"})


def migrations_waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database_version() -> str:
    return f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
