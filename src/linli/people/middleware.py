"""Who is asking, and for how long a sign-in holds."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from linli.people.actors import actor_of

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor`, looked up when somebody asks: a page for everybody costs no query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        request.actor = SimpleLazyObject(lambda: actor_of(request, at))  # type: ignore[attr-defined]
        return self.get_response(request)
