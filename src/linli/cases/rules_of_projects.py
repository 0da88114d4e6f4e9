"""Who plans a project, counts what was achieved, writes its ledger, and confirms a spending as a second person."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Achieved, Case, Milestone, MoneyLine
from linli.cases.rules import holds
from linli.cases.rules_of_lists import one_of
from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, yes


def is_project(case: Case) -> Answer:
    if case.kind in case.rulebook.project.kinds:
        return yes
    return no(_("A case of this kind has no plan and no ledger in this place."))


def is_going_on(case: Case) -> Answer:
    if case.stage == "raised":
        return no(_("This must be registered first."))
    return yes if case.is_open else no(_("This case is closed."))


def can_plan(actor: Actor, case: Case) -> Answer:
    return first_no(is_project(case), is_going_on(case), one_of(case.rulebook.project.plan, actor, case))


def can_set_milestone(actor: Actor, case: Case) -> Answer:
    if not hasattr(case, "plan"):
        return no(_("Write the plan first."))
    return can_plan(actor, case)


def can_tick(actor: Actor, milestone: Milestone) -> Answer:
    if milestone.dropped_at is not None:
        return no(_("This milestone was dropped."))
    if milestone.done_on is not None:
        return no(_("This milestone is done already."))
    return can_plan_or_hold(actor, milestone.case)


can_put_off = can_drop_milestone = can_tick


def can_plan_or_hold(actor: Actor, case: Case) -> Answer:
    """Those who plan, and whoever has the project in hand."""
    basis = first_no(is_project(case), is_going_on(case))
    if not basis or (actor.posts and holds(actor, case)):
        return basis
    return one_of(case.rulebook.project.plan, actor, case)


def can_count(actor: Actor, case: Case) -> Answer:
    """Write down what was achieved, also on a case that is no project, as long as it is not closed."""
    going = is_going_on(case)
    if not going or (actor.posts and holds(actor, case)):
        return going
    return one_of(case.rulebook.project.plan, actor, case)


def can_uncount(actor: Actor, achieved: Achieved) -> Answer:
    if achieved.reverses_id is not None:
        return no(_("This line only takes another one back."))
    if hasattr(achieved, "reversed_by"):
        return no(_("This has been taken back already."))
    return can_count(actor, achieved.case)


def can_write_money(actor: Actor, case: Case) -> Answer:
    """Also after the end: money comes late, and leftovers are returned."""
    if case.stage == "raised":
        return no(_("This must be registered first."))
    return first_no(is_project(case), one_of(case.rulebook.project.money, actor, case))


def can_confirm_spending(actor: Actor, line: MoneyLine) -> Answer:
    if line.side != MoneyLine.Side.SPENT or line.reverses_id is not None:
        return no(_("Only spendings are confirmed."))
    if hasattr(line, "reversed_by"):
        return no(_("This has been taken back already."))
    if hasattr(line, "confirmation"):
        return no(_("This spending has been confirmed already."))
    if actor.account_id is None or actor.account_id == line.account_id:
        return no(_("Whoever wrote a spending down does not confirm it. A second person does."))
    return one_of(line.case.rulebook.project.confirm, actor, line.case)


def is_pledge(line: MoneyLine) -> Answer:
    if line.side == MoneyLine.Side.PLEDGED and line.reverses_id is None and not hasattr(line, "reversed_by"):
        return yes
    return no(_("Choose the promise that this money belongs to."))


def can_reverse_money(actor: Actor, line: MoneyLine) -> Answer:
    if line.reverses_id is not None:
        return no(_("This line only takes another one back."))
    if hasattr(line, "reversed_by"):
        return no(_("This has been taken back already."))
    return can_write_money(actor, line.case)


def is_in_plan(starts_on: date, ends_on: date) -> Answer:
    return yes if ends_on >= starts_on else no(_("The plan ends before it begins."))


def has_happened(day: date, today: date) -> Answer:
    return yes if day <= today else no(_("This day has not come yet."))
