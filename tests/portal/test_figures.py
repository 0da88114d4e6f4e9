"""The rates page and the screen of the meeting room: numbers with denominators, and none that betrays somebody."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases.actions.intake import Speaker
from linli.cases.actions.publishing import publish
from linli.kit.kept import Kept
from linli.portal.figures import views
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

RATES, SCREEN = f"{HOME}rates/?month=2026-03", f"{HOME}screen/"


@pytest.fixture
def busy(lane: Lane) -> Lane:
    for number in range(7):
        who = Speaker(f"欧阳第{number}", f"1390000120{number}", "8幢1单元101室", "", way="phone")
        case = lane.bring(lane.case(words=f"没人审过的原话{number}", speaker=who), "closed")
        if number < 2:
            publish(
                case,
                title=f"灯亮了{number}",
                problem="灯不亮。",
                result="换了。",
                by=lane.secretary,
                at=hours(8),
            )
    return lane


def test_an_empty_month_says_so(portal: Client) -> None:
    assert "这个月没有人提出事项" in portal.get(RATES).content.decode()


def test_each_rate_stands_beside_its_numbers(portal: Client, busy: Lane) -> None:
    html = portal.get(RATES).content.decode()
    assert "共提出 7 件" in html
    assert re.search(r"7 / 7", html)
    assert "100.0%" in html


def test_few_are_not_counted_before_everybody(portal: Client, lane: Lane) -> None:
    for _each in range(3):
        lane.bring(lane.case(), "closed")
    html = portal.get(RATES).content.decode()
    assert "提出的事项太少" in html
    assert "100.0%" not in html


@pytest.mark.parametrize("query", ["month=2999-01", "month=2026-13", "month=", "month=<b>"])
def test_a_month_that_nobody_could_choose_shows_this_one(portal: Client, busy: Lane, query: str) -> None:
    assert portal.get(f"{HOME}rates/?{query}").status_code == 200


@pytest.mark.parametrize("address", [RATES, SCREEN])
def test_nobody_and_nothing_unreviewed_stands_there(portal: Client, busy: Lane, address: str) -> None:
    html = portal.get(address).content.decode()
    assert not re.search(r"欧阳|13900|101室|没人审过", html)


def test_the_screen_shows_what_came_of_it_and_asks_anew_every_minute(portal: Client, busy: Lane) -> None:
    html = portal.get(SCREEN).content.decode()
    assert "灯亮了1" in html
    assert 'hx-trigger="every 60s"' in html
    assert f'<noscript><small><a href="{SCREEN}">' in html


def test_the_screen_knows_nobody_who_is_signed_in(portal: Client, busy: Lane) -> None:
    portal.force_login(busy.accounts["secretary"])
    assert "柳青禾" not in portal.get(SCREEN).content.decode()


def test_many_cases_cost_no_more_queries_than_few(
    portal: Client, busy: Lane, django_assert_num_queries: Callable[[int], object]
) -> None:
    portal.get(RATES), portal.get(SCREEN)
    with django_assert_num_queries(7):
        portal.get(RATES)
    with django_assert_num_queries(9):
        portal.get(SCREEN)


@pytest.mark.parametrize("address", [RATES, SCREEN])
def test_whoever_asks_again_within_a_minute_has_nothing_counted(
    address: str, portal: Client, busy: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_lines", "_climbed"):
        monkeypatch.setattr(views, name, Kept(lambda: 60))
    first = portal.get(address).content
    busy.bring(busy.case(words="又来一件。"), "closed")
    with CaptureQueriesContext(connection) as queries:
        assert len(portal.get(address).content) == len(first)
    assert not [
        query for query in queries if '"cases_rating"' in query["sql"] or "cases_clock" in query["sql"]
    ]
