"""Givers hear what became of their promise; those who plan hear of promises, spendings to confirm, and late steps."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail

from linli.cases.actions.listing import keep_pledge, pledge, take_back_pledge
from linli.cases.actions.money import give_back, pledge_money, promise_money, receive, reverse_money, spend
from linli.cases.actions.projects import plan, put_off, set_milestone, tick
from linli.cases.models import Case, ListLine, MoneyLine, Pledge
from linli.cases.verbs import ACTIONS
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.notices.actions.connecting import choose
from linli.notices.follow import tell_people
from linli.notices.models import Notice, State
from linli.notices.reads import receivers
from linli.notices.recipients import GIVEN, LEDGER, MONEY_REVERSED, TABLE, Who
from linli.notices.sentences import title_of
from linli.notices.tending import watch_steps
from linli.people.actions.posts import appoint, end_post
from tests.cases.projects import listed
from tests.lane import ZONE, Lane, hours

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def line(lane: Lane) -> ListLine:
    return listed(lane)


def follow(case: Case) -> None:
    """What the worker does after each trace; done twice, since nothing is told twice."""
    for _round in range(2):
        for trace in Trace.objects.filter(record_kind="cases.case", record_id=case.pk).order_by("number"):
            tell_people.func(trace.pk)


def told(case: Case, name: str) -> list[str]:
    follow(case)
    rows = Notice.objects.filter(name=name, channel="inapp", case=case).select_related("account")
    return sorted(row.account.username for row in rows if row.account)


def things(lane: Lane, line: ListLine) -> Pledge:
    return pledge(line, kind="things", words="我们出十盏路灯", by=lane.liaison, at=hours(4))


def money(lane: Lane, line: ListLine) -> MoneyLine:
    return pledge_money(line, amount=500_00, words="买路灯的钱", by=lane.liaison, at=hours(4)).money


def planned(lane: Lane, case: Case) -> None:
    days = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 6, 1)}
    plan(case, aim="三百米路铺好", lead=lane.post("clerk"), **days, by=lane.secretary, at=hours(3))


def test_those_who_plan_hear_of_a_promise_and_the_giver_when_it_has_come(lane: Lane, line: ListLine) -> None:
    promised = things(lane, line)
    assert told(line.case, "case.pledged") == ["committee", "secretary"]
    keep_pledge(promised, by=lane.secretary, at=hours(5))
    assert told(line.case, "case.pledge_kept") == ["liaison"]


def test_whoever_answers_for_the_plan_hears_of_promises_too(lane: Lane, line: ListLine) -> None:
    planned(lane, line.case)
    things(lane, line)
    assert told(line.case, "case.pledged") == ["clerk", "committee", "secretary"]


def test_a_promise_that_is_refused_or_taken_back_is_told_to_the_other_side(
    lane: Lane, line: ListLine
) -> None:
    refused = things(lane, line)
    take_back_pledge(refused, reason="已经有了", by=lane.secretary, at=hours(5))
    assert told(line.case, "case.pledge_taken_back") == ["committee", "liaison"]
    own = things(lane, line)
    take_back_pledge(own, reason="没货了", by=lane.liaison, at=hours(6))
    last = Trace.objects.filter(name="case.pledge_taken_back").order_by("-pk").first()
    tell_people.func(last.pk)
    rows = Notice.objects.filter(event=f"trace:{last.pk}").values_list("account__username", flat=True)
    assert sorted(rows) == ["committee", "secretary"]


def test_the_giver_of_money_hears_of_each_line_about_it(lane: Lane, line: ListLine) -> None:
    promise, by = money(lane, line), {"by": lane.committee}
    came = receive(promise, amount=300_00, purpose="到账", **by, at=hours(5))
    give_back(promise, amount=100_00, purpose="结余退回", **by, at=hours(6))
    assert told(line.case, "money.pledged") == ["committee", "secretary"]
    assert told(line.case, "money.received") == ["liaison"]
    assert told(line.case, "money.returned") == ["liaison"]
    assert told(line.case, "money.reversed") == []
    back = MoneyLine.objects.get(side="returned")
    reverse_money(back, reason="记错了", **by, at=hours(7))
    reverse_money(came, reason="记错了", **by, at=hours(7))
    assert told(line.case, "money.reversed") == ["liaison", "liaison"]


def test_what_the_office_wrote_down_for_a_unit_is_told_to_the_unit(lane: Lane, line: ListLine) -> None:
    said = {"amount": 100_00, "purpose": "共建资金", "source": "partner", "organisation": lane.office}
    promise = promise_money(line.case, **said, by=lane.committee, at=hours(4))
    receive(promise, amount=100_00, purpose="到账", by=lane.committee, at=hours(5))
    assert told(line.case, "money.received") == ["liaison"]
    fiscal = promise_money(
        line.case, amount=5, purpose="奖补", source="fiscal", by=lane.committee, at=hours(6)
    )
    receive(fiscal, amount=5, purpose="到账", by=lane.committee, at=hours(7))
    assert told(line.case, "money.received") == ["liaison"]


def test_a_spending_is_told_to_a_second_person_and_never_to_its_writer(lane: Lane, line: ListLine) -> None:
    receive(money(lane, line), amount=500_00, purpose="到账", by=lane.committee, at=hours(5))
    line_ = spend(line.case, amount=50_00, purpose="买水泥", by=lane.committee, at=hours(6))
    assert told(line.case, "money.unconfirmed") == ["secretary"]
    reverse_money(line_, reason="记重了", by=lane.committee, at=hours(7))
    assert told(line.case, "money.reversed") == []


def test_when_the_writer_is_the_nearest_who_may_confirm_the_next_one_hears(
    lane: Lane, line: ListLine
) -> None:
    own = {"role": "oversight_member", "area": lane.areas["village"], "starts_on": date(2026, 3, 1)}
    appoint(lane.accounts["committee"], **own, by=SYSTEM, at=hours(1))
    end_post(lane.post("secretary"), on=hours(0).date(), by=SYSTEM, at=hours(4))
    receive(money(lane, line), amount=500_00, purpose="到账", by=lane.committee, at=hours(5))
    written = spend(line.case, amount=50_00, purpose="买水泥", by=lane.committee, at=hours(6))
    found = receivers(Who.SECOND, line.case, date(2026, 3, 2), facts={"line": written.number})
    assert [one.account.username for one in found if one.account] == ["dispatcher"]


def test_givers_hear_of_steps_and_of_the_end(lane: Lane, line: ListLine) -> None:
    planned(lane, line.case)
    things(lane, line)
    step = set_milestone(line.case, name="路基完工", due_on=date(2026, 4, 1), by=lane.secretary, at=hours(4))
    tick(step, by=lane.secretary, at=hours(5), on=date(2026, 3, 2))
    assert told(line.case, "pledge.step_reached") == ["liaison"]
    bystander = Notice.objects.filter(name="pledge.step_reached").exclude(account__username="liaison")
    assert not bystander.exists()
    case = ACTIONS["start"](line.case, by=lane.committee, at=hours(6))
    case = ACTIONS["answer"](case, text="路通了。", end_state="solved", by=lane.committee, at=hours(7))
    since = {"starts_on": date(2026, 3, 1), "by": SYSTEM, "at": hours(7)}
    appoint(lane.accounts["helper"], role="oversight_member", area=lane.areas["village"], **since)
    case = ACTIONS["verify"](case, verdict="solved", words="都通了", by=lane.helper, at=hours(8))
    ACTIONS["close"](case, by=lane.secretary, at=hours(9))
    assert told(case, "pledge.ended") == ["liaison"]


def test_whose_promise_was_taken_back_hears_no_more_of_it(lane: Lane, line: ListLine) -> None:
    planned(lane, line.case)
    take_back_pledge(things(lane, line), reason="没货了", by=lane.liaison, at=hours(5))
    reverse_money(money(lane, line), reason="不给了", by=lane.committee, at=hours(5))
    step = set_milestone(line.case, name="路基完工", due_on=date(2026, 4, 1), by=lane.secretary, at=hours(5))
    tick(step, by=lane.secretary, at=hours(6), on=date(2026, 3, 2))
    assert told(line.case, "pledge.step_reached") == []


def test_whoever_follows_in_the_post_of_a_unit_hears_in_her_place(lane: Lane, line: ListLine) -> None:
    promised = things(lane, line)
    at = {"by": SYSTEM, "at": hours(5)}
    end_post(lane.post("liaison"), on=hours(0).date(), **at)
    area, since = lane.areas["village"], date(2026, 3, 1)
    appoint(
        lane.accounts["helper"],
        role="liaison_cadre",
        area=area,
        organisation=lane.office,
        starts_on=since,
        **at,
    )
    keep_pledge(promised, by=lane.secretary, at=hours(6))
    assert told(line.case, "case.pledge_kept") == ["helper"]


def test_a_late_step_is_told_once_for_each_day_it_was_due(lane: Lane, line: ListLine) -> None:
    planned(lane, line.case)
    step = set_milestone(line.case, name="路基完工", due_on=date(2026, 3, 3), by=lane.secretary, at=hours(4))

    def at(day: int) -> str:
        return datetime.combine(date(2026, 3, day), time(9), tzinfo=ZONE).isoformat()

    assert watch_steps.func(at(3)) == 0
    assert watch_steps.func(at(4)) == 3 and watch_steps.func(at(4)) == 0 and watch_steps.func(at(5)) == 0
    assert told(line.case, "milestone.late") == ["clerk", "committee", "secretary"]
    put_off(step, due_on=date(2026, 3, 6), reason="下雨", by=lane.secretary, at=hours(5))
    assert watch_steps.func(at(5)) == 0 and watch_steps.func(at(7)) == 3
    tick(step, by=lane.secretary, at=hours(130), why_late="下雨")
    assert watch_steps.func(at(8)) == 0


def test_a_step_that_was_late_long_ago_is_not_news(lane: Lane, line: ListLine) -> None:
    planned(lane, line.case)
    set_milestone(line.case, name="路基完工", due_on=date(2026, 3, 3), by=lane.secretary, at=hours(4))
    assert watch_steps.func((hours(0) + timedelta(days=20)).isoformat()) == 0


def test_preferences_and_summaries_hold_for_promises_too(lane: Lane, line: ListLine, settings) -> None:
    settings.LINLI_MAIL_FROM = "linli@example.org"
    lane.accounts["liaison"].email = "liaison@example.org"
    lane.accounts["liaison"].save(update_fields=["email"])
    wish = {"mail": True, "sms": False, "digest": True, "digest_at": time(8)}
    choose(**wish, by=lane.liaison, at=hours(1))
    keep_pledge(things(lane, line), by=lane.secretary, at=hours(2.5))
    follow(line.case)
    row = Notice.objects.get(name="case.pledge_kept", channel="mail")
    assert row.state == State.GATHERED and mail.outbox == []


def test_a_giver_reads_the_public_page_and_nobody_is_named(lane: Lane, line: ListLine, client) -> None:
    keep_pledge(things(lane, line), by=lane.secretary, at=hours(5))
    Case.objects.filter(pk=line.case_id).update(holder_post=None)
    follow(line.case)
    row = Notice.objects.get(name="case.pledge_kept", channel="inapp")
    client.force_login(lane.accounts["liaison"])
    page = client.get("/console/notices/").content.decode()
    assert line.title in page and f"/console/notices/{row.pk}/" in page
    assert "柳青禾" not in page.replace("石上云", "")
    assert client.get(f"/console/notices/{row.pk}/").status_code == 302


def test_every_notice_about_a_promise_has_its_title() -> None:
    names = {line.called for lines in (*TABLE.values(), *LEDGER.values(), MONEY_REVERSED) for line in lines}
    names = (names | GIVEN) - {""}
    assert [name for name in names if title_of(name) == name] == []
