from datetime import date

from linli.kit.actor import SYSTEM
from linli.kit.models import Job
from linli.kit.worker import Worker
from linli.places.actions.areas import found_area
from linli.places.actions.succession import merge_areas
from linli.places.models import Area
from tests.lane import SINCE, Lane, hours


def merged(lane: Lane) -> Area:
    """The group's two grids become one, the way an office does it."""
    other = found_area(lane.group, level="grid", name="塘边网格", valid_from=SINCE, by=SYSTEM, at=hours(0))
    return merge_areas([lane.grid, other], name="店塘网格", on=date(2026, 3, 2), by=SYSTEM, at=hours(2))


def work() -> None:
    worker = Worker()
    Job.objects.update(due_at=hours(-24 * 30))
    while worker.work_once():
        continue


def test_an_open_case_goes_where_its_place_went(lane: Lane) -> None:
    case = lane.case()
    heir = merged(lane)
    work()
    case.refresh_from_db()
    assert (case.area, case.area_path) == (heir, heir.path)


def test_a_closed_case_keeps_the_tree_of_its_day(lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    merged(lane)
    work()
    case.refresh_from_db()
    assert case.area == lane.grid
