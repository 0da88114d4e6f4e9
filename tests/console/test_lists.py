"""The list of cases, the numbers of the day and the board from behind."""

from typing import Any

import pytest

from linli.cases.actions.publishing import publish
from linli.cases.columns import COLUMNS
from linli.cases.models import Case, SavedView
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
    numbers = [case.number for page in (first, second) for case in page.context["page"]]
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


class TestViews:
    QUERY = "stage=open&late=on&columns=number&columns=title"

    def kept(self, client: Any, name: str = "本周") -> SavedView:
        answer = client.post(f"{LIST}views/", {"name": name, "query": self.QUERY}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{LIST}?{self.QUERY}"
        assert f">{name}<" in answer.content.decode()
        return SavedView.objects.get(name=name)

    def change(self, client: Any, view: SavedView, **sent: Any) -> int:
        return int(client.post(f"{LIST}views/{view.pk}/", sent).status_code)

    def test_a_view_is_an_address_under_a_name(self, enter: Enter, lane: Lane) -> None:
        client = enter("secretary")
        view = self.kept(client)
        page = client.get(f"{LIST}?{view.query}").context
        assert [column.key for column in page["form"].shown] == ["number", "title"]
        assert self.change(client, view, act="rename", name="这周") == 302
        self.kept(client)
        assert self.change(client, view, act="rename", name="本周") == 302
        assert sorted(SavedView.objects.values_list("name", flat=True)) == ["本周", "这周"]
        assert self.change(client, view, act="remove") == 302
        assert SavedView.objects.count() == 1

    def test_the_same_name_again_replaces_the_view(self, enter: Enter, lane: Lane) -> None:
        client = enter("secretary")
        self.kept(client)
        client.post(f"{LIST}views/", {"name": "本周", "query": "stage=closed"})
        assert SavedView.objects.get().query == "stage=closed"

    def test_only_who_shares_a_unit_sees_a_shared_view_and_nobody_else_changes_it(
        self, enter: Enter, lane: Lane
    ) -> None:
        view = self.kept(enter("dispatcher"))
        office, party = lane.units["office"].pk, lane.units["party"].pk
        assert "本周" not in enter("clerk").get(LIST).content.decode()
        self.change(enter("dispatcher"), view, act="share", unit=party)
        view.refresh_from_db()
        assert view.shared_with_id is None
        self.change(enter("dispatcher"), view, act="share", unit=office)
        assert "本周" in enter("clerk").get(LIST).content.decode()
        assert self.change(enter("secretary"), view, act="remove") == 404
        self.change(enter("clerk"), view, act="remove")
        assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("channel=portal", [True, True]),
        ("end_state=solved", [False, True]),
        ("verdict=solved", [False, True]),
        ("verdict=unsolved", [False, False]),
        ("rung=1", [True, True]),
        ("rung=2", [False, False]),
        ("sort=oldest", [True, True]),
        ("sort=due", [True, False]),
        ("post=999999", [True, True]),
    ],
)
def test_every_further_filter_is_a_part_of_the_address_too(
    enter: Enter, two: tuple[Case, Case], query: str, expected: list[bool]
) -> None:
    assert shown(enter, query, *two) == expected


def test_a_person_and_a_unit_are_filters_and_all_columns_can_be_shown(
    lane: Lane, enter: Enter, two: tuple[Case, Case], django_assert_max_num_queries: Any
) -> None:
    held = lane.bring(lane.case(), "taken")
    assert shown(enter, f"post={lane.post('volunteer').pk}&narrow=1", *two, held) == [False, True, True]
    assert shown(enter, f"unit={lane.units['team'].pk}", *two, held) == [False, True, True]
    client, every = enter("secretary"), "&".join(f"columns={key}" for key in COLUMNS)
    client.get(LIST)
    with django_assert_max_num_queries(8 + RULES_ANEW):
        assert client.get(f"{LIST}?{every}").status_code == 200


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
            groups = client.get("/console/").context["rail"]
            for entry in (entry for group in groups for entry in group.entries):
                assert client.get(entry.address).status_code == 200, (name, entry.address)
