"""When the disk is full or the database does not answer: nothing was kept, and the answer says so instead of "broken"."""

import errno

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.kit.context import html_language

FULL, AWAY = 507, 503  # RFC 4918, 11.5; RFC 9110, 15.6.4
SECONDS_TO_WAIT = "10"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_NOT_NOW = {errno.EIO, errno.EROFS}
_SQLITE = {
    "database or disk is full": FULL,
    "disk I/O error": AWAY,
    "database is locked": AWAY,
    "unable to open database file": AWAY,
    "attempt to write a readonly database": AWAY,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, an operator, the system.
_DISK_FULL, _PASSING = "53100", ("08", "53", "57", "58")


def trouble_in(fault: BaseException | None) -> int | None:
    """507 when there is no room, 503 when it may go again in a moment, None for a fault of ours."""
    match fault:
        case OSError():
            return FULL if fault.errno in _NO_ROOM else AWAY if fault.errno in _NOT_NOW else None
        case InterfaceError():
            return AWAY
        case OperationalError():
            return _of_sqlite(str(fault)) or _of_postgres(fault.__cause__)
    return None


def _of_sqlite(text: str) -> int | None:
    return next((status for words, status in _SQLITE.items() if words in text), None)


def _of_postgres(cause: BaseException | None) -> int | None:
    """Without a state the connection was lost before the server could say why."""
    if type(cause).__module__.partition(".")[0] not in {"psycopg", "psycopg_pool"}:
        return None
    state = getattr(cause, "sqlstate", None) or "08"
    return FULL if state == _DISK_FULL else AWAY if state.startswith(_PASSING) else None


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or (
        request.accepts("application/json") and not request.accepts("text/html")
    )


def tell(request: HttpRequest, status: int) -> HttpResponse:
    """No context, no database, no session: this answer stands when they do not."""
    full = _("There is no room left here. Nothing was kept; please say it by telephone, or try again later.")
    away = _("The service cannot write anything down at the moment. Nothing was kept; please send it again.")
    sentence = full if status == FULL else away
    headers = {"Retry-After": SECONDS_TO_WAIT, "Cache-Control": "no-store"}
    if wants_json(request):
        content = {"type": "about:blank", "status": status, "detail": sentence, "faults": [], "version": None}
        return JsonResponse(content, status=status, headers=headers, content_type="application/problem+json")
    context = {"sentence": sentence, "html_language": html_language()}
    return HttpResponse(render_to_string("503.html", context), status=status, headers=headers)
