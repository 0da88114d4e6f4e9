"""The list of cases, the numbers of the day and the board from behind."""

from typing import Any

import pytest

from linli.cases.actions.publishing import publish
from linli.cases.models import Case
from tests.console.conftest import Enter, address
from tests.lane import Lane, hours

LIST = "/console/cases/"
RULES_ANEW = 2  # queries: once a second the rule books in force are looked up again


@pytest.fixture
def two(lane: Lane) -> tuple[Case, Case]:
    """One that waits and one that is closed."""
    return lane.case("下水道堵了三天"), lane.bring(lane.case(), "closed")


def shown(enter: Enter, query: str, *cases: Case, who: str = "secretary") -> list[bool]:
    page = enter(who).get(f"{LIST}?{query}").content.decode()
    return [f'href="{address(case)}"' in page for case in cases]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [True, True]),
        ("stage=open", [True, False]),
        ("stage=closed", [False, True]),
        ("category=04", [False, True]),
        ("kind=request", [True, True]),
        ("words=下水道", [True, False]),
        ("since=2026-03-02&until=2026-03-02", [True, True]),
        ("until=2026-03-01", [False, False]),
        ("late=on", [False, False]),
        ("mine=on", [False, False]),
    ],
)
def test_each_filter_is_a_part_of_the_address(
    enter: Enter, two: tuple[Case, Case], query: str, expected: list[bool]
) -> None:
    assert shown(enter, query, *two) == expected


def test_the_number_alone_finds_its_case(enter: Enter, two: tuple[Case, Case]) -> None:
    assert shown(enter, f"words={two[0].number}", *two) == [True, False]


def test_a_narrower_area_shows_only_what_lies_in_it(lane: Lane, enter: Enter, two: tuple[Case, Case]) -> None:
    beside = lane.case(area=lane.areas["other_village"])
    area = lane.areas["village"].path
    assert shown(enter, f"area={area}", two[0], beside, who="dispatcher") == [True, False]


def test_the_neighbours_see_nothing_of_it(enter: Enter, two: tuple[Case, Case]) -> None:
    assert shown(enter, "", *two, who="neighbour") == [False, False]


def test_a_filter_that_cannot_be_read_is_named_and_left_out(enter: Enter, two: tuple[Case, Case]) -> None:
    answer = enter("secretary").get(f"{LIST}?stage=nonsense&since=yesterday")
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert two[0].number in answer.content.decode()


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", f"unit={10**30}", "after=forged"])
def test_a_value_beyond_all_measure_breaks_nothing(enter: Enter, two: tuple[Case, Case], query: str) -> None:
    assert enter("secretary").get(f"{LIST}?{query}").status_code == 200


def test_pages_follow_one_another_without_a_gap(lane: Lane, enter: Enter) -> None:
    cases = [lane.case(f"第{number}件路灯不亮", at=hours(number / 60)) for number in range(60)]
    client = enter("secretary")
    first = client.get(LIST)
    after = first.context["page"].after
    second = client.get(f"{LIST}?after={after}")
    numbers = [row["case"].number for page in (first, second) for row in page.context["rows"]]
    assert numbers == [case.number for case in reversed(cases)]


@pytest.mark.parametrize("cases", [2, 40])
def test_the_list_takes_the_same_queries_however_long_it_is(
    lane: Lane, enter: Enter, cases: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(cases):
        lane.case(f"第{number}件路灯不亮")
    client = enter("secretary")
    client.get(LIST)
    with django_assert_max_num_queries(8 + RULES_ANEW):
        client.get(LIST)


class TestLooks:
    def test_a_look_is_kept_under_its_name_and_can_be_forgotten(self, enter: Enter, lane: Lane) -> None:
        client = enter("secretary")
        kept = client.post(f"{LIST}look/", {"name": "本周", "query": "stage=open&late=on"}, follow=True)
        assert kept.redirect_chain[-1][0] == f"{LIST}?stage=open&late=on"
        assert "本周" in kept.content.decode()
        gone = client.post(
            f"{LIST}look/", {"name": "本周", "query": "stage=open&late=on", "forget": "1"}, follow=True
        )
        assert ">本周<" not in gone.content.decode()

    def test_a_cookie_that_nobody_issued_is_as_good_as_none(self, enter: Enter) -> None:
        client = enter("secretary")
        client.cookies["case_looks"] = "forged"
        assert client.get(LIST).status_code == 200


class TestStart:
    def test_each_number_of_the_day_leads_to_as_many_rows(
        self, lane: Lane, enter: Enter, two: tuple[Case, Case]
    ) -> None:
        lane.bring(lane.case(), "offered")
        client = enter("secretary")
        for figure in client.get("/console/").context["figures"]:
            page = client.get(figure.address)
            rows = page.context.get("rows") if "rows" in page.context else page.context["inbox"].lines
            assert len(rows) == figure.count.number, figure.label

    def test_beyond_999_it_only_says_so(self) -> None:
        from linli.console.counting import Count

        assert [str(Count(number)) for number in (0, 999, 1000)] == ["0", "999", "999+"]

    def test_the_page_takes_the_same_queries_however_much_there_is(
        self, lane: Lane, enter: Enter, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            lane.case(f"第{number}件路灯不亮")
        client = enter("secretary")
        client.get("/console/")
        with django_assert_max_num_queries(12 + RULES_ANEW):
            client.get("/console/")


class TestBoard:
    def test_a_closed_case_waits_until_somebody_has_read_its_text(
        self, lane: Lane, enter: Enter, two: tuple[Case, Case]
    ) -> None:
        client, closed = enter("secretary"), two[1]
        assert closed.number in client.get("/console/board/").content.decode()
        publish(closed, title="路灯", problem="不亮", result="亮了", by=lane.secretary, at=hours(7))
        assert closed.number not in client.get("/console/board/").content.decode()
        assert closed.number in client.get("/console/board/?show=public").content.decode()

    def test_what_is_not_closed_does_not_wait_for_a_review(
        self, enter: Enter, two: tuple[Case, Case]
    ) -> None:
        assert two[0].number not in enter("secretary").get("/console/board/").content.decode()


class TestRail:
    def test_only_doors_that_open_for_the_reader_stand_in_it(self, enter: Enter) -> None:
        for name in ("secretary", "dispatcher", "clerk"):
            client = enter(name)
            for entry in client.get("/console/").context["rail"]:
                assert client.get(entry.address).status_code == 200, (name, entry.address)
