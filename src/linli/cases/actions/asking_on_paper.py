"""Asking a resident on a printed form whether it is solved: each form that was printed is written down."""

from collections.abc import Iterable
from datetime import datetime

from linli.cases.actions.moving import note
from linli.cases.models import Case
from linli.cases.rules_of_pressing import can_ask_on_paper
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit


@action
def ask_on_paper(cases: Iterable[Case], *, by: Actor, at: datetime) -> list[Case]:
    """One form for each. The picture on it opens the verdict, so it leaves a trace like every other way out."""
    printed = []
    for case in sorted(cases, key=lambda one: one.pk):
        case = case.locked()
        permit(can_ask_on_paper(by, case))

        note("asked_on_paper", case, by=by, at=at, round=case.round)
        printed.append(case)
    return printed
