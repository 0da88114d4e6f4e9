"""The list of notices, the same behind each door that has a base page of its own."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.urls import URLPattern, path

from linli.kit.doors import door
from linli.notices import views


def urls_behind(policy: str) -> list[URLPattern]:
    return [
        path("", behind(policy, views.notices), name="notices"),
        path("read/", behind(policy, views.read_all), name="notices-read"),
        path("wishes/", behind(policy, views.wishes), name="notices-wishes"),
        path("<int:pk>/", behind(policy, views.notice), name="notices-one"),
    ]


def behind(policy: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view for one door; a policy is written on the view itself, so each door has its own."""

    @wraps(view)
    def alone(*args: object, **parts: object) -> HttpResponse:
        return view(*args, **parts)

    return door(policy)(alone)
