import re

import pytest
from django.test import Client

from linli.cases.actions.listing import ask_for, delist, enlist
from linli.cases.actions.money import confirm_spending, promise_money, receive, spend
from linli.cases.models import Case, ListLine, Pledge
from tests.cases.projects import listed
from tests.cases.test_enlist import TEXT
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

LISTS = f"{HOME}lists/"


def on_needs(lane: Lane, stage: str = "triaged") -> ListLine:
    case = lane.bring(lane.case(), "triaged")
    line = enlist(case, onto="needs", **TEXT, by=lane.secretary, at=hours(1.5))
    lane.bring(case, stage)
    return line


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_lists_of_the_rule_book_stand_in_the_portal(portal: Client) -> None:
    said = text(portal, LISTS)
    assert "需求清单" in said and "问题清单" in said and "项目清单" in said
    assert "登记册" not in said and "百姓档案" not in said


def test_the_figures_of_a_list_add_up_and_each_opens_to_its_rows(portal: Client, lane: Lane) -> None:
    for stage in ("triaged", "offered", "taken", "working", "closed"):
        on_needs(lane, stage)
    gone, moved = on_needs(lane), on_needs(lane)
    delist(gone.case, reason="重复", by=lane.secretary, at=hours(3))
    enlist(moved.case, onto="problems", **TEXT, by=lane.secretary, at=hours(3))
    html = portal.get(f"{LISTS}needs/").content.decode()
    assert "7 = " in html and "有 1 条转入了“问题清单”" in html
    shares = re.findall(r'href="[^"]*\?state=(\w+)"[^>]*>(\d+) ', html)
    assert {state: int(number) for state, number in shares} == {
        "open": 2,
        "claimed": 1,
        "under_way": 1,
        "done": 1,
        "moved": 1,
    }
    for state, number in shares:
        shown = portal.get(f"{LISTS}needs/?state={state}").content.decode()
        assert shown.count('id="line-') == int(number), state
    assert html.count('id="line-') == 6


def test_a_list_says_who_has_it_by_unit_and_never_by_name(portal: Client, lane: Lane) -> None:
    line = on_needs(lane, "working")
    said = text(portal, f"{LISTS}needs/") + text(portal, f"{LISTS}needs/{line.pk}/")
    assert "槎市村网格志愿服务队" in said and "白果儿" not in said
    assert line.case.number not in said and "店下" not in said


def test_a_list_needs_few_queries_however_long_it_is(
    portal: Client, lane: Lane, django_assert_num_queries
) -> None:
    for number in range(25):
        on_needs(lane, "taken" if number % 2 else "triaged")
    portal.get(f"{LISTS}needs/")
    with django_assert_num_queries(5):
        first = portal.get(f"{LISTS}needs/").content.decode()
    assert first.count('id="line-') == 20
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert portal.get(f"{LISTS}needs/{following}").content.decode().count('id="line-') == 5


def test_a_line_that_moved_leads_on(portal: Client, lane: Lane) -> None:
    first = on_needs(lane)
    second = enlist(first.case, onto="problems", **TEXT, by=lane.secretary, at=hours(3))
    assert f"{LISTS}problems/{second.pk}/" in portal.get(f"{LISTS}needs/{first.pk}/").content.decode()


@pytest.mark.parametrize("path", ["register/", "households/", "nothing/", "needs/999999/", "problems/{}/"])
def test_what_is_no_public_line_is_not_there(portal: Client, lane: Lane, path: str) -> None:
    line = on_needs(lane)
    assert portal.get(LISTS + path.format(line.pk)).status_code == 404


def test_what_became_a_sealed_matter_leaves_the_lists_at_once(portal: Client, lane: Lane) -> None:
    line = on_needs(lane)
    Case.objects.filter(pk=line.case_id).update(category="16.attitude")
    assert portal.get(f"{LISTS}needs/{line.pk}/").status_code == 404
    assert TEXT["title"] not in text(portal, f"{LISTS}needs/")


def test_who_has_a_post_takes_a_line_on_from_the_list(portal: Client, lane: Lane) -> None:
    line = on_needs(lane, "offered")
    address = f"{LISTS}needs/{line.pk}/claim/"
    assert "认领" not in text(portal, f"{LISTS}needs/").replace("还没有人认领", "")
    assert portal.post(address).status_code == 302 and not line.case.holdings.exists()
    portal.force_login(lane.accounts["volunteer"])
    assert "我们来认领" in text(portal, f"{LISTS}needs/")
    assert portal.post(address).status_code == 302
    line.case.refresh_from_db()
    assert line.case.holder_post_id == lane.post("volunteer").pk
    portal.force_login(lane.accounts["helper"])
    late = portal.post(address)
    assert late.status_code == 409 and "不在待领单里" in late.content.decode()


def test_a_list_that_is_not_claimed_gives_no_line_away(portal: Client, lane: Lane) -> None:
    line = on_needs(lane)
    second = enlist(line.case, onto="problems", **TEXT, by=lane.secretary, at=hours(3))
    lane.bring(line.case, "offered")
    portal.force_login(lane.accounts["volunteer"])
    assert portal.post(f"{LISTS}problems/{second.pk}/claim/").status_code == 409


def test_units_promise_parts_of_a_project(portal: Client, lane: Lane) -> None:
    line = listed(lane)
    need = ask_for(line.case, name="路灯", quantity="lamps", amount=20, by=lane.secretary, at=hours(4))
    address = f"{LISTS}projects/{line.pk}/"
    portal.force_login(lane.accounts["liaison"])
    sent = {"kind": "things", "need": need.pk, "amount": "12", "words": "我们出十二盏路灯", "key": "a"}
    assert portal.post(f"{address}pledge/", sent).status_code == 302
    assert portal.post(f"{address}pledge/", sent).status_code == 302  # the same tap again
    said = text(portal, address)
    assert Pledge.objects.count() == 1 and "还差 8 盏" in said and "张家山街道办事处" in said
    money = {"kind": "money", "amount": "500.50", "words": "再出一笔工钱", "key": "b"}
    assert portal.post(f"{address}pledge/", money).status_code == 302
    assert "500.50" in text(portal, address)
    pledge = Pledge.objects.get(kind="things")
    portal.force_login(lane.accounts["volunteer"])
    assert portal.post(f"{address}pledge/{pledge.pk}/back/", {"reason": "x"}).status_code == 409
    portal.force_login(lane.accounts["liaison"])
    assert portal.post(f"{address}pledge/{pledge.pk}/back/", {"reason": "没货了"}).status_code == 302
    assert "还差 20 盏" in text(portal, address)


def test_a_form_that_is_not_right_comes_back_with_what_was_typed(portal: Client, lane: Lane) -> None:
    line = listed(lane)
    portal.force_login(lane.accounts["liaison"])
    answer = portal.post(f"{LISTS}projects/{line.pk}/pledge/", {"kind": "money", "words": "出一份力"})
    assert answer.status_code == 422 and "出一份力" in answer.content.decode()
    portal.force_login(lane.accounts["property"])
    sent = {"kind": "hands", "words": "来两个人", "key": "c"}
    answer = portal.post(f"{LISTS}projects/{line.pk}/pledge/", sent)
    assert answer.status_code == 409 and "来两个人" in answer.content.decode()


def test_everybody_reads_the_ledger_and_how_it_adds_up(portal: Client, lane: Lane) -> None:
    line = listed(lane)
    said = {"by": lane.committee, "at": hours(5)}
    pledge = promise_money(
        line.case, amount=1000_00, source="residents", givers=3, purpose="筹资筹劳", **said
    )
    receive(pledge, amount=600_00, purpose="第一批到账", **said)
    spending = spend(line.case, amount=250_00, purpose="买水泥", paper="收据 8", **said)
    page = f"{LISTS}projects/{line.pk}/money/"
    assert "等第二个人复核" in text(portal, page) and "还可以用：350.00" in text(portal, page)
    confirm_spending(spending, by=lane.secretary, at=hours(6))
    shown = text(portal, page)
    assert "到账 600.00 − 支出 250.00 − 退回 0.00 ＝ 结余 350.00" in shown
    assert "承诺 1,000.00 − 到账 600.00 ＝ 待到账 400.00" in shown
    assert "不到五户" in shown and "收据 8" in shown
    assert "梅如故" not in shown and "柳青禾" not in shown


def test_an_ordinary_line_has_no_ledger(portal: Client, lane: Lane) -> None:
    line = on_needs(lane)
    assert portal.get(f"{LISTS}needs/{line.pk}/money/").status_code == 404


def test_a_list_is_narrowed_by_area_and_category_and_by_nothing_that_is_not_offered(
    portal: Client, lane: Lane
) -> None:
    line = on_needs(lane)
    page, mark = f"{LISTS}needs/", f'id="line-{line.pk}"'
    village, other = lane.areas["village"].code, lane.areas["other_village"].code
    for asked, stands in (
        (f"?area={village}", True),
        (f"?area={other}", False),
        ("?category=04", True),
        ("?category=01", False),
        (f"?area={village}&category=04&state=open", True),
        ("?area=nowhere&category=nothing", True),
    ):
        assert (mark in portal.get(page + asked).content.decode()) is stands, asked
    assert "这份清单里没有这样的" in text(portal, f"{page}?category=01")
