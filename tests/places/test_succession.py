from datetime import timedelta

import pytest

from linli.kit.answer import Refused
from linli.places import reads
from linli.places.actions.addresses import name_address
from linli.places.actions.organisations import found_organisation
from linli.places.actions.succession import Part, merge_areas, move_area, split_area
from linli.places.models import Address, Area, Organisation, Succession
from tests.places.lanes import AT, FOUNDED, TODAY, County, box, keeper

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


def test_a_moved_area_goes_on_under_a_new_path_with_all_below_it() -> None:
    lane = County()
    heir = move_area(lane.community, parent=lane.town, on=TODAY, by=keeper(lane.county), at=AT)
    assert heir.path.startswith(lane.town.path)
    assert [row.name for row in Area.objects.inside(heir)] == ["门楼里居委会", "第一网格", "第二网格"]
    assert heir.code == lane.community.code
    assert not Area.objects.current().inside(lane.community).exists()
    assert Succession.objects.filter(kind="move").count() == 3


def test_the_tree_of_yesterday_still_shows_an_area_where_it_was() -> None:
    lane = County()
    heir = move_area(lane.community, parent=lane.town, on=TODAY, by=keeper(lane.county), at=AT)
    then = Area.objects.on(YESTERDAY)
    now = Area.objects.on(TODAY)
    assert then.inside(lane.street).count() == 5 and then.inside(lane.town).count() == 2
    assert now.inside(lane.street).count() == 2 and now.inside(lane.town).count() == 5
    assert reads.ground_of(heir) == (lane.community.path, heir.path)
    assert reads.heir_of(Area.objects.get(pk=lane.west.pk)) == Area.objects.get(parent=heir, name="第一网格")


def test_what_stands_in_a_moved_area_goes_with_it() -> None:
    lane = County()
    keeps = keeper(lane.county)
    found_organisation(lane.west, name="网格党小组", valid_from=FOUNDED, by=keeps, at=AT)
    name_address(lane.west, estate="阳光小区", building="3", valid_from=FOUNDED, by=keeps, at=AT)
    heir = move_area(lane.community, parent=lane.town, on=TODAY, by=keeps, at=AT)
    assert Organisation.objects.inside(heir.path).count() == 1
    assert Address.objects.get().area.parent == heir


def test_an_area_cannot_move_into_itself_nor_to_where_it_is_nor_into_ground_of_others() -> None:
    lane = County()
    keeps = keeper(lane.county)
    for area, parent, by in (
        (lane.community, lane.west, keeps),
        (lane.community, lane.street, keeps),
        (lane.community, lane.town, keeper(lane.street)),
    ):
        with pytest.raises(Refused):
            move_area(area, parent=parent, on=TODAY, by=by, at=AT)
    assert move_area(lane.community, parent=lane.town, on=TODAY, by=keeps, at=AT)


def test_merged_areas_go_on_as_one_with_joined_outline_and_summed_households() -> None:
    lane = County()
    merged = merge_areas([lane.west, lane.east], name="中心网格", on=TODAY, by=keeper(lane.street), at=AT)
    assert merged.households == 100
    spot = reads.spot_at(28.005, 115.015, TODAY)
    assert spot and spot.id == merged.pk
    then = reads.spot_at(28.005, 115.015, YESTERDAY)
    assert then and then.id == lane.east.pk
    assert set(reads.ground_of(merged)) == {lane.west.path, lane.east.path, merged.path}
    assert reads.heir_of(Area.objects.get(pk=lane.east.pk)) == merged


def test_areas_below_merged_ones_come_together_under_the_new_one() -> None:
    lane = County()
    merged = merge_areas(
        [lane.village, lane.community], name="槎门社区", on=TODAY, by=keeper(lane.street), at=AT
    )
    assert [row.name for row in merged.parts.current()] == ["第一网格", "第二网格"]
    assert Area.objects.filter(pk=lane.west.pk).with_predecessors().count() == 1
    heirs = Area.objects.current().inside(merged).filter(level="grid").with_predecessors()
    assert set(heirs) == {lane.west, lane.east, *merged.parts.current()}


def test_only_two_or_more_areas_of_one_level_and_parent_merge() -> None:
    lane = County()
    for areas in ([lane.west], [lane.west, lane.village], [lane.village, lane.elsewhere]):
        with pytest.raises(Refused):
            merge_areas(areas, name="x", on=TODAY, by=keeper(lane.county), at=AT)
    assert merge_areas([lane.west, lane.east], name="x", on=TODAY, by=keeper(lane.county), at=AT)


def test_a_split_gives_each_area_below_to_one_part_and_addresses_to_the_outline_around_them() -> None:
    lane = County()
    keeps = keeper(lane.street)
    placed = name_address(
        lane.community,
        estate="江南小区",
        building="1",
        lat=28.005,
        lon=115.015,
        valid_from=FOUNDED,
        by=keeps,
        at=AT,
    )
    parts = [
        Part("门东社区", box(115.01, 28.0, 115.02, 28.01), areas=(lane.east.pk,)),
        Part("门西社区", box(115.0, 28.0, 115.01, 28.01), areas=(lane.west.pk,)),
    ]
    east, west = split_area(lane.community, parts=parts, on=TODAY, by=keeps, at=AT)
    assert [row.name for row in east.parts.all()] == ["第二网格"]
    assert [row.name for row in west.parts.all()] == ["第一网格"]
    placed.refresh_from_db()
    assert placed.area == east
    assert reads.heir_of(Area.objects.get(pk=lane.community.pk)) is None
    assert reads.ground_of(east) == (lane.community.path, east.path)


def test_a_split_that_forgets_an_area_or_gives_it_twice_is_refused() -> None:
    lane = County()
    keeps = keeper(lane.street)
    both = (lane.west.pk, lane.east.pk)
    for parts in (
        [Part("甲", areas=both)],
        [Part("甲"), Part("甲")],
        [Part("甲", areas=both[:1]), Part("乙")],
        [Part("甲", areas=both), Part("乙", areas=both[:1])],
        [Part("甲", areas=both), Part("乙", areas=(lane.village.pk,))],
    ):
        with pytest.raises(Refused):
            split_area(lane.community, parts=parts, on=TODAY, by=keeps, at=AT)
    assert (
        len(split_area(lane.community, parts=[Part("甲", areas=both), Part("乙")], on=TODAY, by=keeps, at=AT))
        == 2
    )
