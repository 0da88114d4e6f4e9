"""The steps of a story that are no verbs of the case: plans, quantities, promises and the ledger, by the public actions."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from linli.cases.actions import listing, money, projects, whistling
from linli.cases.listings import line_of
from linli.cases.models import Case, Milestone, MoneyLine, Need, Pledge, Whistle, WhistlePart
from linli.cases.verbs import WHISTLE_ACTS
from linli.config.planting import Planting
from linli.kit.actor import Actor
from linli.kit.text import local_day

Step = dict[str, Any]


def take_work(verb: str, planting: Planting, case: Case, step: Step, *, by: Actor, at: datetime) -> None:
    """Days in a step are counted from the day of the step."""
    WORKS[verb](planting, case, step, {"by": by, "at": at})


def _day(step: Step, key: str, at: datetime) -> date:
    return local_day(at) + timedelta(days=step.pop(key))


def _ask_for(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    listing.ask_for(case, **_measured(step), **acting)


def _measured(step: Step) -> Step:
    return step | ({"amount": Decimal(str(step["amount"]))} if "amount" in step else {})


def _pledge(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    need = Need.objects.get(case=case, name=step.pop("need")) if "need" in step else None
    line = line_of(case)
    assert line is not None
    listing.pledge(line, need=need, **_measured(step), **acting)


def _pledge_money(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    line = line_of(case)
    assert line is not None
    money.pledge_money(line, amount=_fen(step), words=step["words"], **acting)


def _keep_pledge(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    listing.keep_pledge(Pledge.objects.get(case=case, words=step["words"]), **acting)


def _plan(planting: Planting, case: Case, step: Step, acting: Step) -> None:
    lead = planting.people[step["lead"]].posts.order_by("pk").first()
    starts_on, ends_on = _day(step, "starts", acting["at"]), _day(step, "ends", acting["at"])
    assert lead is not None
    projects.plan(case, aim=step["aim"], lead=lead, starts_on=starts_on, ends_on=ends_on, **acting)


def _set_milestone(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    due_on = _day(step, "due", acting["at"])
    projects.set_milestone(case, name=step["name"], due_on=due_on, **acting)


def _tick(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    milestone = Milestone.objects.get(case=case, name=step["name"])
    projects.tick(milestone, why_late=step.get("why_late", ""), **acting)


def _put_off(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    due_on = _day(step, "due", acting["at"])
    milestone = Milestone.objects.get(case=case, name=step["name"])
    projects.put_off(milestone, due_on=due_on, reason=step["reason"], **acting)


def _aim_at(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    projects.aim_at(case, **_measured(step), **acting)


def _count(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    projects.count(case, **_measured(step), **acting)


def _promise_money(planting: Planting, case: Case, step: Step, acting: Step) -> None:
    unit = planting.units[step.pop("unit")] if "unit" in step else None
    money.promise_money(case, organisation=unit, amount=_fen(step), **_without_sum(step), **acting)


def _receive(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    pledge = MoneyLine.objects.get(case=case, side="pledged", purpose=step.pop("of"))
    money.receive(pledge, amount=_fen(step), **_without_sum(step), **acting)


def _spend(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    money.spend(case, amount=_fen(step), **_without_sum(step), **acting)


def _confirm_spending(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    line = MoneyLine.objects.get(case=case, side="spent", purpose=step["purpose"], reverses=None)
    money.confirm_spending(line, **acting)


def _fen(step: Step) -> int:
    return int(Decimal(str(step["yuan"])) * 100)


def _without_sum(step: Step) -> Step:
    return {key: value for key, value in step.items() if key != "yuan"}


def _blow(planting: Planting, case: Case, step: Step, acting: Step) -> None:
    """`calls`: by the key of the unit, what is asked of it."""
    calls = tuple(whistling.Called(planting.units[key], asked) for key, asked in step.pop("calls").items())
    whistling.blow(case, calls=calls, **step, **acting)


def _about_a_part(verb: str) -> Callable[[Planting, Case, Step, Step], None]:
    def act(planting: Planting, case: Case, step: Step, acting: Step) -> None:
        """`unit`: the key of the unit whose part it is, in the last call of the case."""
        unit = planting.units[step.pop("unit")]
        rows = WhistlePart.objects.select_related("whistle").filter(whistle__case=case, organisation=unit)
        WHISTLE_ACTS[verb](rows.order_by("-pk")[0], **step, **acting)

    return act


def _end_whistle(_planting: Planting, case: Case, step: Step, acting: Step) -> None:
    whistling.end_whistle(Whistle.objects.open().get(case=case), **step, **acting)


ABOUT_A_PART: Final = ("report_in", "beg_off", "finish_part", "excuse_part", "rate_response", "rate_call")

WORKS: Final[Mapping[str, Callable[[Planting, Case, Step, Step], None]]] = MappingProxyType(
    {
        "ask_for": _ask_for,
        "pledge": _pledge,
        "pledge_money": _pledge_money,
        "keep_pledge": _keep_pledge,
        "plan": _plan,
        "set_milestone": _set_milestone,
        "tick": _tick,
        "put_off": _put_off,
        "aim_at": _aim_at,
        "count": _count,
        "promise_money": _promise_money,
        "receive": _receive,
        "spend": _spend,
        "confirm_spending": _confirm_spending,
        "blow": _blow,
        "end_whistle": _end_whistle,
        **{verb: _about_a_part(verb) for verb in ABOUT_A_PART},
    }
)
