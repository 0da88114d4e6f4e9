"""When the map changes under an open case."""

from datetime import datetime

from linli.cases.actions.moving import hand_over, note
from linli.cases.models import Case
from linli.cases.rules import can_rehome
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.people.models import Post
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


@action
def pass_on(case: Case, post: Post, *, by: Actor, at: datetime) -> Case:
    """The same person has it under another post."""
    case = case.locked()
    permit(can_rehome(by, case))

    was = case.holder_post_id
    hand_over(case, organisation_id=case.holder_organisation_id, post_id=post.pk, at=at)
    case.save_changes("holder_organisation", "holder_post")

    note("passed_on", case, by=by, at=at, was=was, post=post.pk)
    return case
