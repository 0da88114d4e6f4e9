"""Who I am here, what waits for the resident's word, and what I wrote down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases.models import Case, Objection
from linli.kit.actor import Actor
from linli.kit.doors import door

LATEST = 20


@door("field")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "posts": actor.posts,
        "answered": answered_by(actor),
        "objections": objections_of(actor),
        "noted": noted_by(actor),
    }
    return render(request, "field/mine/mine.html", context)


def answered_by(actor: Actor) -> Any:
    """Answered, and the resident has not said yet whether it is so."""
    rows = Case.objects.visible_to(actor).held_by(actor).filter(stage__in=["answered", "verified"])
    return rows.select_related("area").order_by("-answered_at")[:LATEST]


def noted_by(actor: Actor) -> Any:
    rows = Case.objects.visible_to(actor).filter(raised_by=actor.account_id)
    return rows.select_related("area").defer("area__outline").order_by("-raised_at")[:LATEST]


def objections_of(actor: Actor) -> list[tuple[Objection, bool]]:
    """What she said is not hers, and whether the case is still here: one that went elsewhere is not opened any more."""
    mine = Objection.objects.visible_to(actor).filter(post__in=[post.id for post in actor.posts])
    rows = list(mine.select_related("case__area", "proposed").order_by("-said_at", "-pk")[:LATEST])
    cases = [row.case_id for row in rows]
    here = (
        set(Case.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
        if cases
        else set()
    )
    return [(row, row.case_id in here) for row in rows]
