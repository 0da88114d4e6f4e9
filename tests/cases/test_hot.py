"""What many households of one place speak of is found at night, and raised by a person, never by itself."""

from datetime import timedelta

import pytest

from linli.cases.actions.heating import Wording, note_issue, set_aside, take_up
from linli.cases.actions.intake import Speaker
from linli.cases.actions.linking import unmerge
from linli.cases.hot import find_hot_issues, look_at
from linli.cases.models import Case, HotIssue
from linli.cases.reads_of_links import bonds_of
from linli.cases.reads_of_voices import households_of
from linli.kit.answer import Refused
from tests.lane import MONDAY, Lane, hours

NIGHT = MONDAY.replace(hour=3) + timedelta(days=3)
DUSTY = (
    "南边搅拌站夜里一直开工，粉尘飘进家里，窗户都不敢开。",
    "搅拌站的粉尘太大了，夜里还轰隆隆响，睡不着觉。",
    "请管一管南边的搅拌站，粉尘把阳台都盖白了。",
    "搅拌站夜里生产，噪音和粉尘让人受不了。",
    "南边搅拌站的水泥粉尘，孩子咳嗽好几天了。",
    "又是搅拌站，夜里粉尘呛人，什么时候能停。",
)
OTHERS = (
    "医保卡怎么换新的，要带什么材料。",
    "电梯按钮失灵，三楼停不下来。",
    "想问一下暑期托管班哪天报名。",
    "门口井盖松了，车一过就响。",
    "树枝压着电线了，刮风有点吓人。",
    "公交站牌倒了没人扶。",
)


def tell(lane: Lane, words: tuple[str, ...], **more: object) -> list[Case]:
    return [
        lane.case(words=said, speaker=Speaker(phone=f"1390000{number:04}", way="phone"), **more)
        for number, said in enumerate(words)
    ]


@pytest.fixture
def dusty(lane: Lane) -> list[Case]:
    tell(lane, OTHERS)
    return tell(lane, DUSTY)


@pytest.fixture
def issue(lane: Lane, dusty: list[Case]) -> HotIssue:
    look_at(lane.street.path, NIGHT)
    return HotIssue.objects.get()


WORDING = Wording("搅拌站扬尘", "我们去现场看过，约了企业商量。", "09.noise")


def test_one_matter_of_many_households_is_one_issue(issue: HotIssue, dusty: list[Case]) -> None:
    assert set(issue.members.values_list("case", flat=True)) == {case.pk for case in dusty}
    assert (issue.households, issue.area_path) == (6, dusty[0].area_path)
    assert "搅拌站" in issue.shared.replace(" ", "") or "粉尘" in issue.shared


def test_many_words_of_few_households_are_none(lane: Lane) -> None:
    for said in DUSTY:
        lane.case(words=said, speaker=Speaker(phone="13900000001", way="phone"))
    tell(lane, OTHERS)
    assert look_at(lane.street.path, NIGHT) == 0


def test_the_same_said_in_two_places_is_two_matters(lane: Lane) -> None:
    tell(lane, DUSTY[:3])
    tell(lane, DUSTY[3:], area=lane.other_village)
    assert look_at(lane.street.path, NIGHT) == 0


def test_a_sealed_matter_is_never_counted(lane: Lane) -> None:
    sealed = next(one.code for one in lane.case().rulebook.categories if one.sealed)
    tell(lane, DUSTY, category=sealed)
    assert look_at(lane.street.path, NIGHT) == 0


def test_another_night_the_same_issue_grows(lane: Lane, issue: HotIssue) -> None:
    lane.case(words="搅拌站夜里粉尘又大了，请快处理。", at=hours(30))
    look_at(lane.street.path, NIGHT + timedelta(days=1))
    assert HotIssue.objects.get().households == 7
    assert issue.members.count() == 7


def test_it_is_looked_for_at_night_only(lane: Lane, dusty: list[Case]) -> None:
    assert find_hot_issues.func(NIGHT.replace(hour=14).isoformat()) == 0
    assert find_hot_issues.func(NIGHT.isoformat()) == 1


def test_the_office_raises_one_case_for_all_and_everybody_goes_along(
    lane: Lane, issue: HotIssue, dusty: list[Case]
) -> None:
    members = [case.pk for case in dusty]
    raised = take_up(issue, WORDING, members=members, by=lane.dispatcher, at=NIGHT)
    assert (raised.proactive, raised.channel, raised.is_open) == (True, "patrol", True)
    assert len(bonds_of(raised).duplicates) == 6
    assert households_of(raised) == 6
    assert unmerge(dusty[0], by=lane.dispatcher, at=NIGHT).is_open
    with pytest.raises(Refused):
        take_up(issue, WORDING, members=(), by=lane.dispatcher, at=NIGHT)


def test_only_the_office_of_the_place_raises_it(lane: Lane, issue: HotIssue) -> None:
    for who in (lane.volunteer, lane.neighbour):
        assert not HotIssue.objects.visible_to(who).exists()
        with pytest.raises(Refused):
            take_up(issue, WORDING, members=(), by=who, at=NIGHT)
    assert HotIssue.objects.visible_to(lane.secretary).get() == issue


def test_what_was_set_aside_is_not_found_again(lane: Lane, issue: HotIssue) -> None:
    with pytest.raises(Refused):
        set_aside(issue, reason=" ", by=lane.secretary, at=NIGHT)
    set_aside(issue, reason="已停产", by=lane.secretary, at=NIGHT)
    look_at(lane.street.path, NIGHT + timedelta(days=1))
    assert not HotIssue.objects.waiting().exists()
    assert HotIssue.objects.count() == 1


def test_what_the_office_raised_itself_is_no_complaint(
    lane: Lane, issue: HotIssue, dusty: list[Case]
) -> None:
    raised = take_up(issue, WORDING, members=(), by=lane.dispatcher, at=NIGHT)
    look_at(lane.street.path, NIGHT + timedelta(days=1))
    assert raised.pk not in issue.members.values_list("case", flat=True)


def test_a_group_over_two_grids_belongs_to_the_area_above_both(lane: Lane) -> None:
    cases = [lane.case(area=lane.grid), lane.case(area=lane.building), lane.case(area=lane.village)]
    found = note_issue([case.pk for case in cases], shared="", households=3, by=lane.dispatcher, at=hours(1))
    assert found.area_path == lane.village.path
