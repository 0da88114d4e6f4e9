import re

import pytest
from django.test import Client

from linli.cases.actions.publishing import publish, unpublish
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

BOARD = f"{HOME}board/"


@pytest.fixture
def published(lane: Lane) -> list[str]:
    """Twenty-three results, the newest last."""
    numbers = []
    for number in range(23):
        case = lane.bring(lane.case(), "closed")
        publish(
            case,
            title=f"路灯修好了第{number}处",
            problem="路灯不亮。",
            result="换了灯头。",
            by=lane.dispatcher,
            at=hours(8 + number),
        )
        numbers.append(case.number)
    return numbers


def titles(html: str) -> list[int]:
    return [int(found) for found in re.findall(r"第(\d+)处", html)]


def test_an_empty_board_says_what_will_stand_there(portal: Client) -> None:
    assert "这里还没有内容" in portal.get(BOARD).content.decode()


def test_the_newest_stand_first_and_pages_lead_on_and_back(
    portal: Client, published: list[str], django_assert_num_queries
) -> None:
    portal.get(BOARD)
    with django_assert_num_queries(4):
        first = portal.get(BOARD).content.decode()
    assert titles(first) == list(range(22, 2, -1))
    older = portal.get("/at/zhangjiashan/board/" + re.search(r'rel="next" href="([^"]+)"', first)[1])
    assert titles(older.content.decode()) == [2, 1, 0]
    newer = portal.get(
        "/at/zhangjiashan/board/" + re.search(r'rel="prev" href="([^"]+)"', older.content.decode())[1]
    )
    assert titles(newer.content.decode()) == list(range(22, 2, -1))


def test_nothing_on_the_board_leads_to_a_resident_or_a_case(portal: Client, published: list[str]) -> None:
    html = portal.get(BOARD).content.decode()
    assert [number for number in published if number in html] == []
    assert "店下组" not in html


def test_results_stand_under_the_locality_s_own_words(portal: Client, published: list[str]) -> None:
    html = portal.get(BOARD).content.decode()
    assert "居民说“解决了”" in html
    assert "公共设施" in html


def test_it_can_be_narrowed_to_one_category(portal: Client, published: list[str]) -> None:
    assert titles(portal.get(f"{BOARD}?category=04").content.decode()) == list(range(22, 2, -1))
    assert titles(portal.get(f"{BOARD}?category=01").content.decode()) == []


@pytest.mark.parametrize("query", ["after=nonsense", "category=99", "after=" + "A" * 3000])
def test_an_address_that_nobody_made_shows_the_first_page(
    portal: Client, published: list[str], query: str
) -> None:
    assert len(titles(portal.get(f"{BOARD}?{query}").content.decode())) == 20


def test_what_was_taken_down_is_gone(portal: Client, lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    publish(case, title="路灯第1处", problem="不亮。", result="亮了。", by=lane.dispatcher, at=hours(8))
    unpublish(case, reason="写错了", by=lane.dispatcher, at=hours(9))
    assert titles(portal.get(BOARD).content.decode()) == []
