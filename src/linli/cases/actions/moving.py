"""What several verbs share: the move to the next stage, a change of holder, the clocks. No verb stands here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from linli.cases.deadlines import due
from linli.cases.models import Case, Clock, Holding, Pause
from linli.governance.limits import Limit
from linli.kit.actor import Actor
from linli.kit.models import Trace
from linli.kit.trace import trace
from linli.places.reads import calendar_for
from linli.places.workdays import Calendar
from linli.places.worktime import Pause as Stop


def move(case: Case, verb: str) -> None:
    """Bring the case to the stage where this verb leads by its own rule book."""
    step = case.flow.verb(verb)
    assert step is not None
    case.stage = step.leads_to(case.stage)


def note(
    name: str,
    case: Case,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    after: Trace | None = None,
    **facts: Any,
) -> Trace:
    """Trace under the post by which this actor acts here. `after`: the row just written for the same case."""
    acting = by.acting_post(case.area_path)
    if acting is not None and by.post != acting:
        by = Actor(by.kind, by.account_id, by.name, by.posts, by.keys, acting)
    return trace(
        f"case.{name}",
        case,
        by=by,
        at=at,
        facts={"stage": case.stage, "rung": case.rung} | facts,
        words=words,
        first=name == "raised",
        after=after,
    )


def hand_over(case: Case, *, organisation_id: int | None, post_id: int | None, at: datetime) -> None:
    """End the present holding and begin another one (or none). The database refuses two at a time."""
    Holding.objects.filter(case=case, until=None).update(until=at)
    if organisation_id or post_id:
        Holding.objects.create(case=case, organisation_id=organisation_id, post_id=post_id, since=at)
    case.holder_organisation_id, case.holder_post_id = organisation_id, post_id


def start_clocks(case: Case, at: datetime, names: Iterable[str] = ("first", "resolve")) -> None:
    """Start the limits that the rule book sets for this category. The earlier one becomes the case's own."""
    Clock.objects.bulk_create(wound_clocks(case, at, names))


def wound_clocks(case: Case, at: datetime, names: Iterable[str] = ("first", "resolve")) -> list[Clock]:
    """The same, for a case that is not stored yet; its clocks are stored after it."""
    clocks, calendar = [], calendar_for(case.area_path)
    for name in names:
        if limit := limit_for(case, name):
            clock = Clock(case=case, name=name, round=case.round, started_at=at)
            clock.amount, clock.unit = limit.amount, limit.unit
            recount(clock, case, [], calendar)
            clocks.append(clock)
    case.due_at = min((clock.due_at for clock in clocks if clock.due_at), default=None)
    return clocks


def limit_for(case: Case, name: str) -> Limit | None:
    """The category's limit; until somebody has sorted the case, the time that the flow gives for sorting it."""
    if case.category:
        return case.rulebook.clock(case.category, name)
    sorting = case.flow.verb("triage") if name == "first" else None
    return sorting.within if sorting else None


def set_limit(clock: Clock, case: Case, limit: Limit) -> None:
    clock.amount, clock.unit = limit.amount, limit.unit
    recount(clock, case)


def recount(
    clock: Clock, case: Case, pauses: list[Stop] | None = None, calendar: Calendar | None = None
) -> None:
    stops = stops_of(case) if pauses is None and clock.pk else pauses or []
    limit, calendar = Limit(clock.amount, clock.unit), calendar or calendar_for(case.area_path)
    found = due(limit, clock.started_at, case.rulebook, calendar, stops)
    clock.due_at = found.at.astimezone(UTC) if found.at else None
    clock.unconfirmed = found.unconfirmed


def stops_of(case: Case) -> list[Stop]:
    return [Stop(pause.since, pause.until) for pause in Pause.objects.filter(case=case)]


def meet(case: Case, name: str, at: datetime) -> None:
    """The promise of this clock is kept; it stops here."""
    Clock.objects.filter(case=case, name=name, round=case.round, met_at=None).update(met_at=at)


def first_contact(case: Case, at: datetime) -> None:
    """Somebody of the office has turned to the resident or to the matter: the first clock stops."""
    if case.contacted_at is None:
        case.contacted_at = at
        meet(case, "first", at)
        next_due(case)


def next_due(case: Case) -> None:
    """The case shows the earliest limit that is still running."""
    running = Clock.objects.filter(case=case, round=case.round, met_at=None, due_at__isnull=False)
    case.due_at = running.order_by("due_at").values_list("due_at", flat=True).first()


def recount_all(case: Case) -> None:
    stops = stops_of(case)
    for clock in Clock.objects.filter(case=case, round=case.round, met_at=None):
        recount(clock, case, stops)
        clock.save(update_fields=["due_at", "unconfirmed"])
    next_due(case)
