"""Which cases this device has opened with their codes. Kept in its session, nowhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from linli.cases.models import Case
from linli.cases.reads import with_page
from linli.kit.actor import Actor
from linli.people.actors import CASE_KEYS

FRESH = "fresh_receipts"  # in the session: case id → when it was raised here
SHOWN_FOR = timedelta(minutes=30)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def my_cases(request: HttpRequest) -> Any:
    """What was opened here by code, the newest first; a staff member's other cases are not shown at this door."""
    actor = actor_of(request)
    return with_page(Case.objects.visible_to(actor)).filter(pk__in=actor.keys).order_by("-raised_at", "-id")


@dataclass(frozen=True)
class Row:
    """A line of the list: the case, and its stage in the locality's words."""

    case: Case
    stage: str


def my_rows(request: HttpRequest) -> list[Row]:
    return [Row(case, case.rulebook.stage(case.stage)) for case in my_cases(request)]


def open_case(request: HttpRequest, case: Case, *, fresh_at: datetime | None = None) -> None:
    opened = [key for key in request.session.get(CASE_KEYS, []) if key != case.pk]
    request.session[CASE_KEYS] = [*opened, case.pk]
    if fresh_at:
        fresh = request.session.get(FRESH, {})
        request.session[FRESH] = {**fresh, str(case.pk): fresh_at.isoformat()}


def is_fresh(request: HttpRequest, case: Case, now: datetime) -> bool:
    raised = request.session.get(FRESH, {}).get(str(case.pk))
    return raised is not None and now - datetime.fromisoformat(raised) < SHOWN_FOR


def forget_all(request: HttpRequest) -> None:
    for name in (CASE_KEYS, FRESH):
        request.session.pop(name, None)
