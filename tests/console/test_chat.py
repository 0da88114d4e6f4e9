"""A pasted chat in the office: found, ticked, raised once; the speaker is kept only when she agreed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.actions.intake import Intake
from linli.cases.actions.once_only import raise_once, source_key
from linli.cases.models import Case
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions.contacts import opened_text
from linli.people.models import Contact
from tests.console.conftest import Enter
from tests.lane import MONDAY, Lane

CHAT = "/console/chat/"
LAMP, GATE = "店下组村口的路灯坏了三盏", "垃圾桶满了。门口的井盖也松了！"
PASTE = f"柳絮 2026/2/27 10:23\n{LAMP}\n云朵 2026/2/27 10:25\n{GATE}\n雨点 2026/2/27 10:26\n收到"


@pytest.fixture
def office(enter: Enter) -> Client:
    return enter("secretary")


def looked(office: Client, lane: Lane, text: str = PASTE, **more: Any) -> Any:
    return office.post(CHAT, {"text": text, "area": lane.areas["village"].pk, "look": "1", **more})


def filled(page: Any) -> dict[str, Any]:
    """The second form as the page shows it."""
    paste = page.context["paste"]
    sent: dict[str, Any] = {
        "text": page.context["form"].cleaned_data["text"],
        "area": page.context["form"].cleaned_data["area"],
        "cuts": list(paste.cuts),
        "joins": list(paste.joins),
        "parts": list(paste.parts),
    }
    for offer in paste.offers:
        values = {bound.html_name: bound.value() for bound in offer.form}
        sent |= {name: value for name, value in values.items() if value not in {None, False, ""}}
    return sent


def raised(office: Client, lane: Lane, text: str = PASTE, **more: Any) -> Any:
    return office.post(CHAT, {**filled(looked(office, lane, text)), "raise": "1", **more})


def test_looking_shows_each_demand_and_writes_nothing_down(lane: Lane, office: Client) -> None:
    page = looked(office, lane)
    assert [offer.candidate.words for offer in page.context["paste"].demands] == [LAMP, GATE]
    assert [offer.candidate.words for offer in page.context["paste"].others] == ["收到"]
    assert page.context["paste"].offers[0].form["area"].value() == str(lane.areas["group"].pk)
    assert page.context["paste"].offers[0].form["category"].value() == "04.lamp"
    assert Case.objects.count() == 0


def test_what_is_ticked_is_raised_in_the_words_of_the_chat(lane: Lane, office: Client) -> None:
    page = raised(office, lane)
    assert page.status_code == 200
    case = Case.objects.get(words__text=LAMP)
    assert (case.channel, case.area, case.category) == ("chat", lane.areas["group"], "04.lamp")
    assert timezone.localtime(case.words.said_at).strftime("%Y-%m-%d %H:%M") == "2026-02-27 10:23"
    assert set(Case.objects.values_list("words__text", flat=True)) == {LAMP, GATE}


def test_the_same_paste_raises_nothing_twice(lane: Lane, office: Client) -> None:
    raised(office, lane)
    before = set(Case.objects.values_list("number", flat=True))
    again = raised(office, lane)
    longer = raised(office, lane, PASTE + "\n柳絮 2026/2/27 18:00\n三号楼停水了")
    assert before < set(Case.objects.values_list("number", flat=True)) and Case.objects.count() == 3
    for number in before:
        assert number in again.content.decode() and number in longer.content.decode()


def test_a_name_of_the_chat_is_nowhere_without_consent(lane: Lane, office: Client) -> None:
    raised(office, lane, **{"c0-consent": "declines"})
    assert not Contact.objects.exists()
    case = Case.objects.get(words__text=LAMP)
    stored = " ".join(str(value) for value in Case.objects.filter(pk=case.pk).values_list()[0])
    assert "柳絮" not in stored
    page = office.get(f"/console/cases/{case.number}/").content.decode()
    assert "问过反映人，不愿留名。" in page and "柳絮" not in page
    facts = Trace.objects.get(record_id=case.pk, name="case.raised").facts
    assert facts["consent"] == "declines" and "柳絮" not in str(facts)


def test_whoever_agreed_is_kept_in_the_vault_and_not_in_the_case(lane: Lane, office: Client) -> None:
    raised(office, lane, **{"c0-consent": "agrees", "c0-name": "柳絮", "c0-phone": "13800000000"})
    case = Case.objects.get(words__text=LAMP)
    assert opened_text(case.contact, "name") == "柳絮"
    assert case.contact.way == "phone" and "柳絮" not in case.title + case.alias


def test_a_number_without_consent_is_refused_and_the_others_are_raised(lane: Lane, office: Client) -> None:
    page = raised(office, lane, **{"c0-phone": "13800000000"})
    assert page.status_code == 409 and "13800000000" in page.content.decode()
    assert [case.words.text for case in Case.objects.all()] == [GATE]
    assert not Contact.objects.exists()


def test_a_message_with_two_demands_is_cut_by_hand(lane: Lane, office: Client) -> None:
    page = looked(office, lane)
    cut = office.post(CHAT, {**filled(page), "again": "1", "cut": "1.1"})
    assert [offer.candidate.words for offer in cut.context["paste"].demands] == [
        LAMP,
        "垃圾桶满了。",
        "门口的井盖也松了！",
    ]
    assert Case.objects.count() == 0
    office.post(CHAT, {**filled(cut), "raise": "1"})
    assert set(Case.objects.values_list("words__text", flat=True)) == {
        LAMP,
        "垃圾桶满了。",
        "门口的井盖也松了！",
    }


def test_what_was_decided_stays_when_something_is_cut(lane: Lane, office: Client) -> None:
    page = looked(office, lane)
    sent = {**filled(page), "again": "1", "cut": "1.1", "c0-title": "村口路灯"}
    assert "村口路灯" in office.post(CHAT, sent).content.decode()


def test_telltales_and_danger_are_pointed_out(lane: Lane, office: Client) -> None:
    page = looked(office, lane, "柳絮 10:00\n3栋着火了，找王阿姨 13812345678").content.decode()
    assert "119" in page
    assert {"13812345678", "王阿姨"} <= set(re.findall(r"<mark>(.*?)</mark>", page))


@pytest.mark.parametrize("text", ["", "   \n "])
def test_an_empty_paste_is_answered_with_a_sentence(lane: Lane, office: Client, text: str) -> None:
    assert looked(office, lane, text).status_code == 422


def test_an_area_of_others_cannot_be_chosen(lane: Lane, office: Client) -> None:
    page = looked(office, lane, area=lane.areas["other_village"].pk)
    assert page.status_code == 422 and LAMP in page.content.decode()


def test_a_long_paste_hands_the_rest_back(lane: Lane, office: Client) -> None:
    lines = "\n".join(f"邻居{n} 2026/2/27 10:{n:02}\n{n}号楼的路灯坏了" for n in range(33))
    page = looked(office, lane, lines)
    assert len(page.context["paste"].offers) == 30
    assert page.context["paste"].rest == "30号楼的路灯坏了\n\n31号楼的路灯坏了\n\n32号楼的路灯坏了"


def test_words_of_tomorrow_are_refused(lane: Lane) -> None:
    intake = Intake("灯坏了", lane.areas["grid"], "chat", source_key=source_key("chat", "x"))
    case = raise_once(intake, by=lane.secretary, at=MONDAY)
    assert raise_once(intake, by=lane.worker, at=MONDAY) == case
    late = Intake("水停了", lane.areas["grid"], "paper", said_at=MONDAY + timedelta(days=1), source_key="p:2")
    with pytest.raises(Refused):
        raise_once(late, by=lane.secretary, at=MONDAY)


def test_what_was_raised_whole_is_not_raised_again_when_it_is_cut(lane: Lane, office: Client) -> None:
    raised(office, lane)
    page = looked(office, lane, cut="1.1")
    office.post(CHAT, {**filled(page), "raise": "1"})
    assert list(Case.objects.values_list("words__text", flat=True).order_by("pk")) == [
        LAMP,
        GATE,
        "门口的井盖也松了！",
    ]


def test_a_look_at_a_paste_costs_few_queries_however_many_messages(
    lane: Lane, office: Client, django_assert_max_num_queries: Any
) -> None:
    looked(office, lane)
    lines = "\n".join(f"邻居{n} 2026/2/27 10:{n:02}\n店下组{n}号楼的路灯坏了" for n in range(20))
    with django_assert_max_num_queries(90):
        looked(office, lane, lines)
