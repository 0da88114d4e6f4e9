""" "Not ours", said on a phone: with a reason and a unit, and how it was decided."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.objecting import contest, reject, uphold
from linli.cases.models import Case, Objection
from linli.notices.models import Notice
from linli.notices.reads import receivers
from linli.notices.recipients import Who
from tests.lane import Lane, hours

Enter = Callable[[str], Client]


@pytest.fixture
def sent(lane: Lane) -> Case:
    case = lane.bring(lane.case(), "triaged")
    case = dispatch(case, post=lane.post("worker"), by=lane.secretary, at=hours(2))
    return accept(case, by=lane.worker, at=hours(2.5))


def form_of(case: Case) -> str:
    return f"/field/cases/{case.number}/contest/"


def test_the_worker_says_that_it_is_not_hers_and_whose_it_is(lane: Lane, enter: Enter, sent: Case) -> None:
    client = enter("worker")
    assert form_of(sent) in client.get(f"/field/cases/{sent.number}/").content.decode()
    page = client.get(form_of(sent)).content.decode()
    assert "槎市村委会" in page and "正在确认由谁办" in page and "不清楚" in page
    said = {
        "reason": "这盏灯归村委会管",
        "other": str(lane.units["villagers"].pk),
        "key": "c-1",
        "version": sent.version,
    }
    assert client.post(form_of(sent), said, follow=True).status_code == 200
    objection = Objection.objects.get(case=sent)
    assert (objection.reason, objection.proposed) == ("这盏灯归村委会管", lane.units["villagers"])
    sent.refresh_from_db()
    assert (sent.contested, sent.paused) == (True, True)
    page = client.get(f"/field/cases/{sent.number}/").content.decode()
    assert "由另一个单位来定" in page and "建议转给：槎市村委会" in page and form_of(sent) not in page


def test_without_a_reason_nothing_is_said_and_what_was_chosen_stays(
    lane: Lane, enter: Enter, sent: Case
) -> None:
    unit = str(lane.units["villagers"].pk)
    response = enter("worker").post(form_of(sent), {"reason": " ", "other": unit, "version": sent.version})
    assert response.status_code == 409 and f'value="{unit}" selected' in response.content.decode()
    assert not Objection.objects.exists()


def test_a_case_that_changed_meanwhile_is_looked_at_first(lane: Lane, enter: Enter, sent: Case) -> None:
    response = enter("worker").post(form_of(sent), {"reason": "不归我", "version": sent.version - 1})
    assert response.status_code == 409 and "不归我" in response.content.decode()
    assert not Objection.objects.exists()


def test_sent_twice_it_is_said_once(lane: Lane, enter: Enter, sent: Case) -> None:
    client = enter("worker")
    said = {"reason": "不归我", "key": "c-2", "version": sent.version}
    assert [client.post(form_of(sent), said).status_code for _ in range(2)] == [302, 302]
    assert Objection.objects.count() == 1


def test_whoever_does_not_have_the_case_reads_why_not(lane: Lane, enter: Enter, sent: Case) -> None:
    assert enter("helper").get(form_of(sent)).status_code == 404
    claimed = lane.bring(lane.case(), "taken")
    response = enter("helper").post(form_of(claimed), {"reason": "不归我", "version": claimed.version})
    assert response.status_code == 409 and not Objection.objects.exists()


@pytest.mark.parametrize("unit", ["999999", "abc", "-1"])
def test_a_unit_that_is_none_is_not_taken(enter: Enter, sent: Case, unit: str) -> None:
    said = {"reason": "不归我", "other": unit, "version": sent.version}
    assert enter("worker").post(form_of(sent), said).status_code == 409
    assert not Objection.objects.exists()


class TestOutcome:
    @pytest.fixture
    def contested(self, lane: Lane, enter: Enter, sent: Case) -> Case:
        unit = str(lane.units["villagers"].pk)
        enter("worker").post(form_of(sent), {"reason": "归村委会", "other": unit, "version": sent.version})
        return Case.objects.get(pk=sent.pk)

    def test_mine_after_all_stands_on_the_case_with_the_reason(
        self, lane: Lane, enter: Enter, contested: Case
    ) -> None:
        client = enter("worker")
        assert "还没定" in client.get("/field/mine/").content.decode()
        reject(contested, words="灯在网格里，归网格管", by=lane.secretary, at=hours(3))
        page = client.get(f"/field/cases/{contested.number}/").content.decode()
        assert "已经定了：归您办" in page and "灯在网格里" in page
        assert "归我办" in client.get("/field/mine/").content.decode()

    def test_not_mine_is_told_to_who_said_so_and_stands_among_hers(
        self, lane: Lane, enter: Enter, contested: Case
    ) -> None:
        case = uphold(contested, by=lane.secretary, at=hours(3))
        client = enter("worker")
        assert "已经定了：不归您办" in client.get(f"/field/cases/{case.number}/").content.decode()
        assert "异议成立，已转走" in client.get("/field/mine/").content.decode()
        told = receivers(Who.OBJECTOR, case, hours(3).date())
        assert [one.account.username for one in told if one.account] == ["worker"]
        assert not Notice.objects.exists()  # the follower runs in the worker

    def test_what_went_out_of_sight_is_named_and_not_opened(self, lane: Lane, enter: Enter) -> None:
        case = dispatch(
            lane.bring(lane.case(), "triaged"), organisation=lane.company, by=lane.secretary, at=hours(2)
        )
        case = accept(case, by=lane.property, at=hours(2.2))
        case = contest(case, reason="不归物业管", by=lane.property, at=hours(2.5))
        uphold(case, organisation=lane.villagers, by=lane.secretary, at=hours(3))
        page = enter("property").get("/field/mine/").content.decode()
        assert case.number in page and f"/field/cases/{case.number}/" not in page
