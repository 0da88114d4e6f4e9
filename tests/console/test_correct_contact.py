"""A mistyped number or address of a speaker is put right from the page of her case."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.intake import Speaker
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.people.actions import appoint
from linli.people.models import Contact, Look
from tests.console.conftest import Enter, address, hidden
from tests.lane import Lane, hours
from tests.portal.conftest import open_with_code

ANNA = Speaker(name="金丝雀", phone="13900004821", way="message")
OFFERED = "有写错的：更正"


@pytest.fixture
def case(lane: Lane) -> Case:
    return lane.case(speaker=ANNA)


def contact_of(case: Case) -> Contact:
    found = Case.objects.get(pk=case.pk).contact
    assert found is not None
    return found


def looked(client: Client, case: Case) -> str:
    page: str = client.post(address(case, "look"), {"purpose": "call_back"}).content.decode()
    return page


def correct(client: Client, case: Case, **typed: str) -> Any:
    return client.post(address(case, "correct_contact"), typed)


def traces() -> dict[str, Any]:
    return dict(Trace.objects.filter(record_kind="people.contact").values_list("name", "facts"))


def test_the_form_stands_beside_what_was_looked_at_and_nowhere_else(enter: Enter, case: Case) -> None:
    office = enter("dispatcher")
    assert OFFERED not in office.get(address(case)).content.decode()
    page = looked(office, case)
    assert OFFERED in page and hidden(page, address(case, "correct_contact")) == {}


def test_what_is_typed_takes_the_place_of_what_was_and_the_rest_stays(enter: Enter, case: Case) -> None:
    answer = correct(enter("dispatcher"), case, phone="139 0000 4812", mail="")
    assert (answer.status_code, answer["Location"]) == (302, address(case))
    contact = contact_of(case)
    assert list(Contact.objects.with_phone("13900004812")) == [contact]
    assert (contact.name.open(), contact.mail, contact.way) == ("金丝雀", None, "message")


def test_a_number_asks_itself_unless_it_was_read_back(enter: Enter, case: Case) -> None:
    office = enter("dispatcher")
    correct(office, case, phone="13900004812")
    assert contact_of(case).phone_confirmed_at is None
    assert Trace.objects.filter(name="contact.number_left").count() == 2
    correct(office, case, phone="13900004813", phone_read_back="on")
    assert contact_of(case).phone_confirmed_at is not None
    assert Trace.objects.filter(name="contact.number_left").count() == 2


def test_an_address_that_was_read_back_is_hers(enter: Enter, case: Case) -> None:
    correct(enter("dispatcher"), case, mail="goldfinch@example.org", mail_read_back="on")
    assert contact_of(case).mail_confirmed_at is not None and contact_of(case).phone_confirmed_at is None
    assert "contact.mail_left" not in traces()


def test_the_trace_says_which_parts_and_never_what_stands_in_them(enter: Enter, case: Case) -> None:
    correct(enter("dispatcher"), case, phone="13900004812", phone_read_back="on", room="3-502")
    assert traces()["contact.corrected"] == {"parts": ["phone", "room"], "phone_read_back": True}
    assert not [facts for facts in traces().values() if "4812" in str(facts) or "502" in str(facts)]


def test_she_reads_in_her_log_that_it_was_corrected_and_by_which_office(enter: Enter, case: Case) -> None:
    correct(enter("dispatcher"), case, phone="13900004812")
    assert [look.purpose for look in Look.objects.filter(contact=contact_of(case))] == ["correct"]
    portal = Client()
    open_with_code(portal, case)
    page = portal.get(f"/c/{case.number}/").content.decode()
    assert "张家山街道办事处 街道调度员" in page and str(Look.Purpose.CORRECT.label) in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "12", "room": "3-502"}, "电话号码"),
        ({"mail": "nobody"}, "邮"),
        ({"phone": ""}, "请写上正确的内容"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_comes_back_as_typed(
    enter: Enter, case: Case, typed: dict[str, str], sentence: str
) -> None:
    answer = correct(enter("dispatcher"), case, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and OFFERED in page
    assert all(f'value="{value}"' in page for value in typed.values() if value)
    assert "13900004821" not in page and "金丝雀" not in page
    assert not Look.objects.exists() and "contact.corrected" not in traces()


def test_whose_post_does_not_open_it_corrects_nothing(enter: Enter, case: Case, lane: Lane) -> None:
    before, street = contact_of(case).phone_key, {"area": lane.street, "organisation": lane.office}
    appoint(
        lane.accounts["helper"],
        role="street_secretary",
        starts_on=date(2025, 3, 1),
        by=SYSTEM,
        at=hours(-30),
        **street,
    )
    answer = correct(enter("helper"), case, phone="13900004812")
    assert answer.status_code == 422 and "您的岗位" in answer.content.decode()
    assert correct(enter("neighbour"), case, phone="13900004812").status_code == 404
    assert contact_of(case).phone_key == before and not Look.objects.exists()


def test_who_left_nothing_has_nothing_to_correct(enter: Enter, lane: Lane) -> None:
    answer = correct(enter("dispatcher"), lane.case(), phone="13900004812")
    assert answer.status_code == 422 and not Contact.objects.exists()
