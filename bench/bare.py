"""Linli with three bare Django views beside it, in the same server: one insert, one page of rows, one row."""

import json
import os
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
linli = get_wsgi_application()

TABLE = "CREATE TABLE IF NOT EXISTS bench_bare (number varchar(12) PRIMARY KEY, words text NOT NULL, at varchar(40) NOT NULL)"
PAGE = "SELECT number, title, stage, area_path, raised_at FROM cases_case ORDER BY raised_at DESC, id DESC LIMIT 50"
ONE = "SELECT number, title, stage, area_path, raised_at FROM cases_case WHERE number = %s"


def insert(request: WSGIRequest) -> HttpResponse:
    words, number = json.loads(request.body)["words"], secrets.token_hex(6)
    with connection.cursor() as cursor:
        values = [number, words, timezone.now().isoformat()]
        cursor.execute("INSERT INTO bench_bare (number, words, at) VALUES (%s, %s, %s)", values)
    return JsonResponse({"number": number}, status=201)


def page(request: WSGIRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(PAGE)
        return JsonResponse({"rows": [list(row) for row in cursor.fetchall()]})


def one(request: WSGIRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(ONE, [request.GET["number"]])
        return JsonResponse({"row": list(cursor.fetchone())})


VIEWS: dict[str, Callable[[WSGIRequest], HttpResponse]] = {
    "/bare/insert": insert,
    "/bare/page": page,
    "/bare/one": one,
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    view = VIEWS.get(environ["PATH_INFO"])
    if view is None:
        return linli(environ, start_response)
    request_started.send(sender=None, environ=environ)
    try:
        answer = view(WSGIRequest(environ))
        start_response(f"{answer.status_code} OK", list(answer.items()))
        return [answer.content]
    finally:
        request_finished.send(sender=None)
