"""The list in the field and in the office, the wishes, and the page of connections."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.dispatch import dispatch
from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.notices.actions.connecting import join_robot, make_webhook
from linli.notices.channels import signing
from linli.notices.models import Delivery, Notice, Preference, Robot, State, Webhook
from linli.people.middleware import SECOND_FACTOR
from tests.lane import Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider, answer

Enter = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def enter(lane: Lane) -> Enter:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return sign_in


@pytest.fixture
def sent(lane: Lane, work: Work) -> Case:
    case = lane.bring(lane.case(), "triaged")
    case = dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    work()
    return case


class TestList:
    def test_the_bell_counts_and_opening_reads(self, sent: Case, enter: Enter) -> None:
        client = enter("worker")
        html = client.get("/field/notices/").content.decode()
        assert sent.number in html and "提醒 1" in html
        row = Notice.objects.get(channel="inapp")
        answer_ = client.get(f"/field/notices/{row.pk}/")
        assert answer_["Location"] == f"/field/cases/{sent.number}/"
        row.refresh_from_db()
        assert row.read_at == hours(3)
        assert "提醒 1" not in client.get("/field/notices/").content.decode()

    def test_another_s_notice_is_not_there(self, sent: Case, enter: Enter) -> None:
        row = Notice.objects.get(channel="inapp")
        assert enter("helper").get(f"/field/notices/{row.pk}/").status_code == 404
        assert enter("secretary").get(f"/console/notices/{row.pk}/").status_code == 404
        row.refresh_from_db()
        assert row.read_at is None

    def test_a_case_that_passed_on_is_told_without_a_link(
        self, lane: Lane, sent: Case, enter: Enter, work: Work
    ) -> None:
        case = dispatch(sent, organisation=lane.company, by=lane.secretary, at=hours(2.2))
        work()
        dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2.5))
        html = enter("property").get("/field/notices/").content.decode()
        row = Notice.objects.get(channel="inapp", account=lane.accounts["property"])
        assert sent.number in html and f"/field/notices/{row.pk}/" not in html

    def test_all_can_be_read_at_once(self, sent: Case, enter: Enter) -> None:
        assert enter("helper").post("/field/notices/read/").status_code == 302
        assert Notice.objects.filter(read_at=None).count() == 1
        assert enter("worker").post("/field/notices/read/").status_code == 302
        assert Notice.objects.filter(read_at=None).count() == 0

    def test_the_list_takes_the_same_queries_however_long_it_is(
        self, lane: Lane, sent: Case, enter: Enter, work: Work, django_assert_num_queries: Any
    ) -> None:
        client = enter("worker")
        client.get("/field/notices/")
        for number in (1, 9):
            for _ in range(number):
                case = lane.bring(lane.case(), "triaged")
                dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
            work()
            with django_assert_num_queries(6):  # session, account, posts, notices, cases, unread
                client.get("/field/notices/")

    def test_the_office_has_its_list_with_a_count_in_the_rail(
        self, lane: Lane, enter: Enter, work: Work
    ) -> None:
        case = lane.bring(lane.case(), "triaged")
        dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))
        work()
        page = enter("clerk").get("/console/notices/")
        assert page.status_code == 200 and case.number in page.content.decode()

    def test_wishes_are_kept_and_bad_ones_shown_again(self, lane: Lane, enter: Enter) -> None:
        client = enter("worker")
        assert client.post("/field/notices/wishes/", {"digest_at": "25:00"}).status_code == 422
        assert (
            client.post("/field/notices/wishes/", {"digest": "on", "digest_at": "18:30"}).status_code == 302
        )
        row = Preference.objects.get(account=lane.accounts["worker"])
        assert (row.mail, row.digest, f"{row.digest_at:%H:%M}") == (False, True, "18:30")
        assert "18:30" in client.get("/field/notices/wishes/").content.decode()


class TestWebhooks:
    @pytest.fixture
    def hook(self, lane: Lane, provider: Provider) -> Webhook:
        return make_webhook(
            lane.street,
            name="数据平台",
            url=f"{provider.url}/in",
            events=["case.dispatched", "case.answered"],
            secret="plum",
            by=SYSTEM,
            at=hours(0),
        )

    def test_each_chosen_step_is_told_signed_and_without_a_name(
        self, lane: Lane, hook: Webhook, provider: Provider, work: Work
    ) -> None:
        case = lane.bring(lane.case(), "triaged")
        dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
        work()
        (request,) = provider.requests
        stamp, signature = request.headers["x-linli-timestamp"], request.headers["x-linli-signature"]
        assert signature == f"sha256={signing.webhook('plum', int(stamp), request.body)}"
        assert (request.json["event"], request.json["case"]["number"]) == ("case.dispatched", case.number)
        assert not any(word in request.body.decode() for word in (case.alias, "路灯坏了", case.title))

    def test_it_is_tried_again_with_the_same_id_and_given_up_in_sight(
        self, lane: Lane, hook: Webhook, provider: Provider, work: Work, noon: Any, enter: Enter
    ) -> None:
        provider.usual = answer(b"", "503 No")
        case = lane.bring(lane.case(), "triaged")
        dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
        for _ in range(12):
            work()
            noon.shift(3600)
        row = Delivery.objects.get()
        assert (row.state, row.attempts, len(provider.requests)) == (State.REFUSED, 8, 8)
        assert {request.headers["x-linli-id"] for request in provider.requests} == {row.uid.hex}
        provider.usual = answer()
        client = enter("dispatcher")
        assert client.post(f"/console/connections/deliveries/{row.pk}/again/").status_code == 302
        work()
        row.refresh_from_db()
        assert row.state == State.SENT

    def test_one_outside_its_area_or_taken_off_hears_nothing(
        self, lane: Lane, hook: Webhook, provider: Provider, work: Work, enter: Enter
    ) -> None:
        Webhook.objects.update(area_path=lane.other_village.path)
        lane.bring(lane.case(), "answered")
        Webhook.objects.update(area_path=lane.street.path, stopped_at=hours(1))
        lane.bring(lane.case(), "answered")
        work()
        assert Delivery.objects.count() == 0

    def test_the_office_makes_one_on_its_page_tests_it_and_takes_it_off(
        self, lane: Lane, provider: Provider, work: Work, enter: Enter
    ) -> None:
        client = enter("dispatcher")
        words = {"key": "k1", "name": "平台", "area": lane.street.pk, "events": ["case.closed"]}
        refused = client.post(
            "/console/connections/webhooks/new/", {**words, "url": "https://elsewhere.example/"}
        )
        assert refused.status_code == 422 and "LINLI_OUTBOUND_HOSTS" in refused.content.decode()
        made = client.post(
            "/console/connections/webhooks/new/", {**words, "key": "k2", "url": f"{provider.url}/in"}
        )
        hook = Webhook.objects.get()
        assert made["Location"] == f"/console/connections/webhooks/{hook.pk}/"
        client.post(f"/console/connections/webhooks/{hook.pk}/test/")
        work()
        assert [json.loads(request.body)["event"] for request in provider.requests] == ["test"]
        page = client.get(f"/console/connections/webhooks/{hook.pk}/").content.decode()
        assert hook.secret.open() in page and "已发送" in page
        client.post(f"/console/connections/webhooks/{hook.pk}/stop/")
        assert "平台" not in client.get("/console/connections/").content.decode()

    def test_who_does_not_keep_the_rule_book_cannot_come_near(
        self, lane: Lane, hook: Webhook, enter: Enter
    ) -> None:
        for name in ("volunteer", "neighbour"):
            assert enter(name).get("/console/connections/").status_code == 403
            assert enter(name).get(f"/console/connections/webhooks/{hook.pk}/").status_code == 403


class TestRobots:
    def test_a_group_is_joined_tested_and_taken_off(
        self, lane: Lane, provider: Provider, work: Work, enter: Enter
    ) -> None:
        client = enter("dispatcher")
        words = {"key": "k", "name": "志愿群", "area": lane.street.pk, "kind": "feishu", "token": "tok-1"}
        joined = client.post(
            "/console/connections/robots/new/", {**words, "organisation": lane.team.pk, "secret": "plum"}
        )
        assert joined.status_code == 302
        robot = Robot.objects.get()
        client.post(f"/console/connections/robots/{robot.pk}/test/")
        work()
        assert provider.requests[0].path == "/open-apis/bot/v2/hook/tok-1/"
        assert "tok-1" not in client.get("/console/connections/").content.decode()
        client.post(f"/console/connections/robots/{robot.pk}/stop/")
        assert "志愿群" not in client.get("/console/connections/").content.decode()

    def test_what_did_not_arrive_is_shown_and_can_be_sent_again(
        self, lane: Lane, provider: Provider, work: Work, enter: Enter
    ) -> None:
        join_robot(
            lane.street, kind="wecom", name="群", token="t", organisation=lane.office, by=SYSTEM, at=hours(1)
        )
        provider.script = [answer(b'{"errcode": 93000}')]
        case = lane.bring(lane.case(), "triaged")
        dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))
        work()
        row = Notice.objects.get(channel="wecom")
        client = enter("dispatcher")
        page = client.get("/console/connections/").content.decode()
        assert "code 93000" in page and case.number in page
        client.post(f"/console/connections/notices/{row.pk}/again/")
        work()
        row.refresh_from_db()
        assert (row.state, len(provider.requests)) == (State.SENT, 2)
