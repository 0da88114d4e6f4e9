from datetime import timedelta

import pytest
from django.test import Client

from linli.cases.actions.publishing import publish
from linli.cases.models import Publication
from linli.governance.actions.editions import bind, publish_edition
from linli.kit.actor import SYSTEM
from linli.places.entrances import code_for, entrance
from tests.lane import MONDAY, RULES, Lane, hours
from tests.portal.conftest import HOME


def test_one_locality_opens_by_itself(portal: Client) -> None:
    answer = portal.get("/")
    assert (answer.status_code, answer["Location"]) == (302, HOME)


def test_several_localities_are_offered_by_name(portal: Client, lane: Lane) -> None:
    bind(lane.areas["other_village"], "zhangjiashan-two", "蛟湖村", by=SYSTEM, at=MONDAY)
    text = RULES.read_text("utf-8").replace('slug = "zhangjiashan"', 'slug = "zhangjiashan-two"')
    publish_edition(text, by=SYSTEM, at=MONDAY)
    html = portal.get("/").content.decode()
    assert HOME in html
    assert "/at/zhangjiashan-two/" in html


def test_without_any_locality_the_page_says_what_is_missing(db: None) -> None:
    assert "还没有开通的地方" in Client().get("/").content.decode()


def test_home_asks_the_locality_s_own_question(portal: Client, django_assert_num_queries) -> None:
    portal.get(HOME)
    with django_assert_num_queries(2):
        html = portal.get(HOME).content.decode()
    assert "您家里、村里有什么事要办？" in html
    assert "查进度" in html


def test_home_shows_what_was_published_lately(portal: Client, lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    publish(
        case, title="村口路灯亮了", problem="路灯不亮。", result="换了灯头。", by=lane.dispatcher, at=hours(8)
    )
    html = portal.get(HOME).content.decode()
    assert "村口路灯亮了" in html
    assert 'class="tag done"' in html


def test_only_what_was_solved_is_green(portal: Client, lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    publish(
        case, title="村口路灯", problem="路灯不亮。", result="等新线路。", by=lane.dispatcher, at=hours(8)
    )
    Publication.objects.update(end_state="explained_not_solvable")
    html = portal.get(HOME).content.decode()
    assert "解释说明" in html
    assert 'class="tag done"' not in html


@pytest.mark.parametrize("slug", ["nowhere", "zhangjiashan-x", "%E6%9D%91"])
def test_a_locality_that_nobody_set_up_is_not_there(portal: Client, slug: str) -> None:
    answer = portal.get(f"/at/{slug}/")
    assert answer.status_code == 404
    assert "这个地址没有内容" in answer.content.decode()


class TestCodeOnTheWall:
    def test_it_leads_home_with_the_place_filled_in(self, portal: Client, lane: Lane) -> None:
        code = code_for(lane.areas["building"])
        answer = portal.get(f"/q/{code.upper()}/")
        assert answer["Location"] == f"{HOME}?place={code}"
        assert "3栋" in portal.get(answer["Location"]).content.decode()

    @pytest.mark.parametrize("code", ["a", "b1", "zzz", "a!", "azzzzzzzzzzzz", "a９", "aÄ", "a-1"])
    def test_one_that_nobody_printed_is_not_there(self, portal: Client, code: str) -> None:
        assert portal.get(f"/q/{code}/").status_code == 404

    def test_one_of_a_closed_area_is_not_there(self, portal: Client, lane: Lane) -> None:
        area = lane.areas["building"]
        type(area).objects.filter(pk=area.pk).update(valid_to=(MONDAY - timedelta(days=1)).date())
        assert entrance(code_for(area)) is None
