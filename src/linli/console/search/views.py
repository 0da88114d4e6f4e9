"""One box for everything that its reader may see: cases, places, units, the people of the office."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.cases.search import Found, found_cases
from linli.console.cases.choices import served
from linli.console.cases.pages import line_of
from linli.console.finding import actor_of
from linli.console.people.choices import role_name
from linli.kit.actor import Actor
from linli.kit.doors import door, may_pass
from linli.kit.text import local_day
from linli.people.models import Post
from linli.places.models import Area, Organisation

LONGEST, MOST = 60, 12


@dataclass(frozen=True)
class Results:
    words: str
    cases: Found = field(default_factory=Found)
    areas: tuple[Area, ...] = ()
    units: tuple[Organisation, ...] = ()
    people: tuple[tuple[Post, str, bool], ...] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [line_of(case) for case in self.cases.cases]

    @property
    def nothing(self) -> bool:
        return not (self.cases.cases or self.areas or self.units or self.people)


@door("console")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words, actor = request.GET.get("words", "").strip()[:LONGEST], actor_of(request)
    context = {
        "results": results_for(actor, words) if words else Results(words),
        "opens_places": bool(may_pass("places", actor)),
        "now": timezone.now(),
    }
    return render(request, "console/search/search.html", context)


def results_for(actor: Actor, words: str) -> Results:
    """At most eight queries. Places and units are looked for where the reader serves."""
    areas = Area.objects.visible_to(actor).current().filter(served("path", actor), name__icontains=words)
    units = Organisation.objects.visible_to(actor).current().filter(served("area_path", actor))
    return Results(
        words,
        cases=found_cases(actor, words),
        areas=tuple(areas.defer("outline").select_related("parent").order_by("path")[:MOST]),
        units=tuple(units.filter(name__icontains=words).select_related("area")[:MOST]),
        people=tuple(_person(actor, post) for post in _posts(actor, words)[:MOST]),
    )


def _person(actor: Actor, post: Post) -> tuple[Post, str, bool]:
    """A post, what it is called, and whether her page opens for this reader."""
    role = role_name(post.role, post.area_path, post.title)
    return post, role, actor.has_right("people", post.area_path)


def _posts(actor: Actor, words: str) -> Any:
    called = Q(account__name__icontains=words) | Q(title__icontains=words)
    rows = (
        Post.objects.visible_to(actor).on(local_day(timezone.now())).filter(called, account__is_active=True)
    )
    return rows.select_related("account", "organisation", "area").order_by("area_path", "id")
