"""Every route of the interface. Ninja's views are wrapped so that each states its door; each operation says who may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from linli.api import cases, places, published, rulebooks
from linli.api.service import api
from linli.kit.doors import door

app_name = "api"


@door("public")
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page that needs no script."""
    return render(request, "api/docs.html", {"document": api.get_openapi_schema()})


def through(pattern: Any) -> URLPattern:
    view: Callable[..., Any] = pattern.callback

    @wraps(view, assigned=())
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    # Programs bring no CSRF token; whoever comes with a session is asked for one by linli.api.entry.
    return URLPattern(pattern.pattern, door("public")(csrf_exempt(enter)), pattern.default_args, pattern.name)


for part in (cases, places, rulebooks, published):
    api.add_router("", part.router)

urlpatterns = [path("docs", docs, name="docs"), *map(through, api.urls[0])]
