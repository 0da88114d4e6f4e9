"""The list of notices, the same behind each door that has a base page of its own."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.urls import URLPattern, path

from linli.kit.doors import door
from linli.notices import views


def urls_behind(name: str) -> list[URLPattern]:
    return [
        path("", behind(name, views.notices), name="notices"),
        path("read/", behind(name, views.read_all), name="notices-read"),
        path("wishes/", behind(name, views.wishes), name="notices-wishes"),
        path("<int:pk>/", behind(name, views.notice), name="notices-one"),
    ]


def behind(name: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view for one door; a policy is written on the view itself, so each door has its own."""

    @wraps(view)
    def alone(*args: object, **parts: object) -> HttpResponse:
        return view(*args, **parts)

    return door(name)(alone)
