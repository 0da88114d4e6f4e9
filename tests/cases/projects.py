"""A project of the lane on its way, for the tests of plans, lists and money."""

from linli.cases.actions.listing import enlist
from linli.cases.models import Case, ListLine
from linli.cases.verbs import ACTIONS
from tests.lane import Lane, hours

WANTED = {"title": "村口到祠堂的路", "wanted": "三百米土路想铺成水泥路，再装二十盏路灯。"}


def project(lane: Lane) -> Case:
    """Raised, decided on and in the committee's hands."""
    case = lane.case(words="村口到祠堂的路想修一修。", kind="project", by=lane.secretary)
    case = ACTIONS["register"](case, by=lane.secretary, at=hours(0.2)) if case.stage == "raised" else case
    case = ACTIONS["triage"](case, by=lane.secretary, at=hours(0.5), category="04.lamp", title="修路")
    case = ACTIONS["dispatch"](case, by=lane.secretary, at=hours(1), post=lane.post("committee"))
    return ACTIONS["accept"](case, by=lane.committee, at=hours(2))


def listed(lane: Lane) -> ListLine:
    return enlist(project(lane), onto="projects", **WANTED, by=lane.secretary, at=hours(3))
