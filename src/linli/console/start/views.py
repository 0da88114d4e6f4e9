"""The numbers of the day, each a link to the rows behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.models import Case
from linli.console.counting import Count, counted
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.doors import door

SOON = 8


@dataclass(frozen=True)
class Figure:
    label: str
    count: Count
    address: str
    urgent: bool = False


@door("console")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    context = {"figures": figures(actor, at), "soon": soon(actor), "now": at, "actor": actor}
    return render(request, "console/start/start.html", context)


def figures(actor: Actor, at: datetime) -> tuple[Figure, ...]:
    """One query each, and each stops at the thousandth row: as quick over a million cases as over ten."""
    rows, inbox, cases = (
        Case.objects.visible_to(actor).open(),
        reverse("console:inbox"),
        reverse("console:cases"),
    )
    return (
        Figure(_("To sort"), counted(rows.to_triage()), f"{inbox}?show=sort"),
        Figure(_("To send"), counted(rows.filter(stage="triaged")), f"{inbox}?show=send"),
        Figure(_("Late"), counted(rows.overdue(at)), f"{cases}?late=on", urgent=True),
        Figure(_("Urged"), counted(rows.urged()), f"{cases}?urged=on", urgent=True),
        Figure(_("In the pool"), counted(rows.in_pool()), f"{cases}?stage=offered"),
        Figure(_("Not closed"), counted(rows), f"{cases}?stage=open"),
        Figure(_("In my hands"), counted(mine(rows, actor)), f"{cases}?stage=open&mine=on"),
    )


def mine(rows: Any, actor: Actor) -> Any:
    """One OR over two indexes, so that it stays a look-up among a million rows."""
    posts = [post.id for post in actor.posts]
    units = [post.organisation_id for post in actor.posts if post.organisation_id]
    return rows.filter(Q(holder_post_id__in=posts) | Q(holder_organisation_id__in=units))


def soon(actor: Actor) -> list[Case]:
    """What becomes late next, or is late the longest. One query."""
    rows = Case.objects.visible_to(actor).open().filter(due_at__isnull=False, paused=False)
    return list(
        rows.select_related("area", "holder_organisation")
        .defer("area__outline")
        .order_by("due_at", "id")[:SOON]
    )
