"""An address that was typed for a matter is asked whether it is hers. Until it says yes it learns nothing more."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from linli.cases.actions.intake import Speaker
from linli.cases.models import Case, Rating
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.notices.addresses import token_of
from linli.notices.follow import tell_people
from linli.notices.models import Notice, State
from linli.people.actions.contacts import correct_contact, erase_contact, keep_contact, look_at_contact
from linli.people.middleware import SECOND_FACTOR
from linli.people.models import Contact, Look
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider

ORIGIN = "https://testserver"
ADDRESS = "xiaoya.wang@example.org"
WORDS = "店下组村口的路灯坏了三盏。"
HERS = Speaker(name="王小丫", phone="13900001234", mail=ADDRESS, way="mail")

pytestmark = pytest.mark.usefixtures("noon", "provider")


@pytest.fixture(autouse=True)
def linked(settings: Any) -> None:
    settings.LINLI_PUBLIC_ADDRESS = ORIGIN


@pytest.fixture
def case(lane: Lane) -> Case:
    return lane.case(WORDS, speaker=HERS)


def link_in(letter: Any) -> str:
    return re.search(rf"{ORIGIN}(/mail/[^/]+/yes/)", letter.body)[1]  # type: ignore[index]


def contact_now() -> Contact:
    return Contact.objects.get()


def answered(lane: Lane, case: Case, noon: Any, work: Work) -> Case:
    noon.move_to(hours(6))
    case = lane.bring(case, "answered")
    work()
    return case


class TestLetters:
    def test_the_first_letter_asks_and_holds_nothing_of_the_matter(self, case: Case, work: Work) -> None:
        work()
        (letter,) = mail.outbox
        said = letter.subject + letter.body
        assert letter.to == [ADDRESS] and letter.subject == "这是您的邮箱吗？"
        assert said.count("http") == 1 and link_in(letter)
        area = case.area.name
        for word in (case.number, "王小丫", "路灯", area, "/j/", case.alias):
            assert word not in said
        assert Look.objects.get().purpose == "deliver"

    def test_nothing_else_goes_there_before_it_says_yes(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        answered(lane, case, noon, work)
        assert [letter.subject for letter in mail.outbox] == ["这是您的邮箱吗？"]
        assert Notice.objects.get(name="case.answered", contact=contact_now()).state == State.HELD

    def test_opening_the_link_is_no_yes_and_the_button_is(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        answered(lane, case, noon, work)
        link, strict = link_in(mail.outbox.pop()), Client(enforce_csrf_checks=True)
        page = strict.get(link)
        assert "是我的邮箱" in page.content.decode() and page["X-Robots-Tag"] == "noindex, nofollow"
        for word in (case.number, "路灯", ADDRESS, "王小丫"):
            assert word not in page.content.decode()
        assert strict.post(link).status_code == 403 and contact_now().mail_confirmed_at is None
        assert Client().post(link).status_code == 200
        assert contact_now().mail_confirmed_at == hours(6)
        work()
        (letter,) = mail.outbox
        assert case.number in letter.body and "/j/" in letter.body

    def test_a_second_yes_sends_nothing_twice_and_says_who_signed_in_to_nobody(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        answered(lane, case, noon, work)
        link, client = link_in(mail.outbox.pop()), Client()
        client.force_login(lane.accounts["neighbour"])
        for _time in range(2):
            client.post(link)
            work()
        assert len(mail.outbox) == 1
        told = Trace.objects.get(name="contact.mail_confirmed")
        assert (told.actor_kind, told.account_id) == ("anonymous", None)
        assert "谢谢" in client.get(link).content.decode()

    def test_what_was_held_comes_once_of_each_kind(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        case = answered(lane, case, noon, work)
        row = Notice.objects.get(name="case.answered", contact=contact_now())
        again = Notice(name=row.name, event="trace:again", case=case, contact=row.contact, channel="mail")
        again.receiver, again.made_at, again.not_before = row.receiver, row.made_at, row.not_before
        again.state = State.HELD
        again.save()
        Client().post(link_in(mail.outbox.pop()))
        work()
        row.refresh_from_db()
        assert len(mail.outbox) == 1 and (row.state, row.folded_into) == (State.FOLDED, again)

    def test_who_said_yes_before_reads_of_the_answer_at_once(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        work()
        Client().post(link_in(mail.outbox.pop()))
        answered(lane, case, noon, work)
        (letter,) = mail.outbox
        assert case.number in letter.body

    def test_another_address_is_asked_itself_and_the_old_link_is_none(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        work()
        old = link_in(mail.outbox.pop())
        Client().post(old)
        noon.move_to(hours(4))
        correct_contact(contact_now(), mail="new@example.org", by=lane.dispatcher, at=hours(4))
        assert contact_now().mail_confirmed_at is None and Client().post(old).status_code == 404
        work()
        (letter,) = mail.outbox
        assert letter.to == ["new@example.org"] and Client().post(link_in(letter)).status_code == 200

    def test_a_letter_on_its_way_stops_when_the_address_changes(
        self, lane: Lane, case: Case, noon: Any, work: Work
    ) -> None:
        work()
        Client().post(link_in(mail.outbox.pop()))
        noon.move_to(hours(6))
        lane.bring(case, "answered")
        for told in Trace.objects.filter(name="case.answered"):
            tell_people.func(told.pk)
        correct_contact(contact_now(), mail="new@example.org", by=lane.dispatcher, at=hours(6))
        work()
        assert [letter.subject for letter in mail.outbox] == ["这是您的邮箱吗？"]

    @pytest.mark.parametrize("how", ["erased", "nonsense"])
    def test_a_link_of_an_address_that_is_gone_leads_nowhere(
        self, lane: Lane, case: Case, work: Work, how: str
    ) -> None:
        link = f"/mail/{token_of(contact_now())}/yes/" if how == "erased" else "/mail/nonsense/yes/"
        erase_contact(contact_now(), by=lane.dispatcher, at=hours(4))
        assert Client().get(link).status_code == Client().post(link).status_code == 404

    def test_an_address_is_asked_three_times_a_day_however_many_matters_name_it(
        self, lane: Lane, work: Work
    ) -> None:
        for number in range(5):
            lane.case(f"第{number}件路灯不亮", speaker=HERS)
        work()
        assert len(mail.outbox) == 3
        assert Notice.objects.filter(name="contact.confirm", state=State.REFUSED).count() == 2

    def test_where_letters_hold_no_link_none_asks(
        self, lane: Lane, settings: Any, noon: Any, work: Work
    ) -> None:
        """A number opens nothing without its code."""
        settings.LINLI_PUBLIC_ADDRESS = ""
        answered(lane, lane.case(WORDS, speaker=HERS), noon, work)
        (letter,) = mail.outbox
        assert "http" not in letter.body and "查询码" in letter.body

    def test_who_gets_no_letters_is_asked_nothing(self, lane: Lane, work: Work) -> None:
        lane.case(WORDS, speaker=Speaker(phone="13900001234", mail=ADDRESS, way="phone"))
        work()
        assert mail.outbox == []


class TestDoors:
    def filled(self, lane: Lane) -> dict[str, str]:
        return {
            "key": "one-form",
            "channel": "phone",
            "words": WORDS,
            "area": str(lane.village.pk),
            "kind": "request",
            "way": "mail",
            "mail": ADDRESS,
            "agrees": "on",
        }

    @pytest.fixture
    def desk(self, lane: Lane, client: Client) -> Client:
        client.force_login(lane.accounts["secretary"])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    @pytest.mark.parametrize(("ticked", "asked"), [(True, 0), (False, 1)])
    def test_the_desk_reads_it_back_or_a_letter_asks(
        self, lane: Lane, desk: Client, work: Work, ticked: bool, asked: int
    ) -> None:
        sent = self.filled(lane) | ({"mail_read_back": "on"} if ticked else {})
        assert f"邮箱：{ADDRESS}。" in desk.post("/console/desk/", sent).content.decode()
        assert desk.post("/console/desk/", sent | {"right": "1"}).status_code == 302
        work()
        assert (contact_now().mail_confirmed_at is not None, len(mail.outbox)) == (ticked, asked)
        assert Trace.objects.get(name="contact.kept").facts == ({"mail_read_back": True} if ticked else {})

    def test_only_the_desk_can_say_so(self, lane: Lane) -> None:
        for actor in (SYSTEM, ANONYMOUS, lane.volunteer):
            with pytest.raises(Refused, match="窗口"):
                keep_contact(
                    lane.grid,
                    alias="甲",
                    mail=ADDRESS,
                    way="mail",
                    mail_read_back=True,
                    by=actor,
                    at=hours(0),
                )
        assert not Contact.objects.exists()

    def test_the_portal_says_beforehand_and_on_the_receipt_that_a_letter_asks(
        self, lane: Lane, client: Client, work: Work
    ) -> None:
        from tests.portal.conftest import hidden

        page = client.post("/at/zhangjiashan/say/", {"words": WORDS}).content.decode()
        assert "先收到一封确认邮件" in page
        sent = {**hidden(page), "words": WORDS, "mail": ADDRESS, "mail_read_back": "on"}
        receipt = client.post("/at/zhangjiashan/send/", sent, follow=True)
        assert "确认邮件正在发往" in receipt.content.decode()
        work()
        assert contact_now().mail_confirmed_at is None
        client.post(link_in(mail.outbox.pop()))
        assert "确认邮件正在发往" not in client.get(receipt.redirect_chain[-1][0]).content.decode()

    def test_who_looks_reads_whether_it_said_yes(self, lane: Lane, case: Case, work: Work) -> None:
        def look() -> bool:
            shown = look_at_contact(contact_now(), by=lane.dispatcher, at=hours(4), purpose="arrange")
            return shown.mail_is_confirmed

        assert not look()
        work()
        Client().post(link_in(mail.outbox.pop()))
        assert look()

    def test_a_wrong_address_can_judge_nothing(
        self, lane: Lane, case: Case, noon: Any, work: Work, provider: Provider
    ) -> None:
        answered(lane, case, noon, work)
        assert not [letter for letter in mail.outbox if "/j/" in letter.body]
        assert not Rating.objects.exists() and not provider.requests
