"""At the desk: written down, read back, handed over on paper."""

from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case
from linli.cases.receipts import code_for
from linli.people.actions.contacts import opened_text
from tests.console.conftest import Enter
from tests.lane import Lane

DESK = "/console/desk/"
WORDS = "店下组村口的路灯坏了三盏，老人家怕摔跤。"


@pytest.fixture
def desk(enter: Enter) -> Client:
    return enter("secretary")


def filled(lane: Lane, **more: Any) -> dict[str, Any]:
    return {
        "key": "one-form",
        "channel": "phone",
        "words": WORDS,
        "place_words": "店下组村口",
        "area": str(lane.areas["village"].pk),
        "kind": "request",
        "way": "code",
        **more,
    }


def test_the_first_sending_reads_back_and_writes_nothing_down(lane: Lane, desk: Client) -> None:
    page = desk.post(DESK, filled(lane)).content.decode()
    assert "请念给来访人听" in page and WORDS in page
    assert "店下组" in page and "“路灯”" in page
    assert Case.objects.count() == 0


def test_what_was_read_back_and_found_right_is_written_down(lane: Lane, desk: Client) -> None:
    answer = desk.post(DESK, filled(lane, right="1", picked=str(lane.areas["group"].pk), category="04.lamp"))
    case = Case.objects.get()
    assert answer.url == f"{DESK}{case.number}/receipt/"
    assert (case.channel, case.area, case.category) == ("phone", lane.areas["group"], "04.lamp")
    assert case.words.text == WORDS


def test_the_same_form_sent_twice_is_one_case(lane: Lane, desk: Client) -> None:
    for _again in range(2):
        assert desk.post(DESK, filled(lane, right="1")).status_code == 302
    assert Case.objects.count() == 1


def test_name_and_number_go_into_the_vault_and_only_with_consent(lane: Lane, desk: Client) -> None:
    named = {"name": "陈晓", "phone": "13812345678", "way": "phone", "right": "1"}
    refused = desk.post(DESK, filled(lane, **named))
    assert refused.status_code == 422 and "请先征得同意" in refused.content.decode()
    assert "陈晓" in refused.content.decode()
    desk.post(DESK, filled(lane, **named, agrees="on"))
    case = Case.objects.get()
    assert opened_text(case.contact, "name") == "陈晓"
    assert "陈晓" not in case.words.text + case.title + case.alias


def test_a_proxy_says_for_whom_and_the_vault_keeps_it(lane: Lane, desk: Client) -> None:
    without = desk.post(DESK, filled(lane, right="1", proxy="on"))
    assert without.status_code == 422
    desk.post(DESK, filled(lane, right="1", proxy="on", proxy_for="母亲"))
    assert "母亲" in opened_text(Case.objects.get().contact, "wishes")


def test_danger_words_show_the_number_to_call_first(lane: Lane, desk: Client) -> None:
    page = desk.post(DESK, filled(lane, words="楼下着火了，冒浓烟")).content.decode()
    assert "119" in page


@pytest.mark.parametrize("nothing", ["", "   ", "……"])
def test_without_words_nothing_is_written_down(lane: Lane, desk: Client, nothing: str) -> None:
    answer = desk.post(DESK, filled(lane, words=nothing, right="1"))
    assert answer.status_code in {409, 422}
    assert "店下组村口" in answer.content.decode()
    assert Case.objects.count() == 0


def test_an_area_outside_her_posts_cannot_be_chosen(lane: Lane, desk: Client) -> None:
    answer = desk.post(DESK, filled(lane, right="1", area=str(lane.areas["other_village"].pk)))
    assert answer.status_code == 422
    assert Case.objects.count() == 0


def test_the_paper_carries_number_code_and_drawing(lane: Lane, desk: Client) -> None:
    page = desk.post(DESK, filled(lane, right="1"), follow=True).content.decode()
    case = Case.objects.get()
    assert case.number in page and code_for(case) in page and "<svg" in page


def test_nobody_else_can_print_it_again(lane: Lane, enter: Enter, desk: Client) -> None:
    desk.post(DESK, filled(lane, right="1"))
    case = Case.objects.get()
    assert enter("secretary").get(f"{DESK}{case.number}/receipt/").status_code == 404


def test_the_form_carries_a_key_of_its_own(desk: Client) -> None:
    first, second = (str(desk.get(DESK).context["form"]["key"].value()) for _ in range(2))
    assert first and first != second
