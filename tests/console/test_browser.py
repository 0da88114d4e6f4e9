"""The console in a real Chromium: by keyboard, without scripts, at every width, in every dress."""

from typing import Any

import pytest
from playwright.sync_api import expect

from linli.cases.models import Case
from tests.browser import OpenPage, barriers, give_cookie, spills_sideways
from tests.lane import MONDAY, Lane, plant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INBOX = "/console/inbox/"


@pytest.fixture
def street() -> Lane:
    return plant()


@pytest.fixture
def three(street: Lane) -> list[Case]:
    said = ("村口的路灯坏了三盏，晚上看不清路。", "下水道堵了，污水往外冒。", "有人从楼上扔东西。")
    return [street.case(words, at=MONDAY.replace(minute=number)) for number, words in enumerate(said)]


def shown(page: Any) -> Any:
    return page.locator("#case h1")


def test_a_case_is_sorted_and_sent_with_three_keys(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"])
    expect(shown(page)).to_contain_text("路灯")
    page.keyboard.press("a")
    expect(page.locator("#dispatch-form")).to_be_visible()
    page.keyboard.press("d")
    expect(shown(page)).to_contain_text("下水道")
    case = Case.objects.get(pk=three[0].pk)
    assert (case.stage, case.category, case.holder_organisation) == ("dispatched", "04.lamp", street.office)


def test_j_and_k_walk_through_the_list_and_back_goes_back(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"])
    for key, words in (("j", "下水道"), ("j", "扔东西"), ("k", "下水道")):
        page.keyboard.press(key)
        expect(shown(page)).to_contain_text(words)
        expect(page.locator(".queue [data-case][aria-current]")).to_contain_text(words)
    page.go_back()
    expect(shown(page)).to_contain_text("扔东西")


def test_slash_searches_and_question_mark_explains(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"])
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("/")
    box = page.locator('[aria-keyshortcuts="/"]')
    expect(box).to_be_focused()
    page.keyboard.type("下水道")
    expect(box).to_have_value("下水道")
    page.keyboard.press("Enter")
    expect(page.locator("ul.found a")).to_have_count(1)


def test_letters_typed_into_a_field_are_letters(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"])
    page.locator("#triage-title").fill("")
    page.locator("#triage-title").type("a j d")
    expect(page.locator("#triage-title")).to_have_value("a j d")
    assert Case.objects.get(pk=three[0].pk).stage == "registered"


def test_a_refusal_keeps_what_was_typed_and_leads_to_it(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"])
    page.locator('input[name="category"][value=""]').check()
    page.locator("#triage-title").fill("我写的概要")
    page.locator("#triage-form button[type=submit]").click()
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("#triage-title")).to_have_value("我写的概要")
    expect(page.locator(".queue a[data-case]")).to_have_count(3)


def test_without_scripts_everything_still_goes(
    street: Lane, three: list[Case], browser_page: OpenPage
) -> None:
    page = browser_page(INBOX, account=street.accounts["secretary"], javascript=False)
    page.locator("#triage-form button[type=submit]").click()
    page.locator("#dispatch-form button[type=submit]").click()
    assert Case.objects.get(pk=three[0].pk).stage == "dispatched"
    expect(shown(page)).to_contain_text("下水道")


@pytest.mark.parametrize(
    ("width", "look"), [(1280, ""), (1024, "dark"), (768, ""), (360, "elder"), (1280, "elder-dark")]
)
def test_every_page_can_be_read_by_everybody(
    street: Lane, three: list[Case], browser_page: OpenPage, width: int, look: str
) -> None:
    street.bring(street.case(), "closed")
    page = browser_page(INBOX, width=width, account=street.accounts["secretary"])
    if look:
        give_cookie(page, "look", look)
    closed = Case.objects.get(stage="closed")
    paths = (
        INBOX,
        f"{INBOX}?case={three[1].number}",
        "/console/",
        "/console/cases/?stage=open",
        "/console/desk/",
    )
    more = ("/console/board/", "/console/posters/", "/console/rulebook/", "/console/rulebook/check/")
    for path in (*paths, *more, f"/console/cases/{closed.number}/publish/"):
        page.goto(path)
        assert barriers(page) == []
        assert not spills_sideways(page), f"{path} at {width}"
    letters = page.evaluate("() => getComputedStyle(document.body).fontSize")
    assert letters == ("20px" if "elder" in look else "15px")


@pytest.mark.parametrize(("look", "most"), [("", 200), ("elder", 250)])
def test_on_a_phone_the_rail_leaves_room_for_the_page_and_shows_where_one_is(
    street: Lane, browser_page: OpenPage, look: str, most: int
) -> None:
    page = browser_page("/console/", width=360, account=street.accounts["secretary"])
    give_cookie(page, "look", look)
    for path in ("/console/cases/", "/console/callbacks/", "/console/whistles/ledger/"):
        page.goto(path)
        rail = page.locator("#rail").bounding_box()
        assert rail["height"] <= most, path
        here = page.locator("#rail [aria-current]").bounding_box()
        assert 0 <= here["x"] <= 360 - here["width"], path
        assert not spills_sideways(page) and barriers(page) == []
