"""The field as a telephone shows it: each page in every look, read by axe, and a day's work without scripts."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from linli.cases.actions.dispatch import claim
from linli.cases.actions.handling import start
from linli.cases.actions.intake import reply
from linli.cases.actions.triage import triage
from linli.cases.models import Case
from linli.cases.verbs import ACTIONS
from tests.browser import OpenPage, barriers, give_cookie, spills_sideways
from tests.lane import Lane

LOOKS = [(360, ""), (360, "dark"), (360, "elder"), (768, ""), (768, "elder-dark")]
PICTURES = os.environ.get("LINLI_PICTURES", "")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The browser and the server share the clock on the wall here."""
    yield


@pytest.fixture
def street(transactional_db: None, lane: Lane) -> Lane:
    return lane


@pytest.fixture
def work(street: Lane) -> dict[str, Case]:
    """Three cases in the volunteer's hands or waiting to be claimed, each in another state."""
    now = timezone.now()
    said = {
        "late": "三号楼后面的排水沟堵了，一下雨就漫到路上，老人不敢走。",
        "soon": "村口的路灯坏了三盏，晚上看不清路。",
        "free": "菜场东门的垃圾两天没有人清，味道很大，路过的人都捂着鼻子走。",
    }
    cases = {
        name: street.case(
            words, at=now - timedelta(days=6), place_words="村口老樟树旁", lat=28.05, lon=115.54
        )
        for name, words in said.items()
    }
    for name, case in cases.items():
        case = triage(
            case, category="04.lamp", title=said[name][:14], by=street.secretary, at=now - timedelta(days=5)
        )
        cases[name] = ACTIONS["offer"](case, by=street.secretary, at=now - timedelta(days=4))
    for name in ("late", "soon"):
        cases[name] = claim(cases[name], by=street.volunteer, at=now - timedelta(hours=3))
    cases["soon"] = start(cases["soon"], by=street.volunteer, at=now - timedelta(hours=2))
    reply(cases["soon"], "请问哪一天来修？", by=street.resident(cases["soon"]), at=now - timedelta(hours=1))
    Case.objects.filter(pk=cases["soon"].pk).update(due_at=now + timedelta(hours=5))
    return cases


def addresses(work: dict[str, Case]) -> list[str]:
    soon = f"/field/cases/{work['soon'].number}/"
    acts = [f"{soon}answer/", f"{soon}release/"]
    return ["/field/", "/field/pool/", "/field/note/", "/field/mine/", soon, *acts]


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_each_page_fits_a_telephone_and_shuts_nobody_out(
    street: Lane, work: dict[str, Case], browser_page: OpenPage, width: int, look: str
) -> None:
    page = browser_page("/field/", width=width, account=street.accounts["volunteer"])
    give_cookie(page, "look", look)
    for number, address in enumerate(addresses(work)):
        page.goto(address)
        assert barriers(page) == []
        assert not spills_sideways(page), address
        keep_picture(page, f"{number}-{width}-{look or 'light'}")


def keep_picture(page: Any, name: str) -> None:
    """With LINLI_PICTURES, a folder, every page is kept for somebody to look at."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"field-{name}.png", full_page=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_day_s_work_needs_no_script(
    street: Lane, work: dict[str, Case], browser_page: OpenPage, javascript: bool
) -> None:
    page = browser_page(
        "/field/pool/", width=360, account=street.accounts["volunteer"], javascript=javascript
    )
    page.get_by_role("button", name="我来领").first.click()
    page.get_by_role("button", name="开始办").click()
    page.get_by_role("link", name="办好了，答复").click()
    page.get_by_role("button", name="办好了，答复").click()
    assert "请简单写一下做了什么" in page.inner_text("main")
    page.get_by_role("radio").first.check()
    page.get_by_label("做了什么").fill("垃圾已经清走，每天早晚各清一次。")
    page.get_by_role("button", name="办好了，答复").click()
    assert page.url.endswith("/field/")
    work["free"].refresh_from_db()
    assert work["free"].stage == "answered"


def test_a_note_is_two_taps_and_survives_a_lost_line(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page("/field/", width=360, account=street.accounts["worker"])
    page.get_by_role("link", name="记一笔").click()
    page.get_by_label("看到或听到了什么").fill("二组的水管爆了，水流到路上。")
    page.wait_for_function("() => customElements.get('linli-draft')")
    page.context.set_offline(True)
    page.get_by_role("button", name="记下来").click()
    assert page.get_by_text("现在没有网络").is_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="记下来").click()
    page.wait_for_url("**/field/cases/**")
    assert Case.objects.get().words.text == "二组的水管爆了，水流到路上。"
    page.get_by_role("link", name="记一笔").click()
    page.wait_for_function("() => customElements.get('linli-draft')")
    assert page.locator("textarea").input_value() == ""
