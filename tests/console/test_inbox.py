"""The inbox: what waits, the most urgent first, and the case beside it."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.models import Case
from tests.console.conftest import Enter, address, hidden
from tests.lane import Lane, hours

INBOX = "/console/inbox/"
RULES_ANEW = 2  # queries: once a second the rule books in force are looked up again
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def three(lane: Lane) -> list[Case]:
    """Said at eight, nine and ten o'clock."""
    said = ("楼道堆放杂物", "下水道堵了", "有人高空抛物")
    return [lane.case(words, at=hours(number)) for number, words in enumerate(said)]


def test_what_waits_longest_stands_first_and_is_shown_beside_the_list(
    enter: Enter, three: list[Case]
) -> None:
    page = enter("secretary").get(INBOX).content.decode()
    places = [page.index(f"case={case.number}") for case in three]
    assert places == sorted(places)
    assert "<blockquote" in page and "楼道堆放杂物" in page.partition("<blockquote")[2][:200]


def test_the_case_in_the_address_is_the_one_shown(enter: Enter, three: list[Case]) -> None:
    page = enter("secretary").get(f"{INBOX}?case={three[2].number}").content.decode()
    assert "高空抛物" in page.partition("<blockquote")[2][:200]


def test_nobody_sees_what_waits_in_another_village(enter: Enter, three: list[Case]) -> None:
    page = enter("neighbour").get(INBOX).content.decode()
    assert not any(case.number in page for case in three)
    assert enter("neighbour").get(f"{INBOX}?case={three[0].number}").status_code == 404


def test_a_case_that_has_been_sent_waits_no_longer(lane: Lane, enter: Enter, three: list[Case]) -> None:
    lane.bring(three[0], "offered")
    page = enter("secretary").get(INBOX).content.decode()
    assert three[0].number not in page and three[1].number in page


@pytest.mark.parametrize(("show", "shown"), [("sort", 1), ("send", 0)])
def test_the_list_can_be_narrowed_to_one_kind_of_waiting(
    lane: Lane, enter: Enter, three: list[Case], show: str, shown: int
) -> None:
    lane.bring(three[0], "triaged")
    page = enter("secretary").get(f"{INBOX}?show={show}").content.decode()
    assert (three[0].number in page, three[1].number in page) == (shown == 0, shown == 1)


def test_words_narrow_the_list(enter: Enter, three: list[Case]) -> None:
    page = enter("secretary").get(f"{INBOX}?words=下水道").content.decode()
    assert three[1].number in page and three[0].number not in page


def test_only_the_right_side_comes_when_only_that_is_asked_for(enter: Enter, three: list[Case]) -> None:
    answer = enter("secretary").get(f"{INBOX}?case={three[1].number}", headers=PART)
    page = answer.content.decode()
    assert "<html" not in page and "下水道堵了" in page


def test_after_sorting_the_same_case_stands_there_to_be_sent(enter: Enter, three: list[Case]) -> None:
    client = enter("secretary")
    page = client.get(f"{INBOX}?case={three[0].number}").content.decode()
    fields = hidden(page, address(three[0], "triage"))
    answer = client.post(
        address(three[0], "triage"),
        {**fields, "category": "04.lamp", "title": "楼道堆物", "area": str(three[0].area_id)},
    )
    assert answer.url == f"{INBOX}?case={three[0].number}"
    assert Case.objects.get(pk=three[0].pk).stage == "triaged"


def test_after_sending_the_next_case_stands_there(lane: Lane, enter: Enter, three: list[Case]) -> None:
    client = enter("secretary")
    lane.bring(three[0], "triaged")
    page = client.get(f"{INBOX}?case={three[0].number}").content.decode()
    fields = hidden(page, address(three[0], "dispatch"))
    answer = client.post(address(three[0], "dispatch"), {**fields, "holder": f"unit:{lane.office.pk}"})
    assert answer.url.startswith(f"{INBOX}?case=")
    assert three[0].number not in answer.url
    assert Case.objects.get(pk=three[0].pk).holder_organisation == lane.office


def test_a_refusal_in_the_inbox_keeps_list_and_typed_words(enter: Enter, three: list[Case]) -> None:
    client = enter("secretary")
    page = client.get(f"{INBOX}?case={three[0].number}").content.decode()
    fields = hidden(page, address(three[0], "triage"))
    typed = {**fields, "category": "", "other": "", "title": "我写的概要", "area": str(three[0].area_id)}
    answer = client.post(address(three[0], "triage"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "我写的概要" in page and "请选择是哪方面的事" in page and three[1].number in page


def test_an_empty_inbox_teaches_what_comes_here(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(INBOX).content.decode()
    assert "没有等待处理的事" in page and "/console/desk/" in page


@pytest.mark.parametrize("cases", [3, 30])
def test_the_page_takes_the_same_queries_however_much_waits(
    lane: Lane, enter: Enter, cases: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(cases):
        lane.case(f"第{number}件，路灯不亮")
    client = enter("secretary")
    client.get(INBOX)
    with django_assert_max_num_queries(26 + RULES_ANEW):  # type: ignore[attr-defined]
        client.get(INBOX)


def test_every_address_of_the_inbox_survives_nonsense(
    client: Client, enter: Enter, three: list[Case]
) -> None:
    secretary = enter("secretary")
    for query in ("after=nonsense", "words=%F0%9F%8C%9F", "case=", "view=%%%"):
        assert secretary.get(f"{INBOX}?{query}").status_code == 200
    assert secretary.get(f"{INBOX}?case=nobody").status_code == 404
