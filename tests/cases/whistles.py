"""A case in somebody's hands, and two units that can be called to it."""

from datetime import date, timedelta

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.whistling import Called, blow
from linli.cases.models import Case, Whistle, WhistlePart
from linli.kit.actor import SYSTEM, Actor
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from linli.places.actions.organisations import found_organisation
from tests.lane import MONDAY, PASSWORD, SINCE, Lane, hours

BEFORE = MONDAY - timedelta(days=390)


def with_water_works(lane: Lane) -> Actor:
    """A utility of the street with one clerk, who has no office here: she sees only what she is called to."""
    lane.units["water"] = found_organisation(
        lane.areas["street"], kind="utility", name="供水公司", valid_from=SINCE, by=SYSTEM, at=BEFORE
    )
    account = open_account(
        lane.areas["street"],
        by=SYSTEM,
        at=BEFORE,
        username="water",
        name="江流声",
        password=PASSWORD,
        temporary=False,
    )
    lane.accounts["waterman"] = account
    appoint(
        account,
        by=SYSTEM,
        at=BEFORE,
        role="utility_clerk",
        area=lane.areas["street"],
        organisation=lane.units["water"],
        starts_on=date(2025, 3, 1),
    )
    return actor_for(account, MONDAY)


def held(lane: Lane) -> Case:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
    )
    return accept(case, by=lane.worker, at=hours(2))


def calls(lane: Lane) -> tuple[Called, ...]:
    return (
        Called(lane.units["water"], "关阀门，查漏点"),
        Called(lane.units["company"], "打开泵房，派人带路"),
    )


def blown(lane: Lane, case: Case, **more: object) -> Whistle:
    asked = {"calls": calls(lane), "reason": "水管爆了，一家修不了", "place": "村口泵房", **more}
    return blow(case, by=lane.secretary, at=hours(3), **asked)


def part_of(whistle: Whistle, lane: Lane, unit: str) -> WhistlePart:
    return WhistlePart.objects.select_related("whistle").get(whistle=whistle, organisation=lane.units[unit])
