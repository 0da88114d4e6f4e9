"""The desk in a real Chromium: written down by keyboard alone while she talks; every page of intake for everybody."""

from typing import Any

import pytest
from playwright.sync_api import expect

from linli.cases.models import Case
from tests.browser import OpenPage, barriers, spills_sideways
from tests.lane import Lane, plant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = "/console/desk/"
PASTE = "柳絮 2026/2/27 10:23\n村口的路灯坏了三盏，找王阿姨 13800000000\n云朵 2026/2/27 10:25\n厨房煤气泄漏\n雨点 10:26\n收到"


@pytest.fixture
def street() -> Lane:
    return plant()


def test_a_call_is_written_down_by_keyboard_alone(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(DESK, account=street.accounts["secretary"])
    expect(page.locator("textarea[name=words]")).to_be_focused()
    page.keyboard.type("楼下着火了，冒浓烟")
    expect(page.locator("#hints .call")).to_have_text("119")
    page.keyboard.press("Tab")
    page.keyboard.type("店下组村口")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#aloud")).to_contain_text("这样记对吗？")
    assert Case.objects.count() == 0
    page.keyboard.press("Control+Enter")
    expect(page.locator(".number")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("textarea[name=words]")).to_be_focused()
    assert Case.objects.get().area == street.areas["group"]


def test_without_scripts_the_desk_takes_a_call_too(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(DESK, account=street.accounts["secretary"], javascript=False)
    page.fill("textarea[name=words]", "村口的路灯坏了三盏")
    page.click("form.desk-form button.main")
    page.click("button[name=right]")
    expect(page.locator(".number")).to_be_visible()
    assert Case.objects.get().words.text == "村口的路灯坏了三盏"


def test_a_few_taps_write_down_what_was_seen_beside_a_case_with_its_questions(
    street: Lane, browser_page: OpenPage
) -> None:
    seen = street.bring(street.case(), "offered")
    page = browser_page(f"/field/cases/{seen.number}/", width=360, account=street.accounts["worker"])
    page.click(f"a[href$='near={seen.number}']")
    page.click("button[name=phrase][value='04.lamp']")
    page.fill("input[name=q-pole]", "A-017")
    page.click("main form button.main")
    expect(page.locator("h1")).to_contain_text("看到：")
    assert Case.objects.exclude(pk=seen.pk).get().channel == "patrol"


def look(page: Any) -> None:
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not spills_sideways(page), f"{page.url} at {width}"
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    found = barriers(page)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("address", "who"), [("/console/chat/", "secretary"), ("/field/chat/", "worker")])
def test_a_pasted_chat_can_be_read_by_everybody(
    street: Lane, browser_page: OpenPage, address: str, who: str
) -> None:
    page = browser_page(address, account=street.accounts[who])
    look(page)
    page.fill("textarea[name=text]", PASTE)
    page.click("button[name=look]")
    expect(page.locator("main h2").first).to_contain_text("找到 2 件事")
    for summary in page.locator("#main summary, main summary").all():
        summary.click()
    look(page)
    page.click("button[name=raise]")
    expect(page.locator(".note.done")).to_contain_text("已登记 2 件。")


@pytest.mark.parametrize(
    "address", [DESK, f"{DESK}forms/", "/console/posters/", "/console/posters/?area={area}&what=areas"]
)
def test_the_pages_of_the_desk_can_be_read_by_everybody(
    street: Lane, browser_page: OpenPage, address: str
) -> None:
    page = browser_page(address.format(area=street.areas["village"].pk), account=street.accounts["secretary"])
    look(page)


def test_read_back_and_receipt_can_be_read_by_everybody(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(DESK, account=street.accounts["secretary"])
    page.keyboard.type("村口的路灯坏了三盏")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#aloud")).to_be_visible()
    look(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".number")).to_be_visible()
    look(page)
