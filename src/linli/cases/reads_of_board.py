"""What the board shows beside its texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone

from linli.cases.models import Case, ListLine, Milestone, Picture, Publication, PublicPicture
from linli.kit.actor import ANONYMOUS


def candidates(case: Case) -> tuple[Picture, ...]:
    """The pictures among which whoever publishes chooses."""
    return tuple(Picture.objects.filter(case=case).order_by("at", "pk"))


def captions(publication: Publication | None) -> dict[str, str]:
    """Digest → caption of the pictures that stand on the board now."""
    if publication is None:
        return {}
    rows = PublicPicture.objects.filter(publication=publication)
    return dict(rows.values_list("picture__digest", "words"))


def pictures_beside(publications: Iterable[Publication]) -> dict[int, list[PublicPicture]]:
    """By publication. One query for all of them."""
    rows = PublicPicture.objects.filter(publication__in=list(publications)).select_related("picture")
    found: dict[int, list[PublicPicture]] = {}
    for one in rows.order_by("pk"):
        found.setdefault(one.publication_id, []).append(one)
    return found


def public_picture(publication: Publication, pk: int) -> PublicPicture | None:
    rows = PublicPicture.objects.filter(publication=publication, pk=pk).select_related("picture")
    found: PublicPicture | None = rows.first()
    return found


def mark_of(area_path: str) -> str:
    """Changes whenever anything on the boards inside this area was published, changed or taken off. One query."""
    rows = Publication.objects.inside(area_path)
    found = rows.aggregate(Count("pk"), Sum("version"), Max("published_at"), Max("withdrawn_at"))
    return " ".join(str(value) for value in found.values())


def changed_at(area_path: str) -> datetime | None:
    """When that was. One query."""
    rows = Publication.objects.inside(area_path)
    found = rows.aggregate(Max("published_at"), Max("withdrawn_at"))
    return max(filter(None, found.values()), default=None)


MOST_PINS = 1000


def pinned(publications: Any) -> tuple[Publication, ...]:
    """The newest of those that stand on the map."""
    rows = publications.exclude(pin_lat=None).order_by("-published_at", "-id")
    return tuple(rows[:MOST_PINS])


@dataclass(frozen=True)
class Step:
    """Something of a case that everybody could read from this moment on."""

    key: str
    at: datetime
    title: str
    text: str


def steps_of(case: int) -> list[Step]:
    """Its lines on public lists, the milestones of its plan that were reached there, its result. The newest first.

    Three queries. Without a public line nothing of the plan is public.
    """
    lines = list(ListLine.objects.visible_to(ANONYMOUS).filter(case=case, public=True).order_by("pk"))
    found = [Step(f"line{one.pk}", one.since, one.title, one.wanted) for one in lines]
    if lines:
        done = Milestone.objects.filter(case=case, dropped_at=None).exclude(done_on=None)
        found += [Step(f"step{one.pk}", noon(one.done_on), one.name, one.why_late) for one in done]
    shown = Publication.objects.visible_to(ANONYMOUS).filter(case=case)
    found += [Step(f"result{one.pk}", one.published_at, one.title, one.result) for one in shown]
    return sorted(found, key=lambda step: step.at, reverse=True)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
