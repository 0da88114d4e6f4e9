"""What this worker has in hand, what becomes late first on top."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.lists import today_for
from linli.cases.models import Case, Check
from linli.cases.reads_of_whistles import WhistlePage, whistle_page, whistles_for
from linli.field.rows import Row, rows_of
from linli.kit.actor import Actor
from linli.kit.doors import door

MOST_ROWS = 200
MOST_CALLS = 20

Group = tuple[str, list[Row]]


@door("field")
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    rows = rows_of(in_hand(actor), actor)
    context = {"groups": grouped(rows, at), "rows": rows, "looks": to_look_at(actor)}
    context |= {"calls": calls_to(actor), "called": bool(actor.units_with("called"))}
    return render(request, "field/today/today.html", context)


def calls_to(actor: Actor) -> list[WhistlePage]:
    """What calls her unit now. Two queries, where a unit of hers can be called."""
    if not actor.units_with("called"):
        return []
    rows = whistles_for(actor, "calling_me").open().order_by("arrive_by", "id")[:MOST_CALLS]
    return [whistle_page(one, actor) for one in rows]


def in_hand(actor: Actor) -> list[Case]:
    """Hers, and what was sent to her unit and nobody there has taken yet. One query."""
    posts = [post.id for post in actor.posts]
    hers = Q(holder_post__isnull=True) | Q(holder_post__in=posts)
    rows = today_for(actor).filter(hers).select_related("area").defer("area__outline")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[:MOST_ROWS])


def to_look_at(actor: Actor) -> list[Check]:
    """Where she was asked to go and see whether it is so, the nearest limit first. One query."""
    posts = [post.id for post in actor.posts]
    rows = Check.objects.visible_to(actor).open().filter(post__in=posts).select_related("case__area")
    return list(rows.order_by("due_at", "id")[:MOST_ROWS])


def grouped(rows: Iterable[Row], at: datetime) -> list[Group]:
    """Late, due today, later, and where the clock stands; empty groups are left out."""
    names = (_("Late"), _("Until tonight"), _("Later"), _("The clock stands"))
    groups: list[Group] = [(name, []) for name in names]
    for row in rows:
        groups[place_of(row.case, at)][1].append(row)
    return [group for group in groups if group[1]]


def place_of(case: Case, at: datetime) -> int:
    if case.paused:
        return 3
    if case.due_at is None:
        return 2
    if case.due_at <= at:
        return 0
    return 1 if timezone.localdate(case.due_at) == timezone.localdate(at) else 2
