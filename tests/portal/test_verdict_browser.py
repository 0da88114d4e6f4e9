"""The page behind the link, as a telephone shows it: in every width and look, with scripts and without."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from linli.cases.actions.intake import Speaker
from linli.cases.models import Answer, Case, Rating
from linli.cases.verdict_links import Sent, token_for
from tests.browser import OpenPage, barriers, spills_sideways
from tests.lane import Lane
from tests.portal.test_browser import LOOKS

KEEP = os.environ.get("LINLI_PICTURES", "")  # a folder, for a person who wants to look


@pytest.fixture(autouse=True)
def evening() -> None:
    """The browser and the server share the clock on the wall here."""


@pytest.fixture
def link(transactional_db: None, lane: Lane) -> str:
    speaker = Speaker(name="陈晓", phone="13900000001", way="message")
    case = lane.bring(lane.case(speaker=speaker), "answered")
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(answered_at=now)
    Answer.objects.filter(case=case).update(at=now)
    return f"/j/{token_for(case, Sent.NOTICE)}/"


def looked_at(page: Any, name: str) -> None:
    if KEEP:
        page.screenshot(path=Path(KEEP) / f"{name}.png", full_page=True)
    assert barriers(page) == []
    assert not spills_sideways(page), page.url


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_it_reads_well_in_every_width_and_look(
    link: str, browser_page: OpenPage, live_server: Any, width: int, look: str
) -> None:
    page = browser_page(link, width=width)
    page.context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
    for url, name in ((link, "open"), ("/j/nothing/", "gone")):
        page.goto(url)
        looked_at(page, f"{name}-{width}-{look}")
    page.goto(link)
    page.click("button[value=unsolved]")
    page.wait_for_selector(".note.done")
    looked_at(page, f"said-{width}-{look}")


@pytest.mark.parametrize("javascript", [True, False])
def test_her_word_is_one_tap(link: str, browser_page: OpenPage, javascript: bool) -> None:
    page = browser_page(link, width=360, javascript=javascript)
    page.fill("textarea[name=words]", "亮了，谢谢")
    page.click("button[value=solved]")
    page.wait_for_selector(".note.done")
    assert page.inner_text("h2 >> nth=1") == "您说“解决了”。"
    assert (Rating.objects.get().via, Rating.objects.get().words) == ("link", "亮了，谢谢")
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in page.context.cookies()}
