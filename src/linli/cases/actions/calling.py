"""Asking a resident by telephone whether it is solved: each try is written down, also when nobody was there."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.moving import note
from linli.cases.models import Call, Case
from linli.cases.rules_of_pressing import can_try_call
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.text import local_day

UNREACHABLE = "unreachable"


@action
def try_call(case: Case, *, words: str = "", by: Actor, at: datetime) -> Case:
    """She was not reached. After enough tries on enough days the case may end so."""
    case = case.locked()
    permit(can_try_call(by, case))

    keep_call(case, reached=False, words=words, by=by, at=at)

    note("tried", case, by=by, at=at, words=words)
    return case


def keep_call(case: Case, *, reached: bool, words: str, by: Actor, at: datetime) -> None:
    acting = by.acting_post(case.area_path)
    made = Call(case=case, round=case.round, at=at, reached=reached, words=words.strip()[:200])
    made.post_id = acting.id if acting else None
    made.save(force_insert=True)


def are_enough_tries(case: Case, end_state: str) -> Answer:
    """“Not reached” is an honest end only after the tries, on as many days, that the rule book asks for."""
    if end_state != UNREACHABLE:
        return yes
    tries = Call.objects.filter(case=case, round=case.round, reached=False).values_list("at", flat=True)
    terms = case.rulebook.terms
    if len(tries) >= terms.unreachable_tries and len(set(map(local_day, tries))) >= terms.unreachable_days:
        return yes
    facts = {"tries": terms.unreachable_tries, "days": terms.unreachable_days, "made": len(tries)}
    return no(
        _("Nobody can be called unreachable before %(tries)s tries on %(days)s days; %(made)s were made.")
        % facts
    )
