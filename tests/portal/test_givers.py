"""A unit that gives stands on the page by its name; a person only if she said so, and only as long as she likes."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from linli.cases.actions.listing import keep_pledge, pledge, take_back_pledge, withhold_name
from linli.cases.actions.money import pledge_money
from linli.cases.models import ListLine, Pledge
from linli.cases.rules_of_lists import gives_for_herself
from linli.governance.works import ProjectRules
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.notices.follow import tell_people
from linli.notices.models import Notice
from linli.people.actions.accounts import open_account
from linli.people.actors import actor_for
from linli.people.models import Account
from tests.cases.projects import listed
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

NAME = "燕归来"
LAMPS = {"kind": "things", "words": "我出两盏路灯"}


@pytest.fixture
def line(lane: Lane) -> ListLine:
    return listed(lane)


@pytest.fixture
def account(lane: Lane) -> Account:
    """A resident with an account and no post."""
    said = {"username": "swallow", "name": NAME, "password": "plum-blossom-7", "temporary": False}
    return open_account(lane.areas["village"], **said, by=SYSTEM, at=hours(0))


@pytest.fixture
def resident(account: Account) -> Actor:
    return actor_for(account, hours(0))


def address(line: ListLine) -> str:
    return f"{HOME}lists/projects/{line.pk}/"


def text_of(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def everything_open() -> Iterator[tuple[str, str]]:
    """Whatever a stranger reaches by following links from the portal and from the public doors of the interface."""
    client, waiting = Client(), [HOME, "/api/v1/listed", "/api/v1/areas", "/api/v1/openapi.json", "/"]
    seen = set(waiting)
    while waiting and len(seen) < 400:
        page = waiting.pop()
        answer = client.get(page)
        if answer.status_code != 200:
            continue
        body = answer.getvalue().decode("utf-8", "replace")
        yield page, body
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', body):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith(("/static/", "/accounts/")):
                seen.add(link)
                waiting.append(link)


def named_on() -> list[str]:
    return [page for page, body in everything_open() if NAME in body]


def test_a_name_leaks_nowhere_without_her_word_and_leaves_when_she_takes_it_back(
    lane: Lane, line: ListLine, resident: Actor
) -> None:
    quiet = pledge(line, **LAMPS, by=resident, at=hours(4))
    keep_pledge(quiet, by=lane.secretary, at=hours(5))
    pledge_money(line, amount=100_00, words="买路灯的钱", by=lane.liaison, at=hours(5))
    reached = dict(everything_open())
    assert address(line) in reached and f"{address(line)}money/" in reached and len(reached) > 15
    assert [page for page, body in reached.items() if NAME in body] == []
    assert "一位居民" in reached[address(line)] and LAMPS["words"] in reached[address(line)]
    loud = pledge(line, **LAMPS, by=resident, at=hours(6), named=True)
    assert named_on() == [address(line)]
    withhold_name(loud, by=resident, at=hours(7))
    assert named_on() == []


def test_her_name_stands_in_no_trace_and_no_notice(lane: Lane, line: ListLine, resident: Actor) -> None:
    row = pledge(line, **LAMPS, by=resident, at=hours(4), named=True)
    withhold_name(row, by=resident, at=hours(5))
    take_back_pledge(row, reason="搬走了", by=resident, at=hours(6))
    names = ["case.pledged", "case.pledge_unnamed", "case.pledge_taken_back"]
    rows = Trace.objects.filter(name__in=names).order_by("pk")
    assert [(one.name, one.actor_kind, one.account_id) for one in rows] == [
        (n, "resident", None) for n in names
    ]
    assert NAME not in str(list(rows.values("facts")))


def test_she_hears_what_became_of_it(lane: Lane, line: ListLine, resident: Actor) -> None:
    row = pledge(line, **LAMPS, by=resident, at=hours(4))
    keep_pledge(row, by=lane.secretary, at=hours(5))
    for trace in Trace.objects.filter(name__in=["case.pledged", "case.pledge_kept"]):
        tell_people.func(trace.pk)
    told = Notice.objects.filter(name="case.pledge_kept").values_list("account__username", flat=True)
    assert list(told) == ["swallow"]
    planners = Notice.objects.filter(name="case.pledged").values_list("account__username", flat=True)
    assert sorted(planners) == ["committee", "secretary"]


def test_she_reads_it_without_any_post_and_it_leads_to_the_public_page(
    lane: Lane, line: ListLine, account: Account, resident: Actor, portal: Client
) -> None:
    keep_pledge(pledge(line, **LAMPS, by=resident, at=hours(4)), by=lane.secretary, at=hours(5))
    for trace in Trace.objects.filter(name="case.pledge_kept"):
        tell_people.func(trace.pk)
    assert portal.get("/notices/").status_code == 302 and "/notices/" not in text_of(portal, f"{HOME}mine/")
    portal.force_login(account)
    assert "/notices/" in text_of(portal, f"{HOME}mine/")
    said, row = text_of(portal, "/notices/"), Notice.objects.get(name="case.pledge_kept")
    assert "您承诺的已经到位" in said and line.title in said and line.case.number not in said
    assert portal.get(f"/notices/{row.pk}/").headers["Location"] == address(line)
    assert portal.get("/notices/wishes/").status_code == 200
    portal.force_login(lane.accounts["worker"])
    assert portal.get(f"/notices/{row.pk}/").status_code == 404


def test_she_promises_from_the_page_and_is_asked_about_her_name(line: ListLine, account: Account) -> None:
    client = Client()
    client.force_login(account)
    page = client.get(address(line)).content.decode()
    assert "同意公开我的名字" in page and "我来出一份力" in page and 'value="money"' not in page
    assert "您单位" not in page and "金额" not in page
    assert "这里还没有填。" in client.post(f"{address(line)}pledge/", {"key": "b"}).content.decode()
    sent = {**LAMPS, "key": "a", "named": "on"}
    assert client.post(f"{address(line)}pledge/", sent).status_code == 302
    row = Pledge.objects.get()
    assert (row.account, row.post, row.organisation, row.named) == (account, None, None, True)
    page = client.get(address(line)).content.decode()
    assert f"编号 {row.pk}" in page and "把名字从页面撤下" in page
    assert client.post(f"{address(line)}pledge/{row.pk}/unname/").status_code == 302
    assert NAME not in Client().get(address(line)).content.decode()
    assert client.post(f"{address(line)}pledge/{row.pk}/unname/").status_code == 409
    assert client.post(f"{address(line)}pledge/{row.pk}/back/", {"reason": "没货了"}).status_code == 302


def test_no_form_asks_a_person_for_money_and_the_page_says_why(line: ListLine, account: Account) -> None:
    client = Client()
    client.force_login(account)
    page = text_of(client, address(line))
    assert "本页不向个人募款" in page and 'value="money"' not in page
    sent = {"key": "b", "kind": "money", "amount": "20", "words": "我出二十元"}
    assert client.post(f"{address(line)}pledge/", sent).status_code == 422
    assert not Pledge.objects.exists()


def test_a_unit_stands_there_by_its_name_and_is_asked_nothing(
    lane: Lane, line: ListLine, portal: Client
) -> None:
    row = pledge(line, **LAMPS, by=lane.liaison, at=hours(4), named=True)
    page = portal.get(address(line)).content.decode()
    assert "张家山街道办事处" in page and "石上云" not in page and not row.named
    portal.force_login(lane.accounts["liaison"])
    assert "同意公开我的名字" not in portal.get(address(line)).content.decode()


def test_a_post_without_a_unit_is_a_person(lane: Lane, line: ListLine, portal: Client) -> None:
    Pledge.objects.create(
        case=line.case, post=lane.post("worker"), kind="hands", words="来一天", promised_at=hours(4)
    )
    page = portal.get(address(line)).content.decode()
    assert "一位居民" in page and "周小满" not in page and "店下网格" not in page


def test_only_she_and_those_who_plan_take_the_name_off(lane: Lane, line: ListLine, resident: Actor) -> None:
    row = pledge(line, **LAMPS, by=resident, at=hours(4), named=True)
    for other in (lane.worker, lane.volunteer, lane.neighbour):
        with pytest.raises(Refused):
            withhold_name(row, by=other, at=hours(5))
    withhold_name(row, by=lane.secretary, at=hours(5))
    with pytest.raises(Refused, match="没有写名字"):
        withhold_name(row, by=resident, at=hours(6))


def test_her_own_name_in_the_sentence_needs_her_word(line: ListLine, resident: Actor) -> None:
    said = {"kind": "things", "words": f"{NAME}出两盏路灯", "by": resident, "at": hours(4)}
    with pytest.raises(Refused, match="自己的名字"):
        pledge(line, **said)
    assert pledge(line, **said, named=True).pk


def test_money_of_a_resident_goes_through_the_office(line: ListLine, resident: Actor) -> None:
    with pytest.raises(Refused, match="不写名字"):
        pledge_money(line, amount=100_00, words="捐一百元", by=resident, at=hours(4))


def test_only_where_the_rule_book_says_so_a_person_promises_for_herself(
    line: ListLine, resident: Actor
) -> None:
    closed = SimpleNamespace(rulebook=SimpleNamespace(project=ProjectRules()))
    assert gives_for_herself(resident, line.case) and not gives_for_herself(resident, closed)


def test_whoever_holds_a_post_promises_in_it_and_not_beside_it(lane: Lane, line: ListLine) -> None:
    with pytest.raises(Refused):
        pledge(line, **LAMPS, by=lane.property, at=hours(4))


@pytest.mark.parametrize("wrong", [{"post": True}, {"organisation": True, "named": True}])
def test_the_database_keeps_persons_and_units_apart(
    lane: Lane, line: ListLine, account: Account, wrong: dict[str, bool]
) -> None:
    row = {"case": line.case, **LAMPS, "promised_at": hours(4), "named": wrong.get("named", False)}
    row |= {"account": account, "post": lane.post("liaison")} if "post" in wrong else {}
    row |= {"organisation": lane.office} if "organisation" in wrong else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.create(**row)
