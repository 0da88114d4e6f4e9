"""Sort a case: what it is about, what to call it, where it belongs. A machine may propose; a person decides here."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.learning import remember_sorting
from linli.cases.actions.moving import (
    move,
    next_due,
    note,
    recount_all,
    set_climb,
    set_limit,
    start_clocks,
    stops_of,
)
from linli.cases.actions.rising import RISEN, rise
from linli.cases.ladder import Duty
from linli.cases.models import Case, Clock
from linli.cases.rules import can_climb, can_triage
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.places.models import Area


@action
def triage(
    case: Case,
    *,
    category: str,
    title: str,
    by: Actor,
    at: datetime,
    area: Area | None = None,
    place_words: str | None = None,
    version: int | None = None,
) -> Case:
    """Give the case its category, a short title and its place. The limits count from registration, by the new category."""
    case = case.locked(version)
    permit(can_triage(by, case))
    permit(is_category(case, category))

    was = case.category
    move(case, "triage")
    case.category, case.title = category, title.strip()[:60] or case.title
    settle(case, area, place_words)
    set_clocks(case, at)
    case.aside = False
    case.save_changes(
        "stage", "aside", "category", "title", "area", "area_path", "place_words", "due_at", "climbs_at"
    )

    remember_sorting(case, by=by, at=at)
    note("triaged", case, by=by, at=at, category=category, was=was, area=case.area_path)
    return case


def is_category(case: Case, category: str) -> Answer:
    if case.rulebook.category(category) is None:
        return no(_("This category is not in the rule book. Please choose one from the list."))
    return yes


def settle(case: Case, area: Area | None, place_words: str | None) -> None:
    if area is not None:
        case.area, case.area_path = area, area.path
    if place_words is not None:
        case.place_words = place_words.strip()[:120]


def set_clocks(case: Case, at: datetime) -> None:
    """Clocks of this round get the category's limits; one that was already met keeps its past."""
    running = {clock.name: clock for clock in Clock.objects.filter(case=case, round=case.round)}
    for name in ("first", "resolve"):
        limit = case.rulebook.clock(case.category, name)
        clock = running.get(name)
        if limit is None or (clock and (clock.met_at or clock.given)):
            continue
        if clock is None:
            start_clocks(case, case.registered_at or at, [name])
        else:
            set_limit(clock, case, limit)
            clock.save(update_fields=["amount", "unit", "due_at", "unconfirmed"])
    if case.paused:
        recount_all(case)
    else:
        set_climb(case, stops_of(case))
    next_due(case)


@action
def climb(case: Case, *, reason: str, by: Actor, at: datetime, cause: str = "") -> Case:
    """Pass the case to the next rung of the ladder: its named person keeps it, its meeting decides.

    `cause` says what lifted it where no person did: time, repeats, households.
    """
    case = case.locked()
    permit(can_climb(by, case))
    permit(gives_a_reason(reason))

    move(case, "climb")
    duty = rise(case, at)
    case.save_changes("stage", *RISEN)

    note(
        "climbed", case, by=by, at=at, words=reason_with(reason, case, duty), **climb_facts(case, duty, cause)
    )
    return case


def climb_facts(case: Case, duty: Duty, cause: str) -> dict[str, Any]:
    return {
        "rung_name": case.rulebook.rung(case.rung).name,
        "meeting": case.meeting,
        "duty": duty.post.pk if duty.post else None,
        "missing": list(duty.missing),
        "cause": cause or "hand",
    }


def reason_with(reason: str, case: Case, duty: Duty) -> str:
    """The reason, and which post of the ladder nobody holds here."""
    if not duty.missing:
        return reason
    said = _("Nobody holds the post “%(role)s” here now.") % {"role": "”, “".join(duty.missing)}
    return f"{reason} {said}"
