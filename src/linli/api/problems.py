"""One shape for everything that goes wrong, made by two handlers."""

from http.client import responses
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.kit.action import KeyReused, Stale
from linli.kit.answer import Refused

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    content = {
        "type": "about:blank",
        "title": responses.get(status, ""),
        "status": status,
        "detail": detail,
        "faults": [],
        "version": None,
    }
    answer = JsonResponse({**content, **more}, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def handle(api: NinjaAPI) -> None:
    api.add_exception_handler(ValidationError, misshapen)
    for kind in (HttpError, Http404, Refused, Stale, KeyReused):
        api.add_exception_handler(kind, refused)


def misshapen(request: HttpRequest, fault: Any) -> HttpResponse:
    """422 with the place and the reason of each fault. What was sent is not repeated."""
    faults = [{"where": place_of(one["loc"]), "what": one["msg"]} for one in fault.errors]
    return problem(422, _("Some values are missing or not of the right kind."), faults=faults)


def place_of(steps: tuple[Any, ...]) -> list[str]:
    """From ("body", "body", "words") to ["body", "words"]: the name of our own parameter means nothing outside."""
    words = [str(step) for step in steps]
    return [words[0], *words[2:]] if words[:1] == ["body"] and len(words) > 1 else words


def refused(request: HttpRequest, fault: Any) -> HttpResponse:
    match fault:
        case Refused():
            return problem(409, str(fault.sentence))
        case Stale():
            detail = _("Somebody else changed this meanwhile. Go back, look at it again, then decide.")
            return problem(412, detail, version=fault.current.version)
        case KeyReused():
            return problem(
                409, _("This was sent already, with other words. Please start again with an empty form.")
            )
        case AuthenticationError():
            return problem(401, fault.message or _("Please sign in first."))
        case HttpError():
            return problem(fault.status_code, fault.message)
    return problem(404, _("There is nothing at this address, or it is not open to you."))
