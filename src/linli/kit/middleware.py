"""What every answer carries, who may come through a door, and how a refusal looks."""

import logging
from collections.abc import Callable
from http.client import responses
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.kit.action import KeyReused, Stale
from linli.kit.answer import Refused
from linli.kit.doors import may_pass, policy_of
from linli.kit.files import content_policy
from linli.kit.frames import frame_of
from linli.kit.trouble import tell, trouble_in, wants_json

log = logging.getLogger("linli.doors")
Handler = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """The content security policy and its fellows. Nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = content_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)"
        )
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = (
                "no-store" if request.path.startswith(PRIVATE) else "no-cache, private"
            )
        return response


PRIVATE = ("/console/", "/field/", "/accounts/", "/c/", "/j/", "/api/v1/cases")


class DefaultDeny:
    """A view without a policy is not there; a person without the policy's post is told so, or asked to sign in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        policy = policy_of(view)
        if policy is None:
            raise Http404
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("No database stores the character U+0000.")
        # Names and passwords are taken as they are: their forms refuse it.
        if request.method == "POST" and not request.path.startswith("/accounts/") and not is_exempt(view):
            drop_nul(request)
        answer = may_pass(policy, request.actor)  # type: ignore[attr-defined]
        if answer.ok:
            return None
        if request.actor.account_id is None and not wants_json(request):  # type: ignore[attr-defined]
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        return problem(request, 403, str(answer.sentence))


def is_exempt(view: Any) -> bool:
    """Programs send to it; it reads the body itself."""
    return bool(getattr(view, "csrf_exempt", False))


def drop_nul(request: HttpRequest) -> None:
    """From what was typed into a form: PostgreSQL stores no U+0000, and nobody means it."""
    typed = request.POST
    if any("\x00" in value for _name, values in typed.lists() for value in values):
        kept = typed.copy()
        for name, values in typed.lists():
            kept.setlist(name, [value.replace("\x00", "") for value in values])
        request.POST = kept  # type: ignore[assignment]


class PlainRefusals:
    """A refusal that no view caught becomes a page with its sentence, never a 500 and never a bare 405."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return explained(request, response)
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        match fault:
            case Refused():
                return problem(request, 409, str(fault.sentence))
            case Stale():
                return problem(
                    request,
                    409,
                    _("Somebody else changed this meanwhile. Go back, look at it again, then decide."),
                )
            case KeyReused():
                return problem(
                    request,
                    409,
                    _("This was sent already, with other words. Please start again with an empty form."),
                )
        if (status := trouble_in(fault)) is not None:
            log.error("Not now: %s", type(fault).__name__)
            return tell(request, status)
        return None


def explained(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """For whoever reloads or types the address that a form is sent to."""
    answer = problem(request, 405, "")
    answer["Allow"] = bare["Allow"]
    return answer


# The beginning of an address → how its door tells a problem, where a standard prescribes another form.
VOICES: dict[str, Callable[[HttpRequest, int, str], HttpResponse]] = {}


def problem(request: HttpRequest, status: int, sentence: str, **more: Any) -> HttpResponse:
    """A page (or JSON for programs) that says in one sentence what is wrong, and what to do next."""
    for beginning, voice in VOICES.items():
        if request.path.startswith(beginning):
            return voice(request, status, sentence)
    if wants_json(request):
        content = {
            "type": "about:blank",
            "title": responses.get(status, ""),
            "status": status,
            "detail": sentence,
        }
        return JsonResponse(content, status=status, content_type="application/problem+json")
    frame = frame_of(request)
    context = {**frame.context, "base": frame.base, "home": frame.home, "status": status, **more}
    return render(request, "kit/problem.html", {**context, "sentence": sentence}, status=status)
