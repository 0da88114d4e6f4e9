"""Looks: filters of the list kept under a name, in a cookie of this device. Nothing personal, nothing on the server."""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "case_looks"
MOST, LONGEST_NAME, LONGEST_QUERY = 8, 20, 300
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    name: str
    query: str


def kept_looks(request: HttpRequest) -> tuple[Look, ...]:
    """A cookie that nobody issued is as good as none."""
    try:
        rows = signing.loads(request.COOKIES.get(COOKIE, ""), salt="linli.looks")
        return tuple(Look(str(name), str(query)) for name, query in rows)
    except (signing.BadSignature, ValueError, TypeError):
        return ()


def keep_look(request: HttpRequest, response: HttpResponse, name: str, query: str) -> None:
    """The newest first; the same name replaces, an empty query forgets."""
    rest = [look for look in kept_looks(request) if look.name != name]
    looks = [Look(name[:LONGEST_NAME], query[:LONGEST_QUERY]), *rest] if query else rest
    rows = [[look.name, look.query] for look in looks[:MOST]]
    response.set_cookie(
        COOKIE,
        signing.dumps(rows, salt="linli.looks", compress=True),
        max_age=A_YEAR,
        path="/console/cases/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
