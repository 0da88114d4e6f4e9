"""What the page of a project reads: everything planned, counted, promised and paid, and what its reader may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.cases.cashbook import entries_of, lines_of
from linli.cases.givers import giver_of
from linli.cases.listings import (
    Amount,
    Asked,
    all_pictures_of,
    amounts_of,
    line_of,
    milestones_of,
    needs_of,
    pieces_of,
    plan_of,
    pledges_of,
)
from linli.cases.models import Achieved, Case, ListLine, Milestone, MoneyLine, Picture, Plan, Pledge
from linli.cases.rules_of_lists import can_ask_for, can_end_need, can_keep_pledge, can_withhold_name
from linli.cases.rules_of_projects import (
    can_confirm_spending,
    can_count,
    can_plan,
    can_plan_or_hold,
    can_reverse_money,
    can_set_milestone,
    can_tick,
    can_uncount,
    can_write_money,
    is_project,
)
from linli.cases.sums import Promised, Sums, sums_of
from linli.console.projects.choices import Choices
from linli.console.projects.forms import STEPS, StepForm
from linli.kit.actor import Actor
from linli.kit.answer import Answer
from linli.kit.paging import Page, page_of

LINES = 60


@dataclass(frozen=True)
class Row:
    """One row of the page with the forms that its reader may send about it."""

    row: Any
    forms: tuple[StepForm, ...] = ()
    note: Any = None


@dataclass(frozen=True)
class Project:
    case: Case
    actor: Actor
    is_project: bool
    line: ListLine | None
    plan: Plan | None
    milestones: tuple[Milestone, ...]
    amounts: tuple[Amount, ...]
    pieces: tuple[Achieved, ...]
    needs: tuple[Asked, ...]
    pledges: tuple[Pledge, ...]
    pictures: tuple[Picture, ...]
    lines: Page[MoneyLine] | None
    sums: Sums
    may_plan: Answer
    may_set: Answer
    may_count: Answer
    may_ask: Answer
    may_write: Answer

    def rows_with(self, failed: StepForm | None, choices: Choices) -> dict[str, list[Row]]:
        """The rows by kind; a form that came back stands in its place."""

        def forms(steps: Iterable[str], target: Any) -> tuple[StepForm, ...]:
            return tuple(
                failed
                if failed and failed.step == step and failed.target == target
                else STEPS[step](None, case=self.case, choices=choices, target=target)
                for step in steps
            )

        return {
            "milestones": [Row(one, forms(self._milestone_steps(one), one)) for one in self.milestones],
            "pieces": [Row(one, forms(self._piece_steps(one), one)) for one in self.pieces],
            "needs": [Row(one, forms(self._need_steps(one), one.need)) for one in self.needs],
            "pledges": [Row(one, forms(self._pledge_steps(one), one), giver_of(one)) for one in self.pledges],
            "pictures": [Row(one, forms(self._picture_steps(one), one)) for one in self.pictures],
            "lines": [
                Row(one, forms(self._line_steps(one), one), self._promised(one)) for one in self.lines or ()
            ],
        }

    def _milestone_steps(self, one: Milestone) -> tuple[str, ...]:
        return ("tick", "put-off", "drop") if can_tick(self.actor, one) else ()

    def _piece_steps(self, one: Achieved) -> tuple[str, ...]:
        return ("uncount",) if can_uncount(self.actor, one) else ()

    def _need_steps(self, one: Asked) -> tuple[str, ...]:
        return ("end-need",) if can_end_need(self.actor, one.need) else ()

    def _pledge_steps(self, one: Pledge) -> tuple[str, ...]:
        steps = ("keep",) if can_keep_pledge(self.actor, one) else ()
        return (*steps, "unname") if can_withhold_name(self.actor, one) else steps

    def _picture_steps(self, one: Picture) -> tuple[str, ...]:
        if not can_plan_or_hold(self.actor, self.case):
            return ()
        return ("hide",) if hasattr(one, "shownpicture") else ("show",)

    def _line_steps(self, one: MoneyLine) -> tuple[str, ...]:
        steps: list[str] = []
        if can_confirm_spending(self.actor, one):
            steps.append("confirm")
        if can_reverse_money(self.actor, one):
            own = self.sums.of(one.pk)
            if one.side == MoneyLine.Side.PLEDGED:
                steps += ["receive"] if own.outstanding else []
                steps += ["give-back"] if own.returnable else []
            steps.append("reverse")
        return tuple(steps)

    def _promised(self, one: MoneyLine) -> Promised | None:
        return self.sums.of(one.pk) if one.side == MoneyLine.Side.PLEDGED and not one.reverses_id else None


def project_of(case: Case, actor: Actor, at: datetime, cursor: str = "") -> Project:
    """At most twelve queries, however long the ledger is."""
    is_one, pledges = bool(is_project(case)), pledges_of(case)
    plan = plan_of(case)
    if plan is not None:
        case.plan = plan  # read once: the rules ask whether there is one
    lines = page_of(lines_of(case), order=("number",), cursor=cursor, size=LINES) if is_one else None
    return Project(
        case=case,
        actor=actor,
        is_project=is_one,
        line=line_of(case),
        plan=plan,
        milestones=milestones_of(case),
        amounts=amounts_of(case),
        pieces=pieces_of(case),
        needs=needs_of(case, pledges),
        pledges=pledges,
        pictures=all_pictures_of(case),
        lines=lines,
        sums=sums_of(entries_of(case)),
        may_plan=can_plan(actor, case),
        may_set=can_set_milestone(actor, case),
        may_count=can_count(actor, case),
        may_ask=can_ask_for(actor, case),
        may_write=can_write_money(actor, case),
    )
