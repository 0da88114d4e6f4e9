"""Who comes in: a program with a token, a person with a session, or anybody. Each operation names its door policy."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from linli.api.actions.tokens import digest_of
from linli.api.models import ApiToken
from linli.cases.receipts import case_behind
from linli.kit.actor import Actor
from linli.kit.doors import POLICIES, may_pass
from linli.people.actors import held
from linli.people.middleware import OPEN_POLICIES, has_second_factor

READING = ("GET", "HEAD", "OPTIONS")
SCHEME = "bearer "
POST = ("account_id", "role", "title", "area_id", "area_path", "organisation__name", "starts_on", "ends_on")
NEEDED = ("name", *(f"post__{name}" for name in POST))


class Door(AuthBase):
    """`auth=Door("staff")` on an operation. An operation without one is closed to everybody."""

    openapi_type = "http"

    def __init__(self, policy: str) -> None:
        if policy not in (*POLICIES, "closed"):
            raise ValueError(f"{policy!r} is not a door policy.")
        self.policy = policy
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor:
        actor = with_receipt(request, who(request, self.policy))
        answer = may_pass(self.policy, actor) if self.policy != "closed" else None
        if not answer:
            kind = AuthorizationError if actor.account_id else AuthenticationError
            raise kind(message=str(answer.sentence) if answer else "")
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def who(request: HttpRequest, policy: str) -> Actor:
    given = request.headers.get("Authorization", "")
    if given:
        return by_token(given, timezone.now())
    return by_session(request, policy)


def by_token(given: str, at: datetime) -> Actor:
    """The program's actor: its token's post, as long as both are in force. Raises AuthenticationError."""
    secret = given[len(SCHEME) :].strip() if given[: len(SCHEME)].lower() == SCHEME else ""
    tokens = ApiToken.objects.in_force(at).select_related("post__organisation").only(*NEEDED)
    own = tokens.filter(digest=digest_of(secret), post__account__is_active=True) if secret.isascii() else ()
    token = next(iter(own), None)
    if token is None or not token.post.is_held_on(timezone.localdate(at)):
        raise AuthenticationError(message=_("This token is not in force."))
    post = held(token.post)
    return Actor("program", token.post.account_id, token.name, (post,), post=post)


def by_session(request: HttpRequest, policy: str) -> Actor:
    """A browser: its writes prove that they come from our own pages, its staff have done their sign-in duties."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = actor.account_id is not None or actor.keys
    if known and request.method not in READING and check_csrf(request) is not None:
        raise AuthorizationError(message=_("The CSRF token is missing or too old."))
    if actor.account_id and policy not in OPEN_POLICIES and not sign_in_is_complete(request):
        raise AuthorizationError(message=_("Please complete your sign-in in the browser first."))
    return actor


def sign_in_is_complete(request: HttpRequest) -> bool:
    from django.conf import settings

    if request.user.password_is_temporary:  # type: ignore[union-attr]
        return False
    return settings.LINLI_SECOND_FACTOR != "required" or has_second_factor(request)


def with_receipt(request: HttpRequest, actor: Actor) -> Actor:
    """A header `Receipt: NUMBER CODE` opens one case, as typing the code does on the portal."""
    number, _blank, code = request.headers.get("Receipt", "").strip().partition(" ")
    case: Any = case_behind(number, code) if code else None
    if case is None:
        return actor
    return Actor(actor.kind, actor.account_id, actor.name, actor.posts, actor.keys | {case.pk}, actor.post)
