"""Which cases a list shows: what an actor sees, narrowed by the address of the page; her pool; her day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.trace import traces_of


@dataclass(frozen=True)
class Filters:
    """What a list of cases was narrowed to; each field is one parameter of its address."""

    stage: str = ""
    category: str = ""
    kind: str = ""
    area_path: str = ""
    unit: int | None = None
    late: bool = False
    mine: bool = False
    words: str = ""
    since: date | None = None
    until: date | None = None


def cases_for(actor: Actor, filters: Filters, at: datetime) -> Any:
    """The cases that this actor may see, narrowed. Order and paging are the caller's."""
    rows = Case.objects.visible_to(actor)
    if filters.stage == "open":
        rows = rows.open()
    elif filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.category:
        rows = rows.filter(Q(category=filters.category) | Q(category__startswith=f"{filters.category}."))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.area_path:
        rows = rows.inside(filters.area_path)
    if filters.unit:
        rows = rows.filter(holder_organisation_id=filters.unit)
    if filters.late:
        rows = rows.overdue(at)
    if filters.mine:
        rows = rows.held_by(actor) | rows.of_units_of(actor)
    if filters.since:
        rows = rows.filter(raised_at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(raised_at__lt=_midnight(filters.until) + timedelta(days=1))
    return _matching(rows, filters.words)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _matching(rows: Any, words: str) -> Any:
    words = words.strip()
    if not words:
        return rows
    return rows.filter(
        Q(number__istartswith=words) | Q(title__icontains=words) | Q(place_words__icontains=words)
    )


def pool_for(actor: Actor) -> Any:
    """Cases that wait to be claimed where this actor holds a post that may claim."""
    offered = Q(pk__in=[])
    for post in actor.posts:
        offered |= within("area_path", post.area_path)
    return Case.objects.in_pool().filter(offered)


def out_of_pool(actor: Actor, number: str) -> Case | None:
    """A case that left the pool of this actor because somebody took it: to tell who did, and for nothing else."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        mine |= within("area_path", post.area_path)
    taken = Case.objects.filter(number=number, stage__in=["taken", "working"], holder_post__isnull=False)
    found: Case | None = taken.filter(mine).first()
    was_offered = found is not None and traces_of(found).filter(name="case.offered").exists()
    return found if was_offered else None


def today_for(actor: Actor) -> Any:
    """What this actor has in hand, the nearest limit first."""
    held = Case.objects.open().held_by(actor) | Case.objects.open().of_units_of(actor)
    return held.exclude(stage__in=["answered", "verified"]).order_by("due_at", "id")
