"""When it takes too long: urging, with a due time of its own, and more time, granted or refused."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.handling import is_sensible, lengthen
from linli.cases.actions.intake import says_something
from linli.cases.actions.moving import note
from linli.cases.deadlines import due
from linli.cases.models import Case, Extension, Urge
from linli.cases.rules import is_petitioner
from linli.cases.rules_of_pressing import (
    can_answer_urge,
    can_ask_extension,
    can_grant_extension,
    can_refuse_extension,
    can_urge,
)
from linli.governance.limits import Limit
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.places.reads import calendar_for

A_DAY = timedelta(days=1)
USUAL = Limit(1, "wd")  # where the rule book does not say how soon an urging is answered


@action
def urge(case: Case, *, words: str, by: Actor, at: datetime) -> Urge:
    """Ask whoever has the case why it takes so long. The answer is due by the limit of the rule book."""
    case = case.locked()
    permit(can_urge(by, case))
    permit(says_something(words))
    gentle = is_petitioner(by, case)
    permit(has_waited(case, at) if gentle else yes)

    acting = None if gentle else by.acting_post(case.area_path)
    asked = Urge(case=case, round=case.round, by_resident=gentle, words=words.strip(), at=at)
    asked.due_at = answer_due(case, at)
    asked.post_id = acting.id if acting else None
    asked.holder_post_id, asked.holder_organisation_id = case.holder_post_id, case.holder_organisation_id
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as open_one:
        raise Refused(_("It has been urged already, and the answer is still awaited.")) from open_one

    facts: dict[str, Any] = {
        "urge": asked.pk,
        "side": "resident" if gentle else "office",
        "due": asked.due_at,
    }
    note("urged", case, by=by, at=at, words=asked.words, **facts)
    return asked


def has_waited(case: Case, at: datetime) -> Answer:
    """The resident urges once a day."""
    if Urge.objects.filter(case=case, by_resident=True, at__gt=at - A_DAY).exists():
        return no(_("You have reminded us within the last day. We pass it on only once a day."))
    return yes


def answer_due(case: Case, at: datetime) -> datetime:
    """Standing clocks do not stop this one."""
    verb = case.flow.verb("urge")
    limit = (verb.within if verb else None) or USUAL
    found = due(limit, at, case.rulebook, calendar_for(case.area_path)).at
    assert found is not None  # only an open pause holds a limit for ever
    return found


@action
def answer_urge(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Say how things stand: one answer for all who urge now."""
    case = case.locked()
    permit(can_answer_urge(by, case))
    permit(says_something(text))
    waiting = list(Urge.objects.open().filter(case=case))
    permit(yes if waiting else no(_("Nobody is waiting for such an answer now.")))

    acting = by.acting_post(case.area_path)
    for one in waiting:
        one.answer, one.answered_at = text.strip(), max(at, one.at)
        one.answer_post_id = acting.id if acting else None
        one.save(update_fields=["answer", "answered_at", "answer_post"])

    sides = sorted("resident" if one.by_resident else "office" for one in waiting)
    facts: dict[str, Any] = {"urges": [one.pk for one in waiting], "sides": sides}
    note("urge_answered", case, by=by, at=at, words=text.strip(), **facts)
    return case


@action
def ask_extension(case: Case, *, days: int, reason: str, by: Actor, at: datetime) -> Extension:
    """Whoever has the case asks for more days. Nothing moves until somebody grants them."""
    case = case.locked()
    permit(can_ask_extension(by, case))
    permit(gives_a_reason(reason))
    permit(is_sensible(days))

    acting = by.acting_post(case.area_path)
    asked = Extension(case=case, round=case.round, days=days, reason=reason.strip()[:200], asked_at=at)
    asked.post_id = acting.id if acting else case.holder_post_id
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as open_one:
        raise Refused(_("More time has been asked for already; the answer is still awaited.")) from open_one

    note("extension_asked", case, by=by, at=at, days=days, words=asked.reason)
    return asked


@action
def grant_extension(case: Case, *, by: Actor, at: datetime) -> Case:
    """The days that were asked for. The resident reads the reason that was given for them."""
    case = case.locked()
    permit(can_grant_extension(by, case))
    asked = open_extension(case)

    lengthen(case, asked.days)
    case.save_changes("due_at")
    _decide(asked, by, at, granted=True)

    note("extended", case, by=by, at=at, days=asked.days, due=case.due_at, words=asked.reason, asked=asked.pk)
    return case


@action
def refuse_extension(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    case = case.locked()
    permit(can_refuse_extension(by, case))
    permit(gives_a_reason(reason))
    asked = open_extension(case)

    _decide(asked, by, at, granted=False, words=reason.strip()[:200])

    note("extension_refused", case, by=by, at=at, words=reason, asked=asked.pk)
    return case


def open_extension(case: Case) -> Extension:
    found = Extension.objects.filter(case=case, round=case.round, decided_at=None).first()
    if found is None:
        raise Refused(_("Nobody is asking for more time now."))
    return found


def _decide(asked: Extension, by: Actor, at: datetime, *, granted: bool, words: str = "") -> None:
    acting = by.acting_post(asked.case.area_path)
    asked.decided_at, asked.granted, asked.words = at, granted, words
    asked.decider_post_id = acting.id if acting else None
    asked.save(update_fields=["decided_at", "granted", "words", "decider_post"])
