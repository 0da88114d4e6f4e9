"""Who is asking, how long a sign-in holds, and what she must still do before her work opens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from linli.kit.doors import policy_of
from linli.people.actors import actor_of
from linli.people.models import Account
from linli.people.sign_in import factors_of

Handler = Callable[[HttpRequest], HttpResponse]

SIGNED_IN_AT, SEEN_AT, SECOND_FACTOR = "signed_in_at", "seen_at", "second_factor"
NOTED_EVERY = timedelta(minutes=1)
CLOCK_SLACK = timedelta(minutes=5)
OPEN_POLICIES = ("public", "signed-in")


class SessionRules:
    """Ends a session that was idle too long or is too old. A clock that jumps back does not revive one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        if SESSION_KEY in request.session and not still_holds(request, at):
            logout(request)
            messages.info(
                request, _("You were signed out because nothing was done for a while. Please sign in again.")
            )
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            note(request, at)
        return response


def still_holds(request: HttpRequest, at: datetime) -> bool:
    began, seen = moment(request, SIGNED_IN_AT, at), moment(request, SEEN_AT, at)
    idle, longest = (
        timedelta(minutes=settings.LINLI_IDLE_MINUTES),
        timedelta(hours=settings.LINLI_SESSION_HOURS),
    )
    return seen <= at + CLOCK_SLACK and at - seen < idle and at - began < longest


def moment(request: HttpRequest, name: str, otherwise: datetime) -> datetime:
    written = request.session.get(name)
    return datetime.fromisoformat(written) if written else otherwise


def note(request: HttpRequest, at: datetime) -> None:
    """Written at most once a minute, so that reading pages does not write."""
    if SIGNED_IN_AT not in request.session:
        request.session[SIGNED_IN_AT] = at.isoformat()
    if SEEN_AT not in request.session or at - moment(request, SEEN_AT, at) >= NOTED_EVERY:
        request.session[SEEN_AT] = at.isoformat()


class ActorMiddleware:
    """Sets `request.actor`, looked up when somebody asks: a page for everybody costs no query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        request.actor = SimpleLazyObject(lambda: actor_of(request, at))  # type: ignore[attr-defined]
        return self.get_response(request)


class SignInDuties:
    """A temporary password is replaced, and a second factor set up, before the doors for staff open."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        policy = policy_of(view)
        if policy is None or policy in OPEN_POLICIES or not isinstance(request.user, Account):
            return None
        if request.user.password_is_temporary:
            return lead(request, "account_change_password", _("Please choose a password of your own first."))
        if settings.LINLI_SECOND_FACTOR == "required" and not has_second_factor(request):
            return lead(
                request,
                "mfa_index",
                _("Please set up a second step for signing in first; then your work opens."),
            )
        return None


def has_second_factor(request: HttpRequest) -> bool:
    """Asked of the database until the answer is yes: the last factor cannot be removed within a session."""
    if not request.session.get(SECOND_FACTOR) and factors_of(request.user).exists():  # type: ignore[arg-type]
        request.session[SECOND_FACTOR] = True
    return bool(request.session.get(SECOND_FACTOR))


def lead(request: HttpRequest, name: str, sentence: str) -> HttpResponse:
    messages.info(request, sentence)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    return HttpResponseRedirect(reverse(name))
