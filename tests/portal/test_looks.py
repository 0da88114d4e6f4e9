"""Who left her name reads on the page of her case who opened it, when and for what."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.intake import Speaker
from linli.cases.models import Case
from linli.people.actions import look_at_contact
from tests.lane import Lane, hours
from tests.portal.conftest import open_with_code

ANNA = Speaker(name="金丝雀", phone="13900004821", way="phone")


@pytest.fixture
def case(portal: Client, lane: Lane) -> Case:
    made = lane.case(speaker=ANNA)
    open_with_code(portal, made)
    return made


def looks(portal: Client, case: Case) -> str:
    """What the page says about looks."""
    html = portal.get(f"/c/{case.number}/").content.decode()
    found = re.search(r'<section[^>]*aria-labelledby="looks">.*?</section>', html, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def opened(lane: Lane, case: Case, name: str = "clerk", at: float = 3, **stated: str) -> None:
    contact = Case.objects.get(pk=case.pk).contact
    look_at_contact(contact, by=getattr(lane, name), at=hours(at), **{"purpose": "arrange", **stated})


def test_as_long_as_nobody_looked_the_page_says_so(portal: Client, case: Case) -> None:
    assert "还没有人看过" in looks(portal, case)


def test_each_look_shows_when_which_office_and_post_and_why_and_not_who(
    portal: Client, case: Case, lane: Lane
) -> None:
    opened(lane, case, "clerk", 3, purpose="other", words="核对门牌")
    opened(lane, case, "worker", 5)
    shown = looks(portal, case)
    assert "张家山街道办事处 街道承办干部" in shown and "“核对门牌”" in shown and "其他" not in shown
    assert "店下网格 网格员" in shown and "核实情况或约时间" in shown
    assert shown.index("14:00") < shown.index("12:00")
    assert "方且行" not in shown and "周小满" not in shown and "还没有人看过" not in shown
    assert "金丝雀" not in shown and "4821" not in shown


def test_a_look_from_the_console_stands_here_at_once(portal: Client, case: Case, lane: Lane) -> None:
    office = Client()
    office.force_login(lane.accounts["dispatcher"])
    address = f"/console/cases/{case.number}/look/"
    assert "金丝雀" not in office.post(address, {"purpose": ""}).content.decode()
    assert "还没有人看过" in looks(portal, case)
    assert "金丝雀" in office.post(address, {"purpose": "call_back"}).content.decode()
    assert "张家山街道办事处 街道调度员" in looks(portal, case) and "回访是否解决" in looks(portal, case)


def test_who_left_no_name_reads_nothing_about_looks(portal: Client, lane: Lane) -> None:
    nameless = lane.case()
    open_with_code(portal, nameless)
    assert looks(portal, nameless) == ""


def test_looks_at_others_stay_with_them(portal: Client, case: Case, lane: Lane) -> None:
    opened(lane, lane.case(speaker=ANNA))
    assert "还没有人看过" in looks(portal, case)


def test_the_page_has_as_many_queries_after_many_looks(
    portal: Client, case: Case, lane: Lane, django_assert_num_queries: Any
) -> None:
    portal.get(f"/c/{case.number}/")
    with django_assert_num_queries(11) as few:
        portal.get(f"/c/{case.number}/")
    for number in range(6):
        opened(lane, case, "clerk" if number % 2 else "worker", 3 + number)
    with django_assert_num_queries(len(few)):
        portal.get(f"/c/{case.number}/")
