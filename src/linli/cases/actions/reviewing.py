"""Ends that one alone may not give: one person proposes, another one confirms or declines."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.calling import are_enough_tries
from linli.cases.actions.closing import end_case, is_closing_end, needs_two
from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.moving import note
from linli.cases.models import Case, Review
from linli.cases.rules_of_pressing import can_confirm_end, can_decline_end, can_propose_end, is_another_person
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes


@action
def propose_end(case: Case, *, end_state: str, reason: str, by: Actor, at: datetime) -> Review:
    """The first of two persons."""
    case = case.locked()
    permit(can_propose_end(by, case))
    permit(gives_a_reason(reason))
    permit(is_for_two(case, end_state))
    permit(is_closing_end(case, end_state))
    permit(are_enough_tries(case, end_state))

    asked = Review(case=case, round=case.round, end_state=end_state, asked_at=at, asked_by_id=by.account_id)
    asked.reason = reason.strip()[:200]
    acting = by.acting_post(case.area_path)
    asked.asked_post_id = acting.id if acting else None
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as open_one:
        raise Refused(_("An end is proposed already; another person must look at it first.")) from open_one

    note("end_proposed", case, by=by, at=at, end_state=end_state, words=asked.reason)
    return asked


def is_for_two(case: Case, end_state: str) -> Answer:
    if needs_two(case, end_state):
        return yes
    return no(_("This end needs no second person. Close the case with it."))


@action
def confirm_end(case: Case, *, by: Actor, at: datetime) -> Case:
    """The second person agrees: the case ends so."""
    case = case.locked()
    permit(can_confirm_end(by, case))
    asked = open_review(case)
    permit(is_another_person(asked, by))

    _settle(asked, by, at, confirmed=True)
    note("end_confirmed", case, by=by, at=at, end_state=asked.end_state)
    return end_case(case, asked.end_state, by=by, at=at)


@action
def decline_end(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    case = case.locked()
    permit(can_decline_end(by, case))
    permit(gives_a_reason(reason))
    asked = open_review(case)
    permit(is_another_person(asked, by))

    _settle(asked, by, at, confirmed=False, words=reason.strip()[:200])
    note("end_declined", case, by=by, at=at, end_state=asked.end_state, words=reason)
    return case


def open_review(case: Case) -> Review:
    found = Review.objects.filter(case=case, round=case.round, reviewed_at=None).first()
    if found is None:
        raise Refused(_("No end is proposed for this case now."))
    return found


def _settle(asked: Review, by: Actor, at: datetime, *, confirmed: bool, words: str = "") -> None:
    asked.reviewed_at, asked.reviewed_by_id, asked.confirmed, asked.words = (
        at,
        by.account_id,
        confirmed,
        words,
    )
    asked.save(update_fields=["reviewed_at", "reviewed_by", "confirmed", "words"])
