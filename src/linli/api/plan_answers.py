"""What a project answers with: planned, counted, needed, promised, shown. Names of persons only where they said so."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Schema

from linli.api.params import etag
from linli.cases.cashbook import entries_of
from linli.cases.givers import giver_of
from linli.cases.listings import (
    Asked,
    all_pictures_of,
    amounts_of,
    milestones_of,
    needs_of,
    pieces_of,
    plan_of,
    pledges_of,
    settled,
    targets_of,
)
from linli.cases.models import Achieved, Case, Milestone, Picture, Plan, Pledge
from linli.cases.sums import Sums, sums_of
from linli.kit.text import local_day


class PlanAnswer(Schema):
    """`version` goes into If-Match when it is written anew."""

    aim: str
    lead: int
    starts_on: date
    ends_on: date
    version: int


class MilestoneAnswer(Schema):
    id: int
    name: str
    first_due_on: date
    due_on: date
    why_later: str
    done_on: date | None
    why_late: str
    late: bool
    version: int


class TargetAnswer(Schema):
    quantity: str
    name: str
    unit: str
    done: float
    planned: float | None
    version: int | None


class PieceAnswer(Schema):
    id: int
    quantity: str
    amount: float
    on: date
    words: str
    reverses: int | None
    taken_back: bool


class NeedAnswer(Schema):
    id: int
    name: str
    quantity: str
    unit: str
    amount: float | None
    promised: float
    missing: float | None


class PledgeAnswer(Schema):
    """`giver`: a unit by its name, a person only if she said that hers may stand there. `line`: its line of the ledger."""

    id: int
    giver: str
    named: bool
    kind: Literal["things", "hands", "money"]
    words: str
    amount: float | None
    need: int | None
    line: int | None
    state: Literal["promised", "kept", "taken_back"]
    why: str
    promised_at: datetime
    version: int


class ShownAnswer(Schema):
    digest: str
    moment: str
    shown: bool
    words: str


class ProjectAnswer(Schema):
    plan: PlanAnswer | None
    milestones: list[MilestoneAnswer]
    quantities: list[TargetAnswer]
    pieces: list[PieceAnswer]
    needs: list[NeedAnswer]
    pledges: list[PledgeAnswer]
    pictures: list[ShownAnswer]


def answered(case: Case, response: HttpResponse) -> dict[str, Any]:
    plan, pledges, today = plan_of(case), pledges_of(case), local_day(timezone.now())
    response["ETag"] = etag(plan.version if plan else 0)
    return {
        "plan": plan_answer(plan) if plan else None,
        "milestones": [milestone_answer(one, today) for one in milestones_of(case)],
        "quantities": quantity_answers(case),
        "pieces": [piece_answer(one) for one in pieces_of(case)],
        "needs": [need_answer(one) for one in needs_of(case, pledges)],
        "pledges": pledge_answers(case, pledges),
        "pictures": [shown_answer(one) for one in all_pictures_of(case)],
    }


def plan_answer(plan: Plan) -> dict[str, Any]:
    said = {name: getattr(plan, name) for name in ("aim", "starts_on", "ends_on", "version")}
    return {**said, "lead": plan.lead_id}


def milestone_answer(one: Milestone, today: date) -> dict[str, Any]:
    names = ("name", "first_due_on", "due_on", "why_later", "done_on", "why_late", "version")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}, "late": one.late_on(today)}


def quantity_answers(case: Case) -> list[dict[str, Any]]:
    """What was planned or achieved, of each its key, so that a target can be said again."""
    targets = targets_of(case)
    names = {kind.name: key for key, kind in case.rulebook.quantities.items()}
    answers = []
    for amount in amounts_of(case):
        key = names.get(amount.name, amount.name)
        answers.append(
            {**vars(amount), "quantity": key, "version": getattr(targets.get(key), "version", None)}
        )
    return answers


def piece_answer(one: Achieved) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in ("quantity", "amount", "on", "words")}
    return {"id": one.pk, **said, "reverses": one.reverses_id, "taken_back": hasattr(one, "reversed_by")}


def need_answer(one: Asked) -> dict[str, Any]:
    need = one.need
    said = {"id": need.pk, "name": need.name, "quantity": need.quantity, "unit": one.unit}
    return {**said, "amount": need.amount, "promised": one.promised, "missing": one.missing}


def pledge_answers(case: Case, pledges: tuple[Pledge, ...]) -> list[dict[str, Any]]:
    """Promised money is kept when all of it has come: the ledger says so."""
    sums = sums_of(entries_of(case)) if any(one.money_id for one in pledges) else None
    return [pledge_answer(one, sums) for one in pledges]


def pledge_answer(one: Pledge, sums: Sums | None) -> dict[str, Any]:
    names = ("named", "kind", "words", "amount", "why", "promised_at", "version")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "giver": giver_of(one),
        "state": settled(one, sums),
        "need": one.need_id,
        "line": one.money.number if one.money else None,
    }


def shown_answer(one: Picture) -> dict[str, Any]:
    shown = getattr(one, "shownpicture", None)
    said = {"digest": one.digest, "moment": one.moment}
    return {**said, "shown": shown is not None, "words": shown.words if shown else ""}
