"""When the map changes under an open case."""

from datetime import datetime

from linli.cases.actions.moving import note
from linli.cases.models import Case
from linli.cases.rules import can_rehome
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.places.models import Area


@action
def rehome(case: Case, area: Area, *, by: Actor, at: datetime) -> Case:
    """The case lies in this area from now on."""
    case = case.locked()
    permit(can_rehome(by, case))

    was = case.area_path
    case.area, case.area_path = area, area.path
    case.save_changes("area", "area_path")

    note("rehomed", case, by=by, at=at, was=was, area=area.path)
    return case
