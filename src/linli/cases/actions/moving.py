"""What several verbs share: the move to the next stage, a change of holder, the clocks. No verb stands here."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from linli.cases.actions.indexing import READS_ANEW, index
from linli.cases.deadlines import due
from linli.cases.models import Case, Clock, Holding, Pause
from linli.cases.reads_of_history import VERB_OF
from linli.governance.limits import Limit
from linli.governance.vocabulary import SYSTEM
from linli.kit.actor import Actor, HeldPost
from linli.kit.models import Trace
from linli.kit.trace import Entry, trace_all
from linli.places.reads import calendar_for
from linli.places.workdays import Calendar
from linli.places.worktime import Pause as Stop


def move(case: Case, verb: str) -> None:
    """Bring the case to the stage where this verb leads by its own rule book."""
    step = case.flow.verb(verb)
    assert step is not None
    case.stage = step.leads_to(case.stage)


def note(name: str, case: Case, *, by: Actor, at: datetime, words: str = "", **facts: Any) -> Trace:
    """Trace under the post by which this actor acts here."""
    return note_all(case, (name, by, facts), at=at, words=words)[0]


def note_all(
    case: Case, *noted: tuple[str, Actor, dict[str, Any]], at: datetime, words: str = ""
) -> list[Trace]:
    """Several at once, in this order. The words belong to the first."""
    entries = [
        Entry(
            f"case.{name}",
            _acting(name, case, by),
            {"stage": case.stage, "rung": case.rung} | facts,
            "" if number else words,
        )
        for number, (name, by, facts) in enumerate(noted)
    ]
    names = [name for name, _by, _facts in noted]
    if not READS_ANEW.isdisjoint(names):
        index(case, first=names[0] == "raised")
    return trace_all(case, entries, at=at, first=names[0] == "raised")


def _acting(name: str, case: Case, by: Actor) -> Actor:
    acting = acting_for(case, name, by)
    if acting is None or by.post == acting:
        return by
    return Actor(by.kind, by.account_id, by.name, by.posts, by.keys, acting, by.voices)


def acting_for(case: Case, name: str, by: Actor) -> HeldPost | None:
    """The post under which this was done: of whoever stands in, that of the absent one where hers alone has the case or may."""
    own = by.acting_post(case.area_path)
    if (own is not None and own == by.post) or not any(post.stands_in for post in by.posts):
        return own
    held = next((post for post in by.posts if post.stands_in and post.id == case.holder_post_id), None)
    verb = case.flow.verb(VERB_OF.get(name, ""))
    return held or (by.acting_post(case.area_path, verb.roles) if verb else None) or own


def hand_over(case: Case, *, organisation_id: int | None, post_id: int | None, at: datetime) -> None:
    """End the present holding and begin another one (or none). The database refuses two at a time."""
    Holding.objects.filter(case=case, until=None).update(until=at)
    if organisation_id or post_id:
        Holding.objects.create(case=case, organisation_id=organisation_id, post_id=post_id, since=at)
    case.holder_organisation_id, case.holder_post_id = organisation_id, post_id


def start_clocks(case: Case, at: datetime, names: Iterable[str] = ("first", "resolve")) -> None:
    """Start the limits that the rule book sets for this category. The earlier one becomes the case's own."""
    Clock.objects.bulk_create(wound_clocks(case, at, names))


def wound_clocks(
    case: Case,
    at: datetime,
    names: Iterable[str] = ("first", "resolve"),
    calendar: Calendar | None = None,
) -> list[Clock]:
    """The same, for a case that is not stored yet; its clocks are stored after it."""
    clocks, calendar, stops = [], calendar or calendar_for(case.area_path), known_stops(case)
    for name in names:
        if limit := limit_for(case, name):
            clock = Clock(case=case, name=name, round=case.round, started_at=at)
            clock.amount, clock.unit = limit.amount, limit.unit
            recount(clock, case, stops, calendar)
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


def known_stops(case: Case) -> list[Stop]:
    """On a server whose clock was set back, a pause of the past may lie ahead. A case not stored yet has none."""
    return stops_of(case) if case.pk else []


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
    set_climb(case, stops)
    for clock in Clock.objects.filter(case=case, round=case.round, met_at=None):
        recount(clock, case, stops)
        clock.save(update_fields=["due_at", "unconfirmed"])
    next_due(case)


def begin_pause(case: Case, reason: str, at: datetime) -> None:
    """From now on no clock of this case runs. The database refuses a second pause."""
    Pause.objects.create(case=case, since=at, reason=reason.strip()[:200])
    case.paused = True
    recount_all(case)


def end_pause(case: Case, at: datetime) -> None:
    """The clocks run again. A server clock that was set back since the pause began ends it where it began."""
    for pause in Pause.objects.filter(case=case, until=None):
        pause.until = max(at, pause.since)
        pause.save(update_fields=["until"])
    case.paused = False
    recount_all(case)


def begin_rung(case: Case, at: datetime, calendar: Calendar | None = None) -> None:
    case.rung_since = at
    set_climb(case, known_stops(case), calendar)


def set_climb(case: Case, stops: list[Stop], calendar: Calendar | None = None) -> None:
    """Count anew when the time of this rung is over; None where nothing lifts the case, or its clocks stand."""
    limit = case.rulebook.rung(case.rung).after if climbs_by_itself(case) else None
    case.climbs_at = None
    if limit is not None and case.rung_since is not None:
        calendar = calendar or calendar_for(case.area_path)
        end = due(limit, case.rung_since, case.rulebook, calendar, stops).at
        case.climbs_at = end.astimezone(UTC) if end else None


def climbs_by_itself(case: Case) -> bool:
    verb, book = case.flow.verb("climb"), case.rulebook
    below_the_top = case.rung < len(book.ladder)
    return verb is not None and SYSTEM in verb.roles and below_the_top and not book.is_sealed(case.category)
