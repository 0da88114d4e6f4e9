"""Posts, vault rows, household files and accounts when the map changes under them."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.cases.actions.dispatch import claim
from linli.cases.actions.intake import Speaker
from linli.cases.models import Case, Holding
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Job, Trace
from linli.kit.trace import broken_links
from linli.kit.worker import Worker
from linli.people.actions import appoint, end_post, keep_contact, look_at_contact, open_household
from linli.people.actions.rehoming import rehome_contact, rehome_files, rehome_post
from linli.people.actors import actor_for
from linli.people.models import Account, Household, Post
from linli.people.reads import posts_lifted
from linli.places.actions.addresses import name_address
from linli.places.actions.areas import found_area
from linli.places.actions.succession import Part, merge_areas, move_area, split_area
from linli.places.models import Area
from tests.lane import MONDAY, SINCE, Lane, hours

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
CHANGED = hours(2)


def work() -> None:
    """The worker does all that waits, whatever the clock of this machine says."""
    worker = Worker()
    Job.objects.update(due_at=hours(-24 * 30))
    while worker.work_once():
        continue
    assert not Job.objects.filter(status=Job.Status.FAILED).exists()
    assert not Job.objects.exclude(fault="").exists()


@pytest.fixture
def pond(lane: Lane) -> Area:
    """A second grid beside the first."""
    return found_area(lane.group, level="grid", name="塘边网格", valid_from=SINCE, by=SYSTEM, at=MONDAY)


def given(lane: Lane, name: str, area: Area, role: str = "grid_worker", **more: Any) -> Post:
    more.setdefault("starts_on", date(2025, 3, 1))
    return appoint(lane.accounts[name], by=SYSTEM, at=MONDAY, role=role, area=area, **more)


def merged(lane: Lane, *areas: Area) -> Area:
    heir = merge_areas(areas, name="店塘网格", on=TODAY, by=SYSTEM, at=CHANGED)
    work()
    return heir


def split(area: Area, **parts: Any) -> list[Area]:
    made = [Part(name="东片", **parts), Part(name="西片")]
    new = split_area(area, parts=made, on=TODAY, by=SYSTEM, at=CHANGED)
    work()
    return new


def posts_of(lane: Lane, name: str) -> list[Post]:
    return list(Post.objects.filter(account=lane.accounts[name]).on(TODAY).order_by("pk"))


def test_a_village_that_moves_takes_its_people_and_their_authority_along(lane: Lane) -> None:
    town = found_area(lane.county, level="street", name="临江镇", valid_from=SINCE, by=SYSTEM, at=MONDAY)
    heir = move_area(lane.village, parent=town, on=TODAY, by=SYSTEM, at=CHANGED)
    before = lane.post("secretary")
    work()
    [after] = posts_of(lane, "secretary")
    assert (after.pk, after.area, after.area_path) == (before.pk, heir, heir.path)
    assert actor_for(lane.accounts["secretary"], hours(3)).serves(heir.path)
    grid = Area.objects.inside(heir).get(level="grid")
    assert posts_of(lane, "worker")[0].area == grid
    assert lane.post("dispatcher").area == lane.street
    told = Trace.objects.get(name="post.rehomed", record_id=before.pk)
    assert (told.actor_kind, told.facts["was"], told.facts["area"]) == ("system", lane.village.pk, heir.pk)


def test_a_post_of_the_past_keeps_the_tree_of_its_day_and_one_to_come_does_not(
    lane: Lane, pond: Area
) -> None:
    past = end_post(given(lane, "helper", lane.grid), by=SYSTEM, at=MONDAY, on=date(2025, 9, 1))
    to_come = given(lane, "helper", lane.grid, starts_on=TODAY + timedelta(days=9))
    heir = merged(lane, lane.grid, pond)
    past.refresh_from_db()
    to_come.refresh_from_db()
    assert (past.area, to_come.area) == (lane.grid, heir)


def test_who_served_both_grids_holds_one_post_that_lasts_as_long_as_both(lane: Lane, pond: Area) -> None:
    first = lane.post("worker")
    second = given(lane, "worker", pond, starts_on=date(2024, 1, 1), ends_on=date(2027, 1, 1))
    heir = merged(lane, lane.grid, pond)
    [kept] = posts_of(lane, "worker")
    ended = Post.objects.get(pk={first.pk, second.pk}.difference({kept.pk}).pop())
    assert (kept.area, kept.starts_on, kept.ends_on) in [
        (heir, date(2025, 3, 1), None),
        (heir, date(2024, 1, 1), None),
    ]
    assert ended.ends_on == TODAY
    assert Trace.objects.get(name="post.joined").facts["into"] == kept.pk
    assert list(broken_links(Trace.objects.order_by("record_kind", "record_id", "number").iterator())) == []


def test_what_she_had_in_hand_through_the_ended_post_stays_in_her_hands(lane: Lane, pond: Area) -> None:
    case = claim(lane.bring(lane.case(), "offered"), by=lane.worker, at=hours(1))
    given(lane, "worker", pond)
    held = Case.objects.get(pk=case.pk).holder_post
    assert held is not None
    merged(lane, pond, lane.grid)
    case = Case.objects.get(pk=case.pk)
    [kept] = posts_of(lane, "worker")
    assert case.holder_post == kept
    assert Holding.objects.get(case=case, until=None).post == kept
    assert case in Case.objects.held_by(actor_for(lane.accounts["worker"], hours(3)))


def test_two_who_held_the_post_alone_share_it_until_the_office_decides(lane: Lane, pond: Area) -> None:
    hill = found_area(lane.group, level="grid", name="坡上网格", valid_from=SINCE, by=SYSTEM, at=MONDAY)
    mine, hers = given(lane, "helper", hill, sole=True), given(lane, "committee", pond, sole=True)
    heir = merged(lane, hill, pond)
    posts = Post.objects.filter(pk__in=[mine.pk, hers.pk])
    assert {post.area for post in posts} == {heir}
    assert sorted(post.sole for post in posts) == [False, True]


def test_after_a_split_a_post_stands_at_the_area_above_and_the_office_sees_it(lane: Lane) -> None:
    keeper = actor_for(lane.accounts["dispatcher"], hours(3))
    assert posts_lifted(keeper, TODAY) == []
    split(lane.grid, areas=(lane.building.pk,))
    [post] = posts_of(lane, "worker")
    assert (post.area, post.area_path) == (lane.group, lane.group.path)
    assert posts_lifted(keeper, TODAY) == [post] == posts_lifted(SYSTEM, TODAY)
    assert posts_lifted(actor_for(lane.accounts["neighbour"], hours(3)), TODAY) == []
    end_post(post, by=SYSTEM, at=CHANGED)
    assert posts_lifted(keeper, TODAY) == []


def test_a_part_below_a_split_area_takes_its_posts_to_its_own_heir(lane: Lane) -> None:
    leader = given(lane, "helper", lane.group, role="group_leader")
    east, _west = split(lane.group, areas=(lane.grid.pk,))
    [post] = posts_of(lane, "worker")
    assert post.area_path.startswith(east.path) and post.area.name == lane.grid.name
    assert posts_lifted(SYSTEM, TODAY) == [leader]


def test_changes_that_come_before_the_worker_lead_to_the_last_heir(lane: Lane, pond: Area) -> None:
    first = merge_areas([lane.grid, pond], name="店塘网格", on=TODAY, by=SYSTEM, at=CHANGED)
    other = found_area(lane.village, level="group", name="新组", valid_from=SINCE, by=SYSTEM, at=CHANGED)
    last = move_area(first, parent=other, on=TODAY, by=SYSTEM, at=CHANGED)
    work()
    assert posts_of(lane, "worker")[0].area == last


def test_the_vault_and_the_accounts_go_along(lane: Lane, pond: Area) -> None:
    contact = keep_contact(
        lane.grid, by=SYSTEM, at=MONDAY, alias="居民甲", name="金丝雀", phone="13900004821"
    )
    heir = merged(lane, lane.grid, pond)
    contact.refresh_from_db()
    account = Account.objects.get(pk=lane.accounts["worker"].pk)
    assert (contact.area, contact.area_path) == (heir, heir.path) == (account.area, account.area_path)
    shown = look_at_contact(
        contact, by=actor_for(lane.accounts["worker"], hours(3)), at=hours(3), purpose="arrange"
    )
    assert shown.name == "金丝雀"


SQUARE = {"type": "Polygon", "coordinates": [[[115, 28], [115.1, 28], [115.1, 28.1], [115, 28.1], [115, 28]]]}


def test_a_household_goes_with_its_building_and_without_one_to_the_area_above(lane: Lane) -> None:
    address = name_address(
        lane.grid,
        estate="阳光小区",
        building="3",
        lat=28.05,
        lon=115.05,
        valid_from=SINCE,
        by=SYSTEM,
        at=MONDAY,
    )
    drawn = open_household(lane.grid, by=SYSTEM, at=MONDAY, room="301", address=address)
    loose = open_household(lane.grid, by=SYSTEM, at=MONDAY, room="302")
    east, _west = split(lane.grid, areas=(lane.building.pk,), outline=SQUARE)
    assert Household.objects.get(pk=drawn.pk).area == east
    assert Household.objects.get(pk=loose.pk).area == lane.group


def test_who_spoke_goes_where_her_open_case_went(lane: Lane) -> None:
    case = lane.case(speaker=Speaker(name="金丝雀"), lat=28.05, lon=115.05)
    east, _west = split(lane.grid, areas=(lane.building.pk,), outline=SQUARE)
    case.refresh_from_db()
    assert case.contact is not None
    assert case.area == east == case.contact.area
    assert case.contact.area_path == east.path


def test_the_same_change_followed_twice_changes_nothing_more(lane: Lane, pond: Area) -> None:
    merged(lane, lane.grid, pond)
    before = Trace.objects.count()
    Job.objects.update(status=Job.Status.READY, finished_at=None)
    work()
    assert Trace.objects.count() == before


def test_nobody_but_the_map_moves_posts_and_files(lane: Lane, pond: Area) -> None:
    contact = keep_contact(lane.grid, by=SYSTEM, at=MONDAY, alias="居民甲")
    for act in (
        lambda: rehome_post(lane.post("worker"), pond, on=TODAY, by=lane.dispatcher, at=CHANGED),
        lambda: rehome_files(lane.grid, pond, by=lane.dispatcher, at=CHANGED),
        lambda: rehome_contact(contact, pond, by=lane.dispatcher, at=CHANGED),
    ):
        with pytest.raises(Refused):
            act()
    assert lane.post("worker").area == lane.grid
