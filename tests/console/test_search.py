"""The one box of the console: cases, places, units and people, each as far as its reader may see it."""

from typing import Any

import pytest

from tests.console.conftest import Enter, address
from tests.lane import Lane

SEARCH = "/console/search/"


def found(enter: Enter, who: str, words: str) -> str:
    return str(enter(who).get(SEARCH, {"words": words}).content.decode())


def test_cases_places_units_and_people_stand_on_one_page(lane: Lane, enter: Enter) -> None:
    case = lane.case("店下网格的污水没人管")
    page = found(enter, "dispatcher", "店下")
    assert address(case) in page
    assert page.count("店下网格") > 1
    assert "安居物业" in found(enter, "dispatcher", "物业")
    assert "柳青禾" in found(enter, "dispatcher", "青禾")


def test_what_lies_elsewhere_is_not_found(lane: Lane, enter: Enter) -> None:
    case = lane.case("店下网格的污水没人管")
    for words in ("污水", "安居物业", "柳青禾", case.number):
        page = enter("neighbour").get(SEARCH, {"words": words}).context["results"]
        assert page.nothing, words


@pytest.mark.parametrize("words", ["", " ", "路", "'", '" OR "', "%", "_", "路" * 300])
def test_any_words_are_answered(lane: Lane, enter: Enter, words: str) -> None:
    assert enter("secretary").get(SEARCH, {"words": words}).status_code == 200


def test_the_page_takes_the_same_queries_however_much_there_is(
    lane: Lane, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        lane.case(f"第{number}件污水")
    client = enter("dispatcher")
    client.get(SEARCH, {"words": "污水"})
    with django_assert_max_num_queries(10):
        client.get(SEARCH, {"words": "污水"})
