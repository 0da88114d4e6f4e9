"""Other systems hear of promises, money, lists and milestones: signed, inside their area, and without any name."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from linli.cases.actions.listing import delist, enlist, keep_pledge, pledge, take_back_pledge
from linli.cases.actions.money import (
    confirm_spending,
    give_back,
    pledge_money,
    receive,
    reverse_money,
    spend,
)
from linli.cases.actions.projects import drop_milestone, plan, put_off, set_milestone, tick
from linli.cases.models import ListLine, MoneyLine, Pledge
from linli.console.connections.forms import EVENTS
from linli.kit.actor import SYSTEM
from linli.notices.actions.connecting import make_webhook
from linli.notices.channels import signing
from linli.notices.hooked import HOOKED, OPEN_BOOKS
from linli.notices.models import Delivery, Webhook
from linli.people.actions.accounts import open_account
from linli.people.actors import actor_for
from tests.cases.projects import listed, project
from tests.lane import CAST, Lane, hours
from tests.notices.conftest import Work
from tests.notices.provider import Provider, Request

pytestmark = pytest.mark.usefixtures("noon")

Tell = Callable[[], list[Any]]


@pytest.fixture
def hook(lane: Lane, provider: Provider) -> Webhook:
    return make_webhook(
        lane.street,
        name="平台",
        url=f"{provider.url}/in",
        events=HOOKED,
        secret="plum",
        by=SYSTEM,
        at=hours(0),
    )


@pytest.fixture
def told(hook: Webhook, provider: Provider, work: Work, noon: Any) -> Tell:
    """What went out since it was last asked, each message with its signature proved."""
    noon.move_to(hours(12))

    def since() -> list[Any]:
        work()
        found = [read(request) for request in provider.requests]
        provider.requests.clear()
        return found

    return since


def read(request: Request) -> Any:
    stamp = int(request.headers["x-linli-timestamp"])
    assert request.headers["x-linli-signature"] == f"sha256={signing.webhook('plum', stamp, request.body)}"
    assert request.headers["x-linli-event"] == request.json["event"]
    return request.json


def parts(messages: list[Any], key: str) -> list[tuple[str, Any]]:
    return [(message["event"], message[key]) for message in messages]


def things(lane: Lane, line: ListLine) -> Pledge:
    return pledge(line, kind="things", words="我们出十盏路灯", by=lane.liaison, at=hours(4))


def money(lane: Lane, line: ListLine) -> MoneyLine:
    found = pledge_money(line, amount=500_00, words="买路灯的钱", by=lane.liaison, at=hours(4)).money
    assert found is not None
    return found


def test_a_promise_is_told_when_made_kept_and_taken_back(lane: Lane, told: Tell) -> None:
    line = listed(lane)
    told()
    kept, broken = things(lane, line), things(lane, line)
    keep_pledge(kept, by=lane.secretary, at=hours(5))
    take_back_pledge(broken, reason="厂里停产了", by=lane.liaison, at=hours(6))
    said = told()
    assert parts(said, "pledge") == [
        ("case.pledged", {"id": kept.pk, "kind": "things"}),
        ("case.pledged", {"id": broken.pk, "kind": "things"}),
        ("case.pledge_kept", {"id": kept.pk}),
        ("case.pledge_taken_back", {"id": broken.pk}),
    ]
    assert {message["case"]["number"] for message in said} == {line.case.number}


def test_each_line_of_the_ledger_is_told_under_its_own_name(lane: Lane, told: Tell) -> None:
    line = listed(lane)
    promise = money(lane, line)
    told()
    receive(promise, amount=400_00, purpose="到账", by=lane.committee, at=hours(5))
    spent = spend(line.case, amount=100_00, purpose="买灯", by=lane.committee, at=hours(6))
    confirm_spending(spent, by=lane.secretary, at=hours(7))
    back = give_back(promise, amount=50_00, purpose="多出的", by=lane.committee, at=hours(8))
    reverse_money(back, reason="记错了", by=lane.committee, at=hours(9))
    assert parts(told(), "money") == [
        ("money.received", {"line": 2, "side": "received", "amount_fen": 400_00}),
        ("money.spent", {"line": 3, "side": "spent", "amount_fen": 100_00}),
        ("case.spending_confirmed", {"line": 3, "amount_fen": 100_00}),
        ("money.returned", {"line": 4, "side": "returned", "amount_fen": 50_00}),
        ("money.reversed", {"line": 5, "side": "returned", "amount_fen": -50_00, "reverses": 4}),
    ]


def test_lists_are_told_of_by_their_names_alone(lane: Lane, told: Tell) -> None:
    case = project(lane)
    told()
    words = {"title": "村口到祠堂的路", "wanted": "三百米土路想铺成水泥路。"}
    line = enlist(case, onto="projects", **words, by=lane.secretary, at=hours(3))
    delist(case, reason="先缓一缓", by=lane.secretary, at=hours(4))
    assert parts(told(), "list") == [
        ("case.enlisted", {"onto": "projects", "line": line.pk}),
        ("case.delisted", {"left": "projects", "line": line.pk}),
    ]


def test_the_steps_of_a_plan_are_told_with_their_days(lane: Lane, told: Tell) -> None:
    case = project(lane)
    told()
    days = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 6, 1)}
    plan(case, aim="三百米路铺好", lead=lane.post("clerk"), **days, by=lane.secretary, at=hours(3))
    one, other = (
        set_milestone(case, name=name, due_on=date(2026, 4, 1), by=lane.secretary, at=hours(3))
        for name in ("路基", "路面")
    )
    put_off(one, due_on=date(2026, 4, 9), reason="下雨", by=lane.secretary, at=hours(3))
    tick(one, by=lane.secretary, at=hours(3))
    drop_milestone(other, by=lane.secretary, at=hours(3))
    said = told()
    assert said[0]["plan"] == {"starts_on": "2026-03-02", "ends_on": "2026-06-01", "edition": 1}
    assert parts(said[1:], "milestone") == [
        ("case.milestone_set", {"id": one.pk, "due_on": "2026-04-01"}),
        ("case.milestone_set", {"id": other.pk, "due_on": "2026-04-01"}),
        ("case.milestone_put_off", {"id": one.pk, "due_on": "2026-04-09"}),
        ("case.milestone_ticked", {"id": one.pk, "done_on": "2026-03-02"}),
        ("case.milestone_dropped", {"id": other.pk}),
    ]


def test_no_message_says_who_gave_or_what_was_written(lane: Lane, told: Tell) -> None:
    line = listed(lane)
    entry = {"username": "swallow", "name": "燕归来", "password": "plum-blossom-7", "temporary": False}
    herself = actor_for(open_account(lane.areas["village"], **entry, by=SYSTEM, at=hours(0)), hours(0))
    own = pledge(line, kind="hands", words="周末来帮忙抬石头", named=True, by=herself, at=hours(4))
    given = money(lane, line)
    take_back_pledge(own, reason="腰伤还没好", by=herself, at=hours(5))
    reverse_money(given, reason="重复登记", by=lane.committee, at=hours(6))
    delist(line.case, reason="村里另有安排", by=lane.secretary, at=hours(7))
    said = told()
    assert {"case.pledge_taken_back", "money.reversed", "case.delisted"} <= {one["event"] for one in said}
    sent = json.dumps(said, ensure_ascii=False)
    words = [
        "swallow",
        "燕归来",
        "抬石头",
        "腰伤",
        "重复登记",
        "另有安排",
        "买路灯",
        line.title,
        line.case.alias,
    ]
    names = [called for called, *_rest in CAST.values()] + [unit.name for unit in lane.units.values()]
    assert [word for word in (*words, *names) if word in sent] == []
    assert "account" not in sent and "post" not in sent


def test_nobody_outside_its_area_and_nobody_who_did_not_choose_it_hears_of_a_promise(
    lane: Lane, hook: Webhook, told: Tell
) -> None:
    line = listed(lane)
    told()
    Webhook.objects.update(area_path=lane.other_village.path)
    things(lane, line)
    assert told() == []
    Webhook.objects.update(area_path=lane.street.path, events=["money.received"])
    receive(money(lane, line), amount=100_00, purpose="到账", by=lane.committee, at=hours(5))
    assert [message["event"] for message in told()] == ["money.received"]


def test_a_sealed_category_is_told_of_to_nobody(
    lane: Lane, told: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = listed(lane)
    told()
    monkeypatch.setattr("linli.governance.model.RuleBook.is_sealed", lambda *_: True)
    things(lane, line)
    assert told() == []


def test_every_event_has_its_words_and_fits_its_column() -> None:
    assert set(EVENTS) == set(HOOKED) and set(OPEN_BOOKS) <= set(HOOKED)
    longest = Delivery._meta.get_field("name").max_length
    assert longest is not None and max(map(len, HOOKED)) <= longest
