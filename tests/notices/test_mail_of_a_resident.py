"""A resident may leave an e-mail address: sealed in the vault, opened only to write to her, each time with a line in her log."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from linli.cases.actions.intake import Speaker, usual_way
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.notices.follow import tell_people
from linli.notices.models import Notice, State
from linli.people.actions.contacts import correct_contact, erase_contact, keep_contact, look_at_contact
from linli.people.models import Contact, Look
from tests.api.conftest import send as send_to_api
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider

ADDRESS = "xiaoya.wang@example.org"
HERS = {"name": "王小丫", "phone": "13900001234", "mail": ADDRESS}
PORTAL, DESK = "/at/zhangjiashan/send/", "/console/desk/"
WORDS = "店下组村口的路灯坏了三盏。"

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def mails(settings: Any) -> None:
    settings.LINLI_MAIL_FROM, settings.LINLI_MAIL_NAME = "linli@example.org", "example.org"


@pytest.fixture
def answered(lane: Lane, noon: Any, provider: Provider) -> Case:
    case = lane.case(speaker=Speaker(**HERS, way="mail"))
    noon.move_to(hours(6))
    return lane.bring(case, "answered")


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


class TestVault:
    @pytest.fixture
    def contact(self, lane: Lane) -> Contact:
        return keep_contact(lane.grid, alias="邻居甲", **HERS, way="mail", by=SYSTEM, at=hours(0))

    def test_it_is_sealed_shown_to_one_look_and_erased_with_the_rest(
        self, lane: Lane, contact: Contact
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM people_contact")
            assert "example.org" not in str(cursor.fetchall())
        shown = look_at_contact(contact, by=lane.dispatcher, at=hours(1), purpose="arrange")
        assert shown.mail == ADDRESS and ADDRESS not in repr(shown) + repr(contact.mail)
        gone = erase_contact(contact, by=lane.dispatcher, at=hours(2))
        assert not now(gone).mail and now(gone).way == "code"

    def test_who_wants_a_letter_leaves_an_address_that_can_be_one(self, lane: Lane) -> None:
        for address in ("", "  ", "xiaoya", "a@b", "a@example.org\nBcc: b@example.org"):
            with pytest.raises(Refused, match="邮箱"):
                keep_contact(lane.grid, alias="邻居乙", mail=address, way="mail", by=SYSTEM, at=hours(0))
        assert not Contact.objects.exists()

    def test_it_is_corrected_at_her_wish(self, lane: Lane, contact: Contact) -> None:
        changed = correct_contact(contact, mail="new@example.org", by=lane.dispatcher, at=hours(1))
        assert now(changed).mail.open() == "new@example.org"
        with pytest.raises(Refused):
            correct_contact(contact, mail="nobody", by=lane.dispatcher, at=hours(1))

    @pytest.mark.parametrize(
        ("phone", "address", "way"),
        [("1", "a", "mail"), ("", "a", "mail"), ("1", "", "phone"), ("", "", "code")],
    )
    def test_where_she_does_not_choose_a_letter_comes_before_a_call(
        self, phone: str, address: str, way: str
    ) -> None:
        assert usual_way(phone, address) == way


class TestLetters:
    def test_she_reads_of_the_answer_there_and_her_log_tells_that_it_was_opened(
        self, answered: Case, provider: Provider, work: Work
    ) -> None:
        work()
        (letter,) = mail.outbox
        assert letter.to == [ADDRESS] and answered.number in letter.body
        assert provider.requests == []
        look = Look.objects.get()
        assert (look.purpose, look.account, look.contact) == ("deliver", None, answered.contact)

    def test_nothing_that_is_stored_or_written_tells_who_she_is(self, answered: Case, work: Work) -> None:
        work()
        (letter,) = mail.outbox
        said = letter.subject + letter.body
        stored = str(list(Notice.objects.values())) + str(list(Trace.objects.values()))
        for word in ("王小丫", "13900001234", ADDRESS, answered.alias, "新灯头"):
            assert word not in said
        assert not any(word in stored for word in ("王小丫", "13900001234", ADDRESS))

    @pytest.mark.parametrize("changed", [{"way": "code"}, {"mail": ""}])
    def test_who_took_it_back_meanwhile_gets_nothing(
        self, answered: Case, work: Work, changed: dict[str, str]
    ) -> None:
        for trace in Trace.objects.filter(name="case.answered"):
            tell_people.func(trace.pk)
        contact = Contact.objects.get()
        for name, value in changed.items():
            setattr(contact, name, value)
        contact.save()
        work()
        assert mail.outbox == [] and not Look.objects.exists()
        assert Notice.objects.get(contact=contact, name="case.answered").state == State.REFUSED

    def test_where_no_mail_is_set_up_none_is_promised_and_none_waits(
        self, lane: Lane, settings: Any, noon: Any, work: Work, client: Client
    ) -> None:
        assert not settings.LINLI_MAIL_FROM
        page = client.post("/at/zhangjiashan/say/", {"words": WORDS}).content.decode()
        assert 'name="phone"' in page and 'name="mail"' not in page
        case = lane.case(speaker=Speaker(**HERS, way="mail"))
        noon.move_to(hours(6))
        lane.bring(case, "answered")
        work()
        assert mail.outbox == [] and not Notice.objects.exclude(contact=None).exists()


@pytest.mark.usefixtures("mails")
class TestDoors:
    def test_the_portal_asks_for_it_and_keeps_what_was_typed_when_it_is_none(
        self, lane: Lane, client: Client
    ) -> None:
        page = client.post("/at/zhangjiashan/say/", {"words": WORDS}).content.decode()
        assert 'name="mail"' in page
        from tests.portal.conftest import hidden

        sent = {**hidden(page), "words": WORDS, "name": "王小丫"}
        refused = client.post(PORTAL, {**sent, "mail": "xiaoya@"}).content.decode()
        assert 'href="#id_mail"' in refused and "王小丫" in refused and not Case.objects.exists()
        assert client.post(PORTAL, {**sent, "mail": ADDRESS}).status_code == 302
        contact = Contact.objects.get()
        assert (contact.way, contact.mail.open(), bool(contact.phone)) == ("mail", ADDRESS, False)

    def test_the_desk_writes_it_down_with_her_consent(self, lane: Lane, client: Client) -> None:
        from linli.people.middleware import SECOND_FACTOR

        client.force_login(lane.accounts["secretary"])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        filled = {
            "key": "one-form",
            "channel": "phone",
            "words": WORDS,
            "area": str(lane.village.pk),
            "kind": "request",
            "way": "mail",
            "mail": ADDRESS,
        }
        refused = client.post(DESK, filled | {"right": "1"})
        assert refused.status_code == 422 and not Case.objects.exists()
        read = client.post(DESK, filled | {"agrees": "on"}).content.decode()
        assert "发到您留的邮箱" in read
        nothing = client.post(DESK, filled | {"agrees": "on", "right": "1", "mail": ""})
        assert "写下电子邮箱" in nothing.content.decode() and not Case.objects.exists()
        assert client.post(DESK, filled | {"agrees": "on", "right": "1"}).status_code == 302
        assert (Contact.objects.get().way, Contact.objects.get().mail.open()) == ("mail", ADDRESS)

    def test_a_program_hands_it_in_and_no_answer_shows_it(self, lane: Lane, client: Client) -> None:
        body = {"words": WORDS, "area": lane.grid.path, "speaker": {"mail": ADDRESS}}
        answer = send_to_api(client, "/cases", body)
        assert answer.status_code == 201 and ADDRESS not in answer.content.decode()
        assert Contact.objects.get().mail.open() == ADDRESS
        assert send_to_api(client, "/cases", body | {"speaker": {"mail": "nobody"}}).status_code == 422
