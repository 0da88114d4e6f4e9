"""Call several units to a case at once: each reports in and does its part, whoever blew ends it, both sides rate it.

The holder of the case stays as it is. Every act locks the case first, so that two units never pass each other by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.moving import note
from linli.cases.callable_units import callable_units
from linli.cases.deadlines import due
from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.rules_of_whistles import (
    LONGEST_DONE,
    can_beg_off,
    can_blow,
    can_end_whistle,
    can_excuse_part,
    can_finish_part,
    can_rate_call,
    can_rate_response,
    can_report_in,
    posts_of_unit,
)
from linli.cases.telltales import telltales
from linli.governance.limits import Limit
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, permit, yes
from linli.kit.text import local_day
from linli.places.models import Organisation
from linli.places.reads import calendar_for

MOST_UNITS = 12
# What a unit need not know to come and do its part.
PERSONAL = {"phone", "identity", "mail", "plate", "name"}


@dataclass(frozen=True)
class Called:
    """One unit, and what is asked of it."""

    organisation: Organisation
    asked: str


@action
def blow(
    case: Case,
    *,
    calls: tuple[Called, ...],
    reason: str,
    place: str,
    by: Actor,
    at: datetime,
    urgent: bool = False,
    version: int | None = None,
) -> Whistle:
    """Call these units to the case. The time to be there counts by the rule book's hours; standing clocks do not stop it."""
    case = case.locked(version)
    permit(can_blow(by, case))
    permit(
        first_no(nobody_is_called(case), says_what_for(reason, place, calls), are_callable(case, calls, at))
    )
    permit(tells_nobody((reason, place, *(one.asked for one in calls))))

    acting = by.acting_post(case.area_path, frozenset(case.rulebook.whistle.blow))
    assert acting is not None  # the rule has looked
    blown = Whistle(case=case, post_id=acting.id, reason=reason.strip()[:200], place=place.strip()[:120])
    blown.urgent, blown.blown_at, blown.arrive_by = urgent, at, arrival(case, at, urgent=urgent)
    blown.save(force_insert=True)
    parts = [
        WhistlePart(whistle=blown, organisation=c.organisation, asked=c.asked.strip()[:200]) for c in calls
    ]
    WhistlePart.objects.bulk_create(parts)

    units = [one.organisation.pk for one in calls]
    _note("blown", case, blown, by=by, at=at, words=reason, units=units, arrive_by=blown.arrive_by)
    return blown


def nobody_is_called(case: Case) -> Answer:
    if Whistle.objects.open().filter(case=case).exists():
        return no(_("Units are called to this case already. End that call first."))
    return yes


def says_what_for(reason: str, place: str, calls: tuple[Called, ...]) -> Answer:
    if not reason.strip():
        return no(_("Please say in a few words why they are called."))
    if not place.strip():
        return no(_("Please say where they shall come."))
    if not calls:
        return no(_("Choose at least one unit, and say what is asked of it."))
    if len(calls) > MOST_UNITS:
        return no(_("At most %(most)s units are called at once.") % {"most": MOST_UNITS})
    if not all(one.asked.strip() for one in calls):
        return no(_("Say of each unit what is asked of it."))
    return yes


def are_callable(case: Case, calls: tuple[Called, ...], at: datetime) -> Answer:
    """Each once, of a kind that the rule book names, with somebody there who may report in."""
    asked = [one.organisation.pk for one in calls]
    known = set(callable_units(case, local_day(at)).filter(pk__in=asked).values_list("pk", flat=True))
    if len(set(asked)) < len(asked):
        return no(_("A unit is called once. Put all that is asked of it into one part."))
    for one in calls:
        if one.organisation.pk not in known:
            words = _("“%(unit)s” cannot be called here: nobody there may report in for this place.")
            return no(words % {"unit": one.organisation.name})
    return yes


def tells_nobody(texts: Iterable[str]) -> Answer:
    """The units that are called need the place and the work, and not who spoke."""
    found = next((tale for text in texts for tale in telltales(text) if tale.kind in PERSONAL), None)
    if found is None:
        return yes
    return no(
        _("“%(text)s” may lead to a person. The units need only the place and the work.")
        % {"text": found.text}
    )


def arrival(case: Case, at: datetime, *, urgent: bool = False) -> datetime:
    rules = case.rulebook.whistle
    limit = (rules.urgent if urgent else None) or rules.arrive or Limit(1, "wd")
    found = due(limit, at, case.rulebook, calendar_for(case.area_path)).at
    assert found is not None  # only an open pause holds a limit for ever
    return found


def held(part: WhistlePart) -> WhistlePart:
    """The part as it is now, with its case locked until the action ends."""
    case = Case.objects.get(pk=part.whistle.case_id).locked()
    rows = WhistlePart.objects.select_related("whistle__post", "organisation")
    now: WhistlePart = rows.get(pk=part.pk)
    now.whistle.case = case
    return now


@action
def report_in(part: WhistlePart, *, by: Actor, at: datetime) -> WhistlePart:
    """We are there. Also after saying that we cannot, if it can be done after all."""
    part = held(part)
    permit(can_report_in(by, part))

    part.state, part.unable_words = part.State.ARRIVED, ""
    part.reported_at, part.reporter_id = part.reported_at or at, posts_of_unit(by, part)[0].id
    part.save(update_fields=["state", "unable_words", "reported_at", "reporter"])

    return _told("reported_in", part, by=by, at=at)


@action
def beg_off(part: WhistlePart, *, reason: str, by: Actor, at: datetime) -> WhistlePart:
    """Say plainly that the unit cannot come or cannot do it, and why."""
    part = held(part)
    permit(can_beg_off(by, part))
    permit(yes if reason.strip() else no(_("Please say in a few words why it cannot be done.")))

    part.state, part.unable_words = part.State.UNABLE, reason.strip()[:200]
    part.reported_at, part.reporter_id = part.reported_at or at, posts_of_unit(by, part)[0].id
    part.save(update_fields=["state", "unable_words", "reported_at", "reporter"])

    return _told("begged_off", part, by=by, at=at, words=reason)


@action
def finish_part(part: WhistlePart, *, did: str, by: Actor, at: datetime) -> WhistlePart:
    part = held(part)
    permit(can_finish_part(by, part))
    permit(yes if did.strip() else no(_("Please say in a few words what was done.")))

    part.state, part.did, part.done_at = part.State.DONE, did.strip()[:LONGEST_DONE], at
    part.save(update_fields=["state", "did", "done_at"])

    return _told("part_finished", part, by=by, at=at, words=did)


@action
def excuse_part(part: WhistlePart, *, reason: str, by: Actor, at: datetime) -> WhistlePart:
    """Whoever blew does without this unit: it is not needed any more, or it really cannot."""
    part = held(part)
    permit(can_excuse_part(by, part))
    permit(yes if reason.strip() else no(_("Please say in a few words why it goes without this unit.")))

    part.state, part.excused_words = part.State.EXCUSED, reason.strip()[:200]
    part.save(update_fields=["state", "excused_words"])

    return _told("part_excused", part, by=by, at=at, words=reason)


@action
def end_whistle(whistle: Whistle, *, note: str, by: Actor, at: datetime) -> Whistle:
    """Ended together: every part is done or excused, and whoever blew says what came of it."""
    case = Case.objects.get(pk=whistle.case_id).locked()
    whistle = Whistle.objects.select_related("post").get(pk=whistle.pk)
    whistle.case = case
    permit(can_end_whistle(by, whistle))
    permit(yes if note.strip() else no(_("Please say in a few words what came of it.")))
    permit(all_are_settled(whistle))

    acting = by.acting_post(case.area_path, frozenset(case.rulebook.whistle.blow)) or by.acting_post(
        case.area_path
    )
    whistle.outcome, whistle.note = Whistle.Outcome.JOINT, note.strip()[:200]
    whistle.ended_at, whistle.ended_by_id = at, acting.id if acting else None
    whistle.save_changes("outcome", "note", "ended_at", "ended_by_id")

    _note("whistle_ended", case, whistle, by=by, at=at, words=note, units=_units_of(whistle))
    return whistle


def all_are_settled(whistle: Whistle) -> Answer:
    rows = WhistlePart.objects.filter(whistle=whistle).select_related("organisation")
    waiting = [part.organisation.name for part in rows if not part.is_settled]
    if not waiting:
        return yes
    return no(
        _("Not settled yet: %(units)s. Wait until they say what they did, or go on without them and say why.")
        % {"units": "、".join(waiting)}
    )


@action
def rate_response(part: WhistlePart, *, mark: str, words: str = "", by: Actor, at: datetime) -> WhistlePart:
    """How the unit answered this one call; no figure is made of it."""
    part = held(part)
    permit(can_rate_response(by, part))
    permit(is_one_of(mark, part.Response.values))

    part.response, part.response_words = mark, words.strip()[:200]
    part.save(update_fields=["response", "response_words"])

    return _told("response_rated", part, by=by, at=at, words=words, mark=mark)


@action
def rate_call(part: WhistlePart, *, mark: str, words: str = "", by: Actor, at: datetime) -> WhistlePart:
    """Whether it was right to call this unit."""
    part = held(part)
    permit(can_rate_call(by, part))
    permit(is_one_of(mark, part.Call.values))

    part.call, part.call_words = mark, words.strip()[:200]
    part.save(update_fields=["call", "call_words"])

    return _told("call_rated", part, by=by, at=at, words=words, mark=mark)


def is_one_of(mark: str, known: list[str]) -> Answer:
    return yes if mark in known else no(_("Choose one of the three."))


def _units_of(whistle: Whistle) -> list[int]:
    return list(WhistlePart.objects.filter(whistle=whistle).values_list("organisation", flat=True))


def _told(
    name: str, part: WhistlePart, *, by: Actor, at: datetime, words: str = "", **facts: Any
) -> WhistlePart:
    _note(
        name,
        part.whistle.case,
        part.whistle,
        by=by,
        at=at,
        words=words,
        units=[part.organisation_id],
        **facts,
    )
    return part


def _note(
    name: str, case: Case, whistle: Whistle, *, by: Actor, at: datetime, words: str, **facts: Any
) -> None:
    note(name, case, by=by, at=at, words=words.strip(), whistle=whistle.pk, caller=whistle.post_id, **facts)
