"""Every route of the interface. Ninja's views are wrapped so that each states its door; each operation says who may."""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from linli.api import (
    absences,
    cases,
    giving,
    hot,
    places,
    plans,
    preferences,
    projects,
    published,
    rulebooks,
    verbs,
    whistles,
)
from linli.api.problems import problem
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
        if request.method == "GET" and (
            unknown := set(request.GET) - (filters_of(str(pattern.pattern)) or set(request.GET))
        ):
            names = "、".join(sorted(unknown))[:80]
            return problem(400, _("There is no filter called “%(names)s” here.") % {"names": names})
        return view(request, *args, **kwargs)

    # Programs bring no CSRF token; whoever comes with a session is asked for one by linli.api.entry.
    return URLPattern(pattern.pattern, door("public")(csrf_exempt(enter)), pattern.default_args, pattern.name)


@cache
def filters_of(route: str) -> frozenset[str]:
    """The filters that the document names for the list at this route; none where it is no list."""
    paths = {
        "".join(re.split(r"[{}]|/api/v1/", path)): every
        for path, every in api.get_openapi_schema()["paths"].items()
    }
    operation = paths.get(re.sub(r"<(?:\w+:)?(\w+)>", r"\1", route), {}).get("get", {})
    return frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")


PARTS = (
    *(cases, verbs, places, rulebooks, published, projects, plans, giving, hot, whistles, absences),
    preferences,
)
for part in PARTS:
    api.add_router("", part.router)

urlpatterns = [path("docs", docs, name="docs"), *map(through, api.urls[0])]
