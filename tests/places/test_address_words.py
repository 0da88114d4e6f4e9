import pytest

from linli.places.actions.addresses import name_address, withdraw_address
from linli.places.address_words import Numbers, parsed, plain_building
from linli.places.finding import place_of
from linli.places.models import Address, Area
from linli.places.numerals import in_digits
from tests.places.lanes import AT, FOUNDED, TODAY, County, found, keeper


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("十二栋", "12栋"),
        ("二十三号楼", "23号楼"),
        ("一百零三", "103"),
        ("二〇一室", "201室"),
        ("两单元", "2单元"),
        ("廿五号", "25号"),
        ("３栋", "3栋"),
        ("3—2—501", "3-2-501"),
        ("四一二", "412"),
        ("十", "10"),
    ],
)
def test_chinese_and_full_width_numbers_become_digits(words: str, digits: str) -> None:
    assert in_digits(words) == digits


@pytest.mark.parametrize(
    ("words", "name", "numbers"),
    [
        ("阳光小区3栋2单元501", "阳光小区", Numbers(building="3", unit="2", room="501")),
        ("阳光小区３号楼二单元５０１室", "阳光小区", Numbers(building="3", unit="2", room="501")),
        ("阳光小区 第十二幢", "阳光小区", Numbers(building="12")),
        ("阳光小区3#201", "阳光小区", Numbers(building="3", room="201")),
        ("阳光小区3-2-501", "阳光小区", Numbers(building="3", unit="2", room="501")),
        ("阳光小区3-501", "阳光小区", Numbers(building="3", room="501")),
        ("万达公寓A座1203", "万达公寓", Numbers(building="a", room="1203")),
        ("机关大院甲栋", "机关大院", Numbers(building="甲")),
        ("解放路12号", "解放路", Numbers(number="12")),
        ("解放路12号3栋101", "解放路", Numbers(number="12", building="3", room="101")),
        ("槎市村三组", "槎市村", Numbers(group="3")),
        ("槎市村第3村民小组12号", "槎市村", Numbers(group="3", number="12")),
        ("阳光一百小区3栋", "阳光100小区", Numbers(building="3")),
        ("小广场，路灯不亮", "小广场路灯不亮", Numbers()),
        ("阳光小区03栋", "阳光小区", Numbers(building="3")),
        ("阳光小区3栋楼上漏水", "阳光小区", Numbers(building="3")),
    ],
)
def test_address_words_are_taken_apart(words: str, name: str, numbers: Numbers) -> None:
    said = parsed(words)
    assert (said.name, said.numbers) == (name, numbers)


def test_words_of_a_staircase_are_no_building() -> None:
    assert parsed("在3楼上面").numbers == Numbers()


@pytest.mark.parametrize("text", ["3", "3栋", "第3栋", "三号楼", "０3幢", "3#"])
def test_a_building_is_compared_by_its_number_alone(text: str) -> None:
    assert plain_building(text) == "3"


class Estates(County):
    """阳光小区 with buildings 1 and 2 in the west grid and 3 in the east one; a second 阳光苑 elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        for area, building in ((self.west, "1栋"), (self.west, "2栋"), (self.east, "3栋")):
            self.named(area, estate="阳光小区", building=building)
        self.named(self.east, road="解放路", number="12号")
        self.named(self.village, estate="槎市新村", building="1栋")

    def named(self, area: Area, **words: str) -> Address:
        return name_address(area, valid_from=FOUNDED, by=keeper(self.county), at=AT, **words)


def proposals(lane: Estates, words: str) -> list[tuple[str, str, bool]]:
    return [(found.area.name, str(found.address or ""), found.sure) for found in place_of(words, lane.street)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("阳光小区3栋2单元501漏水", [("第二网格", "阳光小区 3栋", True)]),
        ("阳光３号楼", [("第二网格", "阳光小区 3栋", True)]),
        ("门楼里阳光小区二栋", [("第一网格", "阳光小区 2栋", True)]),
        ("解放路十二号", [("第二网格", "解放路 12号", True)]),
        ("解放路12号2单元", [("第二网格", "解放路 12号", True)]),
        ("槎市新村路灯", [("槎市村委会", "槎市新村 1栋", True)]),
        ("槎市村三组", [("槎市村委会", "", True)]),
        ("门楼里社区门口", [("门楼里居委会", "", True)]),
        ("第一网格", [("第一网格", "", True)]),
        ("某某花园9栋", []),
        ("", []),
    ],
)
def test_words_lead_to_a_building_and_its_grid(words: str, expected: list[tuple[str, str, bool]]) -> None:
    assert proposals(Estates(), words) == expected


@pytest.mark.django_db
def test_an_estate_in_two_grids_without_its_building_is_asked_and_not_guessed() -> None:
    lane = Estates()
    for words in ("阳光小区", "阳光小区9栋"):
        assert proposals(lane, words) == [("第一网格", "", False), ("第二网格", "阳光小区 3栋", False)]


@pytest.mark.django_db
def test_two_bodies_of_one_name_are_both_proposed() -> None:
    lane = Estates()
    found(lane.street, "community", "槎市社区居委会")
    assert [sure for _name, _building, sure in proposals(lane, "槎市三组")] == [False, False]


@pytest.mark.django_db
def test_nothing_outside_the_area_asked_about_is_proposed() -> None:
    lane = Estates()
    assert place_of("阳光小区3栋", lane.town) == []


@pytest.mark.django_db
def test_a_building_that_is_an_area_of_its_own_is_found_below_its_estate() -> None:
    lane = County()
    estate = found(lane.community, "estate", "锦绣家园")
    third = found(estate, "building", "3号楼")
    found(estate, "building", "4号楼")
    (only,) = place_of("锦绣家园3栋502", lane.county)
    assert (only.area, only.sure) == (third, True)


@pytest.mark.django_db
def test_a_building_is_listed_once_and_a_withdrawn_one_is_found_no_more() -> None:
    lane = Estates()
    again = lane.named(lane.east, estate="阳光小区", building="3栋")
    assert Address.objects.filter(building="3栋").count() == 1
    withdraw_address(again, on=TODAY, by=keeper(lane.street), at=AT)
    assert proposals(lane, "阳光小区3栋") == [("第一网格", "", True)]
