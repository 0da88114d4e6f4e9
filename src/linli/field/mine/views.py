"""Who I am here, what waits for the resident's word, and what I wrote down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.doors import door

LATEST = 20


@door("field")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {"posts": actor.posts, "answered": answered_by(actor), "noted": noted_by(actor)}
    return render(request, "field/mine/mine.html", context)


def answered_by(actor: Actor) -> Any:
    """Answered, and the resident has not said yet whether it is so."""
    rows = Case.objects.visible_to(actor).held_by(actor).filter(stage__in=["answered", "verified"])
    return rows.select_related("area").order_by("-answered_at")[:LATEST]


def noted_by(actor: Actor) -> Any:
    rows = Case.objects.visible_to(actor).filter(raised_by=actor.account_id)
    return rows.select_related("area").order_by("-raised_at")[:LATEST]
