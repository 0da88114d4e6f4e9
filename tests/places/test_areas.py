from datetime import date, timedelta

import pytest

from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.kit.record import Stale
from linli.places.actions.areas import close_area, describe_area, draw_outline, found_area, rename_area
from linli.places.faults import Fault
from linli.places.models import Area, AreaVersion
from tests.places.lanes import AT, FOUNDED, TODAY, County, box, found, keeper, visitor

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


def names(area: Area | str) -> list[str]:
    return [row.name for row in Area.objects.inside(area)]


def test_inside_an_area_is_the_area_and_all_below_it_and_nothing_beside_it() -> None:
    lane = County()
    assert names(lane.street) == ["张家山街道", "槎市村委会", "门楼里居委会", "第一网格", "第二网格"]
    assert names(lane.west) == ["第一网格"]
    assert [row.name for row in Area.objects.lineage(lane.west.path)] == [
        "樟树市",
        "张家山街道",
        "门楼里居委会",
        "第一网格",
    ]


def test_a_keeper_founds_an_area_below_her_own_and_a_volunteer_does_not() -> None:
    lane = County()
    made = found_area(
        lane.community, level="grid", name=" 第三网格 ", valid_from=TODAY, by=keeper(lane.street), at=AT
    )
    assert (made.name, made.path[:-6], made.code) == ("第三网格", lane.community.path, "")
    assert Trace.objects.get(record_kind="places.area", record_id=made.pk).name == "area.founded"
    for actor in (visitor(lane.street), keeper(lane.town)):
        with pytest.raises(Refused, match=r"."):
            found_area(lane.community, level="grid", name="第四网格", valid_from=TODAY, by=actor, at=AT)


def test_only_the_installation_itself_founds_an_area_at_the_top() -> None:
    lane = County()
    with pytest.raises(Refused):
        found_area(None, level="county", name="新县", valid_from=TODAY, by=keeper(lane.county), at=AT)
    assert found(None, "county", "新县").path == "00002/"


def test_an_area_needs_a_name_and_a_code_that_nobody_else_has() -> None:
    lane = County()
    for more in ({"name": "  "}, {"name": "又一村", "code": "360982005210"}):
        with pytest.raises(Refused):
            found_area(
                lane.street, level="community", valid_from=TODAY, by=keeper(lane.street), at=AT, **more
            )  # type: ignore[arg-type]
    assert found_area(
        lane.street, level="community", name="卢陈村", valid_from=TODAY, by=keeper(lane.street), at=AT
    ).kind == ("village")


def test_a_renamed_area_keeps_its_path_and_the_old_name_for_the_days_before() -> None:
    lane = County()
    renamed = rename_area(
        lane.village, name="槎市社区居委会", on=date(2024, 5, 1), by=keeper(lane.street), at=AT
    )
    assert (renamed.path, renamed.stem, renamed.kind) == (lane.village.path, "槎市", "community")
    at = {day: renamed.at(day) for day in (date(2019, 1, 1), FOUNDED, date(2024, 4, 30), date(2024, 5, 1))}
    assert [then.name if then else None for then in at.values()] == [
        None,
        "槎市村委会",
        "槎市村委会",
        "槎市社区居委会",
    ]


def test_a_name_corrected_on_the_day_of_founding_leaves_no_version_behind() -> None:
    lane = County()
    rename_area(lane.village, name="槎市村民委员会", on=FOUNDED, by=keeper(lane.street), at=AT)
    assert not AreaVersion.objects.exists()


@pytest.mark.parametrize("on", [TOMORROW, FOUNDED - timedelta(days=1)])
def test_a_change_cannot_take_effect_in_the_future_or_before_the_last_one(on: date) -> None:
    lane = County()
    with pytest.raises(Refused):
        rename_area(lane.village, name="新名", on=on, by=keeper(lane.street), at=AT)
    assert rename_area(lane.village, name="新名", on=TODAY, by=keeper(lane.street), at=AT).name == "新名"


def test_a_day_is_a_day_of_the_place_and_not_of_greenwich() -> None:
    lane = County()
    late = AT.replace(hour=17)  # 01:00 of the next day in China
    assert rename_area(lane.village, name="新名", on=TOMORROW, by=keeper(lane.street), at=late).name == "新名"


def test_a_code_given_later_is_kept_and_a_stale_form_is_refused() -> None:
    lane = County()
    keeps = keeper(lane.county)
    seen = lane.elsewhere.version
    coded = describe_area(lane.elsewhere, code="360982100001", households=900, by=keeps, at=AT, version=seen)
    assert (coded.code, coded.households) == ("360982100001", 900)
    with pytest.raises(Stale):
        describe_area(lane.elsewhere, code="", households=1, by=keeps, at=AT, version=seen)
    with pytest.raises(Refused):
        describe_area(lane.village, code="360982100001", households=1, by=keeps, at=AT)


def test_an_outline_drawn_anew_keeps_the_old_one_for_the_days_before() -> None:
    lane = County()
    draw_outline(lane.west, outline=box(115.0, 28.0, 115.005, 28.01), on=TODAY, by=keeper(lane.street), at=AT)
    area = Area.objects.get(pk=lane.west.pk)
    before, now = area.at(TODAY - timedelta(days=1)), area.at(TODAY)
    assert before and now
    assert before.outline == lane.west.outline and now.outline == area.outline != before.outline


def test_an_outline_that_crosses_itself_is_refused_and_nothing_changes() -> None:
    lane = County()
    bow = {"type": "Polygon", "coordinates": [[[115, 28], [116, 29], [116, 28], [115, 29], [115, 28]]]}
    with pytest.raises(Fault, match="crosses"):
        draw_outline(lane.west, outline=bow, on=TODAY, by=keeper(lane.street), at=AT)
    assert Area.objects.get(pk=lane.west.pk).outline == lane.west.outline


def test_an_area_closes_only_when_all_below_it_are_closed() -> None:
    lane = County()
    keeps = keeper(lane.street)
    with pytest.raises(Refused):
        close_area(lane.community, on=TODAY, by=keeps, at=AT)
    for area in (lane.west, lane.east, lane.community):
        close_area(area, on=TODAY, by=keeps, at=AT)
    closed = Area.objects.get(pk=lane.community.pk)
    assert closed.at(TODAY) is None and closed.at(TODAY - timedelta(days=1)) is not None
    assert lane.community not in Area.objects.on(TODAY)
    assert lane.community in Area.objects.on(TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        rename_area(lane.community, name="新名", on=TODAY, by=keeps, at=AT)


def test_everybody_sees_the_map_of_places() -> None:
    lane = County()
    assert Area.objects.visible_to(visitor(lane.town)).count() == 8
