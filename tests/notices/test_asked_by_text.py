"""A number that was typed for a matter is asked by a text message whether it is hers, before it learns anything."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from linli.cases.actions.intake import Speaker
from linli.cases.models import Case, Rating
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.notices.addresses import number_token_of, token_of
from linli.notices.models import Notice, State
from linli.people.actions.contacts import correct_contact, erase_contact, keep_contact, look_at_contact
from linli.people.middleware import SECOND_FACTOR
from linli.people.models import Contact, Look
from tests.lane import MONDAY, Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider

ORIGIN = "https://testserver"
PHONE = "13900001234"
WORDS = "店下组村口的路灯坏了三盏。"
HERS = Speaker(name="王小丫", phone=PHONE, way="message")

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def linked(settings: Any, provider: Provider) -> None:
    settings.LINLI_PUBLIC_ADDRESS = ORIGIN


@pytest.fixture
def case(lane: Lane) -> Case:
    return lane.case(WORDS, speaker=HERS)


def texts(provider: Provider) -> list[str]:
    return [request.json["text"] for request in provider.requests if "text" in request.json]


def link_in(text: str) -> str:
    found = re.search(rf"{ORIGIN}(/sms/[^/]+/yes/)", text)
    assert found is not None
    return found[1]


def contact_now() -> Contact:
    return Contact.objects.get()


def answered(lane: Lane, case: Case, noon: Any, work: Work) -> Case:
    noon.move_to(hours(6))
    case = lane.bring(case, "answered")
    work()
    return case


class TestMessages:
    def test_the_first_one_asks_and_holds_nothing_of_the_matter(
        self, case: Case, work: Work, provider: Provider
    ) -> None:
        work()
        (text,) = texts(provider)
        assert text.count("http") == 1 and link_in(text) and len(text) < 180
        for word in (case.number, "王小丫", "路灯", case.area.name, "/j/", case.alias):
            assert word not in text
        assert provider.requests[0].json["to"] == PHONE
        assert Look.objects.get().purpose == "deliver"

    def test_nothing_else_goes_there_before_it_says_yes(
        self, lane: Lane, case: Case, noon: Any, work: Work, provider: Provider
    ) -> None:
        answered(lane, case, noon, work)
        assert [link_in(text) for text in texts(provider)]
        assert len(texts(provider)) == 1
        assert Notice.objects.get(name="case.answered", contact=contact_now()).state == State.HELD

    def test_opening_the_link_is_no_yes_and_the_button_is(
        self, lane: Lane, case: Case, noon: Any, work: Work, provider: Provider
    ) -> None:
        answered(lane, case, noon, work)
        link, strict = link_in(texts(provider)[0]), Client(enforce_csrf_checks=True)
        page = strict.get(link)
        assert "是我的号码" in page.content.decode() and page["X-Robots-Tag"] == "noindex, nofollow"
        for word in (case.number, "路灯", PHONE, "王小丫", "邮箱"):
            assert word not in page.content.decode()
        assert strict.post(link).status_code == 403 and contact_now().phone_confirmed_at is None
        assert Client().post(link).status_code == 200
        assert contact_now().phone_confirmed_at == hours(6)
        work()
        _asked, told = texts(provider)
        assert case.number in told and "/j/" in told
        assert Trace.objects.get(name="contact.phone_confirmed").actor_kind == "anonymous"

    def test_another_number_is_asked_itself_and_the_old_link_is_none(
        self, lane: Lane, case: Case, noon: Any, work: Work, provider: Provider
    ) -> None:
        work()
        old = link_in(texts(provider)[0])
        Client().post(old)
        noon.move_to(hours(4))
        correct_contact(contact_now(), phone="13911112222", by=lane.dispatcher, at=hours(4))
        assert contact_now().phone_confirmed_at is None and Client().post(old).status_code == 404
        work()
        assert provider.requests[-1].json["to"] == "13911112222"
        assert Client().post(link_in(texts(provider)[-1])).status_code == 200

    @pytest.mark.parametrize("how", ["erased", "nonsense", "short", "of mail"])
    def test_a_link_that_is_none_leads_nowhere(self, lane: Lane, how: str) -> None:
        lane.case(WORDS, speaker=Speaker(phone=PHONE, mail="xiaoya@example.org", way="message"))
        kept, good = contact_now(), number_token_of(contact_now())
        link = {"erased": good, "nonsense": "nonsense", "short": good[4:], "of mail": token_of(kept)}[how]
        address = f"/sms/{link}/yes/"
        if how == "erased":
            assert Client().get(address).status_code == 200
            erase_contact(kept, by=lane.dispatcher, at=hours(4))
        assert Client().get(address).status_code == Client().post(address).status_code == 404

    def test_a_number_is_asked_three_times_a_day_however_many_matters_name_it(
        self, lane: Lane, work: Work, provider: Provider
    ) -> None:
        for number in range(5):
            lane.case(f"第{number}件路灯不亮", speaker=HERS)
        work()
        assert len(texts(provider)) == 3

    def test_nobody_is_woken_by_the_question(
        self, lane: Lane, noon: Any, work: Work, provider: Provider
    ) -> None:
        night = MONDAY.replace(hour=23, minute=30)
        noon.move_to(night)
        lane.case(WORDS, speaker=HERS, at=night)
        work()
        assert texts(provider) == []
        noon.move_to(night + timedelta(hours=12))
        work()
        assert len(texts(provider)) == 1

    def test_one_that_was_left_before_anybody_asked_is_asked_when_there_is_something_to_tell(
        self, lane: Lane, settings: Any, noon: Any, work: Work, provider: Provider
    ) -> None:
        settings.LINLI_PUBLIC_ADDRESS = ""
        case = lane.case(WORDS, speaker=HERS)
        work()
        settings.LINLI_PUBLIC_ADDRESS = ORIGIN
        answered(lane, case, noon, work)
        (text,) = texts(provider)
        Client().post(link_in(text))
        work()
        assert case.number in texts(provider)[1]

    def test_where_messages_hold_no_link_none_asks(
        self, lane: Lane, settings: Any, noon: Any, work: Work, provider: Provider
    ) -> None:
        settings.LINLI_PUBLIC_ADDRESS = ""
        answered(lane, lane.case(WORDS, speaker=HERS), noon, work)
        (text,) = texts(provider)
        assert "http" not in text and "查询码" in text

    def test_whoever_waits_for_a_call_is_asked_nothing(
        self, lane: Lane, work: Work, provider: Provider
    ) -> None:
        lane.case(WORDS, speaker=Speaker(phone=PHONE, way="phone"))
        work()
        assert texts(provider) == []


class TestDoors:
    @pytest.fixture
    def desk(self, lane: Lane, client: Client) -> Client:
        client.force_login(lane.accounts["secretary"])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    @pytest.mark.parametrize(("ticked", "asked"), [(True, 0), (False, 1)])
    def test_the_desk_reads_it_back_or_a_message_asks(
        self, lane: Lane, desk: Client, work: Work, provider: Provider, ticked: bool, asked: int
    ) -> None:
        sent = {"key": "one-form", "channel": "phone", "words": WORDS, "area": str(lane.village.pk)}
        sent |= {"kind": "request", "way": "message", "phone": PHONE, "agrees": "on"}
        sent |= {"phone_read_back": "on"} if ticked else {}
        assert "我们发短信到" in desk.post("/console/desk/", sent).content.decode()
        assert desk.post("/console/desk/", sent | {"right": "1"}).status_code == 302
        work()
        assert (contact_now().phone_confirmed_at is not None, len(texts(provider))) == (ticked, asked)
        assert Trace.objects.get(name="contact.kept").facts == ({"phone_read_back": True} if ticked else {})

    def test_only_the_desk_can_say_so(self, lane: Lane) -> None:
        said = {"alias": "甲", "phone": PHONE, "way": "message", "phone_read_back": True}
        for actor in (SYSTEM, ANONYMOUS, lane.volunteer):
            with pytest.raises(Refused, match="窗口"):
                keep_contact(lane.grid, **said, by=actor, at=hours(0))
        assert not Contact.objects.exists()

    def test_who_looks_reads_whether_it_said_yes(
        self, lane: Lane, case: Case, work: Work, provider: Provider
    ) -> None:
        def look(at: datetime) -> bool:
            shown = look_at_contact(contact_now(), by=lane.dispatcher, at=at, purpose="arrange")
            return shown.phone_is_confirmed

        assert not look(hours(4))
        work()
        Client().post(link_in(texts(provider)[0]))
        assert look(hours(5))

    def test_a_wrong_number_can_judge_nothing(
        self, lane: Lane, case: Case, noon: Any, work: Work, provider: Provider
    ) -> None:
        answered(lane, case, noon, work)
        with travel(hours(7), tick=False):
            Client().post(link_in(texts(provider)[0]).replace("/sms/", "/mail/"))
        assert contact_now().mail_confirmed_at is None and contact_now().phone_confirmed_at is None
        assert not Rating.objects.exists()
