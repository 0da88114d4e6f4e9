"""The message that asks whether it is solved: with a link of its own, where the installation knows its address."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.closing import rate
from linli.cases.actions.intake import Speaker
from linli.cases.models import Case, Rating
from linli.kit.actor import ANONYMOUS
from linli.kit.addresses import the_public_address_is_one
from linli.notices.models import Notice
from linli.notices.sentences import text_of
from linli.people.actions.contacts import confirm_phone
from linli.people.models import Contact
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider

pytestmark = pytest.mark.usefixtures("noon")
ADDRESS = "https://linli.example.org"


@pytest.fixture
def case(lane: Lane, noon: Any, provider: Provider) -> Case:
    noon.move_to(hours(6))
    speaker = Speaker(name="陈晓", phone="13900001234", way="message")
    return lane.bring(lane.case(speaker=speaker), "answered")


def texts(provider: Provider) -> list[str]:
    return [request.json["text"] for request in provider.requests if request.json.get("to")]


def test_the_message_holds_a_link_to_her_verdict(
    case: Case, provider: Provider, work: Work, settings: Any
) -> None:
    settings.LINLI_PUBLIC_ADDRESS = ADDRESS
    confirm_phone(Contact.objects.get(), by=ANONYMOUS, at=hours(6))
    work()
    (told,) = [text for text in texts(provider) if "答复" in text]
    found = re.search(rf"{ADDRESS}(/j/[0-9A-Z]{{26}}/)$", told)
    assert found is not None and case.number in told and len(told) < 120
    assert "看不清" not in told and "陈晓" not in told
    assert Client().post(found[1], {"verdict": "solved"}).status_code == 302
    assert Rating.objects.get(case=case).via == "link"


def test_without_an_address_it_asks_for_the_receipt(case: Case, provider: Provider, work: Work) -> None:
    work()
    (told,) = [text for text in texts(provider) if "答复" in text]
    assert "http" not in told and "查询码" in told


def test_once_she_has_judged_no_message_asks_again(
    lane: Lane, case: Case, provider: Provider, work: Work, settings: Any
) -> None:
    settings.LINLI_PUBLIC_ADDRESS = ADDRESS
    rate(case, verdict="solved", by=lane.resident(case), at=hours(6))
    work()
    assert texts(provider) and not [text for text in texts(provider) if "/j/" in text]


def test_nobody_else_who_is_told_gets_a_link(lane: Lane, case: Case, work: Work, settings: Any) -> None:
    settings.LINLI_PUBLIC_ADDRESS = ADDRESS
    work()
    for row in Notice.objects.exclude(case=None).exclude(contact=case.contact):
        assert "/j/" not in text_of(row, hours(6))
    mine = Notice.objects.get(name="case.answered", contact=case.contact)
    assert "/j/" in text_of(mine, hours(6))
    mine.number = "2603-ZZZZZZ"  # as of somebody whose case goes on in this one
    assert "/j/" not in text_of(mine, hours(6))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", []),
        ("https://testserver", []),
        ("http://localhost:8000", []),
        ("https://linli.example.org", ["linli.W001"]),
        ("linli.example.org", ["linli.E002"]),
        ("https://testserver/linli", ["linli.E002"]),
        ("javascript://testserver", ["linli.E002"]),
        ("https://[broken", ["linli.E002"]),
    ],
)
def test_a_wrong_address_is_told_before_anything_starts(settings: Any, address: str, told: list[str]) -> None:
    settings.LINLI_PUBLIC_ADDRESS = address
    assert [one.id for one in the_public_address_is_one(None)] == told
