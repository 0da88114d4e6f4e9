import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from linli.cases.actions.money import ledger_sums
from linli.cases.models import Achieved, Case, Milestone, MoneyLine, Plan, Pledge
from tests.cases.projects import listed, project
from tests.lane import MONDAY, Lane, hours

TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(hours(5), tick=False):
        yield


@pytest.fixture
def case(lane: Lane) -> Case:
    return project(lane)


@pytest.fixture
def enter(lane: Lane):
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        return client

    return sign_in


def send(client: Client, case: Case, step: str, target: int | None = None, **said: object):
    rest = f"{target}/" if target else ""
    return client.post(
        f"/console/cases/{case.number}/project/{step}/{rest}", {"key": f"{step}{said}"[:60], **said}
    )


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/console/cases/{case.number}/project/")
    assert answer.status_code == 200
    return answer.content.decode()


def plan(lane: Lane, client: Client, case: Case):
    return send(
        client,
        case,
        "plan",
        aim="路铺平，灯亮起来。",
        lead=lane.post("committee").pk,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=40),
    )


def test_a_project_is_planned_ticked_and_counted_on_its_page(lane: Lane, case: Case, enter) -> None:
    client = enter("secretary")
    assert "还没有计划" in page(client, case)
    assert send(client, case, "milestone", name="铺路", due_on=TODAY).status_code == 409
    assert plan(lane, client, case).status_code == 302
    assert send(client, case, "milestone", name="铺路", due_on=TODAY + timedelta(days=9)).status_code == 302
    assert send(client, case, "target", quantity="lamps", amount="57").status_code == 302
    assert send(client, case, "count", quantity="lamps", amount="31").status_code == 302
    assert "31 / 57 盏" in re.sub(r"\s+", " ", page(client, case))
    milestone = Milestone.objects.get()
    assert (
        send(client, case, "put-off", milestone.pk, due_on=date(2026, 4, 1), reason="下雨").status_code == 302
    )
    assert send(client, case, "tick", milestone.pk).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.done_on, milestone.why_later) == (TODAY, "下雨")
    assert Plan.objects.get().lead == lane.post("committee")


def test_a_wrong_figure_is_taken_back_by_a_counter_record(lane: Lane, case: Case, enter) -> None:
    client = enter("secretary")
    send(client, case, "count", quantity="path", amount="300")
    wrong = Achieved.objects.get()
    assert send(client, case, "uncount", wrong.pk, reason="量错了").status_code == 302
    assert send(client, case, "uncount", wrong.pk, reason="再来").status_code == 409
    assert sorted(Achieved.objects.values_list("amount", flat=True)) == [-300, 300]


def test_money_goes_its_whole_way_through_the_page(lane: Lane, case: Case, enter) -> None:
    writer, second = enter("committee"), enter("secretary")
    said = {"source": "fiscal", "amount": "1000.50", "purpose": "一事一议奖补"}
    assert send(writer, case, "promise", **said).status_code == 302
    pledge = MoneyLine.objects.get()
    assert send(writer, case, "receive", pledge.pk, amount="600", purpose="到账").status_code == 302
    too_much = send(writer, case, "spend", amount="600.01", purpose="买水泥")
    assert too_much.status_code == 409 and "买水泥" in too_much.content.decode()
    assert send(writer, case, "spend", amount="250", purpose="买水泥", paper="收据 8").status_code == 302
    spending = MoneyLine.objects.get(side="spent")
    assert "project/confirm/" not in page(writer, case)
    assert send(writer, case, "confirm", spending.pk).status_code == 409
    assert f"project/confirm/{spending.pk}/" in page(second, case)
    assert send(second, case, "confirm", spending.pk).status_code == 302
    assert send(writer, case, "give-back", pledge.pk, amount="50", purpose="结余").status_code == 302
    assert send(writer, case, "reverse", spending.pk, reason="记重了").status_code == 302
    sums = ledger_sums(case)
    assert (sums.pledged, sums.received, sums.spent, sums.returned) == (1000_50, 600_00, 0, 50_00)


def test_a_spending_sent_twice_is_written_once(lane: Lane, case: Case, enter) -> None:
    client = enter("committee")
    said = {"source": "fiscal", "amount": "5", "purpose": "奖补", "key": "tap"}
    assert [send(client, case, "promise", **said).status_code for _ in range(2)] == [302, 302]
    assert MoneyLine.objects.count() == 1


def test_asked_for_promised_and_kept(lane: Lane, enter) -> None:
    case = listed(lane).case
    client = enter("secretary")
    assert send(client, case, "need", name="路灯", quantity="lamps", amount="20").status_code == 302
    portal = enter("liaison")
    need, line = case.needs.get(), case.list_lines.get()
    said = {"kind": "things", "need": need.pk, "amount": "20", "words": "二十盏灯", "key": "k"}
    assert portal.post(f"/at/zhangjiashan/lists/projects/{line.pk}/pledge/", said).status_code == 302
    assert "二十盏灯" in page(client, case)
    assert send(client, case, "keep", Pledge.objects.get().pk).status_code == 302
    assert send(client, case, "end-need", need.pk).status_code == 302
    assert Pledge.objects.get().state == "kept"


@pytest.mark.parametrize("step", ["nothing", "tick", "plan"])
def test_a_step_that_is_not_there_is_not_found(lane: Lane, case: Case, enter, step: str) -> None:
    target = 999_999 if step in {"tick", "plan"} else None
    assert send(enter("secretary"), case, step, target).status_code == 404


def test_nobody_reaches_the_rows_of_another_case(lane: Lane, case: Case, enter) -> None:
    other, client = project(lane), enter("secretary")
    plan(lane, client, other)
    send(client, other, "milestone", name="铺路", due_on=TODAY)
    assert send(client, case, "tick", Milestone.objects.get().pk).status_code == 404
    assert enter("neighbour").get(f"/console/cases/{case.number}/project/").status_code == 404


def test_a_form_that_is_not_right_comes_back_with_what_was_typed(lane: Lane, case: Case, enter) -> None:
    answer = send(enter("secretary"), case, "plan", aim="把路铺平")
    assert answer.status_code == 422 and "把路铺平" in answer.content.decode()


def test_the_page_needs_few_queries_however_long_the_ledger(
    lane: Lane, case: Case, enter, django_assert_max_num_queries
) -> None:
    client = enter("committee")
    for number in range(8):
        send(client, case, "promise", source="fiscal", amount=f"{number + 1}", purpose=f"奖补{number}")
        send(client, case, "count", quantity="path", amount=f"{number + 1}")
    page(client, case)
    with django_assert_max_num_queries(24):
        page(client, case)
