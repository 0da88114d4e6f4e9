from datetime import date

from linli.governance.models import Binding
from linli.governance.reads import forget, rulebook_for
from linli.kit.actor import SYSTEM
from linli.kit.models import Job
from linli.kit.worker import Worker
from linli.places.actions.areas import found_area
from linli.places.actions.succession import merge_areas
from linli.places.models import Area
from tests.lane import SINCE, Lane, hours


def merged_streets(lane: Lane) -> Area:
    other = found_area(lane.county, level="street", name="薛溪街道", valid_from=SINCE, by=SYSTEM, at=hours(0))
    return merge_areas([lane.street, other], name="张薛街道", on=date(2026, 3, 2), by=SYSTEM, at=hours(1))


def test_the_rule_book_goes_on_holding_where_its_area_went(lane: Lane) -> None:
    heir = merged_streets(lane)
    assert rulebook_for(heir.path) is None
    Job.objects.update(due_at=hours(-24 * 30))
    worker = Worker()
    while worker.work_once():
        continue
    forget()
    assert rulebook_for(heir.path).slug == "zhangjiashan"
    assert Binding.objects.get().area == heir
