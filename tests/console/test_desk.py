"""At the desk: written down, read back, handed over on paper."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.numbers import LETTERS
from linli.cases.receipts import code_for
from linli.cases.serials import new_serial, serial_in
from linli.console.desk.spoken import spelled
from linli.people.actions.contacts import opened_text
from linli.people.models import Contact
from linli.places import entrances
from tests.console.conftest import Enter
from tests.lane import Lane
from tests.paper_text import pages_of

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


def test_the_questions_of_the_likely_category_are_asked_while_reading_back(lane: Lane, desk: Client) -> None:
    page = desk.post(DESK, filled(lane)).content.decode()
    assert "灯杆上的编号是多少？" in page
    desk.post(DESK, filled(lane, right="1", category="04.lamp", **{"q-pole": "A-017"}))
    assert Case.objects.get().details.get().said == "A-017"


def test_what_is_read_back_are_plain_sentences_ending_in_the_question(lane: Lane, desk: Client) -> None:
    named = {"name": "陈晓", "phone": "13812345678", "way": "phone", "agrees": "on"}
    page = desk.post(DESK, filled(lane, **named, proxy="on", proxy_for="母亲", other="04.lamp"))
    sentences = page.context["back"].sentences
    assert sentences[0].endswith(WORDS) and sentences[-1] == "这样记对吗？"
    said = "".join(sentences)
    assert "店下组村口" in said and "路灯" in said and "母亲" in said and "幺 三 八 幺，二 三 四 五" in said
    assert "陈晓" not in said


@pytest.mark.parametrize(
    ("code", "aloud"),
    [
        ("2611-7K3QX2", "二 六 幺 幺，七 K 三 Q，X 二"),
        ("A0B1", "A 零 B 幺"),
        ("13812345678", "幺 三 八 幺，二 三 四 五，六 七 八"),
    ],
)
def test_numbers_are_spelled_in_groups(code: str, aloud: str) -> None:
    assert spelled(code) == aloud


def test_for_whom_she_speaks_and_whether_that_person_agrees_stay_in_the_vault(
    lane: Lane, desk: Client
) -> None:
    desk.post(DESK, filled(lane, right="1", proxy="on", proxy_for="母亲", proxy_agreed="yes"))
    case = Case.objects.get()
    assert opened_text(case.contact, "wishes") == "替人反映：母亲（知情并同意）"
    assert "母亲" not in case.title + case.alias + case.place_words


def test_while_she_talks_danger_category_and_place_are_shown_and_nothing_is_kept(
    lane: Lane, desk: Client
) -> None:
    hints = desk.post(f"{DESK}hints/", filled(lane, words="店下组路灯坏了，还冒烟着火了")).content.decode()
    assert "119" in hints and "店下组" in hints and "路灯" in hints and "<html" not in hints
    assert desk.post(f"{DESK}hints/", {"words": "", "area": "x"}).status_code == 200
    assert not Case.objects.exists() and not Contact.objects.exists()


def test_the_receipt_is_printed_small_for_whoever_wrote_it_down(
    lane: Lane, desk: Client, enter: Enter
) -> None:
    desk.post(DESK, filled(lane, right="1"))
    case = Case.objects.get()
    for size in ("a6", "a5"):
        paper = desk.get(f"{DESK}{case.number}/receipt/{size}.pdf")
        assert paper["Content-Type"] == "application/pdf"
        (text,) = pages_of(b"".join(paper.streaming_content))
        text = text.replace("\n", "")
        assert case.number in text and code_for(case) in text and "张家山邻里" in text
        assert WORDS.replace("，", "") in text.replace("，", "")
    assert desk.get(f"{DESK}{case.number}/receipt/a3.pdf").status_code == 404
    assert enter("secretary").get(f"{DESK}{case.number}/receipt/a6.pdf").status_code == 404


def test_one_key_starts_the_next(lane: Lane, desk: Client) -> None:
    page = desk.post(DESK, filled(lane, right="1"), follow=True).content.decode()
    assert 'href="/console/desk/" aria-keyshortcuts="n"' in page and "linli-keys" in page


def test_blank_forms_carry_place_and_a_serial_of_their_own(lane: Lane, desk: Client) -> None:
    asked = {"area": lane.areas["village"].pk, "copies": "3"}
    paper = desk.post(f"{DESK}forms/", asked)
    pages = pages_of(b"".join(paper.streaming_content))
    serials = {match[0] for page in pages for match in re.finditer(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)}
    assert len(pages) == len(serials) == 3
    assert all(serial_in(serial) == serial for serial in serials)
    assert all("槎市村" in page and "张家山邻里" in page for page in pages)


@pytest.mark.parametrize("copies", ["0", "101", "x", ""])
def test_too_many_forms_or_none_are_refused(lane: Lane, desk: Client, copies: str) -> None:
    page = desk.post(f"{DESK}forms/", {"area": lane.areas["village"].pk, "copies": copies})
    assert page.status_code == 422


def test_a_paper_is_entered_once_with_the_day_that_stands_on_it(lane: Lane, desk: Client) -> None:
    serial = new_serial()
    paper = {"channel": "paper", "serial": serial.lower(), "said_on": "2026-02-25"}
    assert desk.post(DESK, filled(lane, right="1", **paper)).status_code == 302
    case = Case.objects.get()
    assert (case.channel, timezone.localdate(case.words.said_at)) == ("paper", date(2026, 2, 25))
    again = desk.post(DESK, filled(lane, right="1", key="another", words="另一件", **paper))
    assert again.status_code == 409 and case.number in again.content.decode()
    assert Case.objects.count() == 1


def test_a_scanned_form_brings_serial_and_place(lane: Lane, desk: Client) -> None:
    code = entrances.code_for(lane.areas["group"])
    scanned = f"https://linli.example/q/{code}/?paper={new_serial()}"
    desk.post(DESK, filled(lane, right="1", place_words="", serial=scanned))
    case = Case.objects.get()
    assert (case.area, case.place_words, case.channel) == (lane.areas["group"], "店下组", "paper")


@pytest.mark.parametrize("slip", ["7K3QX2FB", "abc", "7K3Q-X2F", "https://linli.example/q/a1/"])
def test_a_serial_that_no_form_carries_and_a_day_to_come_are_refused(
    lane: Lane, desk: Client, slip: str
) -> None:
    wrong = desk.post(DESK, filled(lane, right="1", serial=slip))
    assert wrong.status_code == 422 and WORDS in wrong.content.decode()
    late = desk.post(DESK, filled(lane, right="1", said_on="2026-03-20"))
    assert late.status_code == 422 and not Case.objects.exists()


def test_a_slip_of_the_pen_in_a_serial_is_found() -> None:
    serial = new_serial().replace("-", "")
    for place, sign in enumerate(serial[:-1]):
        other = LETTERS[(LETTERS.index(sign) + 1) % 32]
        assert serial_in(serial[:place] + other + serial[place + 1 :]) == ""


def test_something_else_at_the_place_of_a_case_begins_there(lane: Lane, desk: Client) -> None:
    case = lane.case(place_words="村口", area=lane.areas["group"])
    assert f'href="{DESK}?near={case.number}"' in desk.get(f"/console/cases/{case.number}/").content.decode()
    form = desk.get(f"{DESK}?near={case.number}").context["form"]
    assert (form["area"].value(), form["place_words"].value()) == (str(case.area_id), "村口")
    hidden = lane.case(area=lane.areas["other_village"], place_words="老井边")
    assert "老井边" not in desk.get(f"{DESK}?near={hidden.number}").content.decode()


def test_a_case_shows_on_which_day_it_was_said(lane: Lane, desk: Client) -> None:
    desk.post(DESK, filled(lane, right="1", channel="paper", said_on="2026-02-25"))
    case = Case.objects.get()
    assert "2月25日 周三说的" in desk.get(f"/console/cases/{case.number}/").content.decode()
