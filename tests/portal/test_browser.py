"""The portal as a telephone shows it: with script and without, on a bad line, read by axe in every width."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from linli.cases.actions.publishing import publish
from linli.cases.models import Case, Picture
from linli.cases.receipts import code_for
from linli.places.models import Area
from tests.browser import OpenPage, barriers, give_cookie, spills_sideways
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

WORDS = "槎市村店下组村口的路灯坏了三盏，晚上看不清路。"
LOOKS = [
    (360, "elder-dark"),
    (360, "light"),
    (768, "elder"),
    (768, "dark"),
    (1280, "light"),
    (1280, "elder-dark"),
]


@pytest.fixture(autouse=True)
def evening() -> None:
    """The browser and the server share the clock on the wall here."""


@pytest.fixture
def picture(tmp_path: Path, photo) -> str:
    file = tmp_path / "lamp.jpg"
    file.write_bytes(photo().read())
    return str(file)


@pytest.fixture
def street(transactional_db: None, lane: Lane) -> Lane:
    return lane


def looked_at(page) -> None:
    """Readable for everybody, and never wider than its screen."""
    assert barriers(page) == []
    assert not spills_sideways(page), page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_a_matter_is_raised_on_a_telephone_and_followed(
    street: Lane, browser_page: OpenPage, picture: str, javascript: bool
) -> None:
    page = browser_page(HOME, width=360, javascript=javascript)
    page.fill("textarea[name=words]", WORDS)
    page.set_input_files("input[name=pictures]", picture)
    page.click("#ask button.main")
    page.wait_for_selector("#send")
    page.fill("input[name=place_words]", "村口第三盏")
    page.click("#send button.main")
    page.wait_for_selector("#receipt")
    case = Case.objects.get()
    assert code_for(case) in page.inner_text(".code")
    page.click("main a.button.main")
    assert WORDS in page.inner_text("#words")
    page.fill("textarea[name=text]", "今天又坏了一盏。")
    page.click("form[action$='/add/'] button[type=submit]")
    page.wait_for_selector(".talk")
    assert "今天又坏了一盏。" in page.inner_text(".talk")
    assert Picture.objects.get().case == case


def test_the_drawn_code_opens_the_case_and_leaves_the_address(street: Lane, browser_page: OpenPage) -> None:
    case = street.case()
    page = browser_page(f"/c/{case.number}/#{code_for(case)}", width=360)
    page.wait_for_selector("#matter")
    assert code_for(case) not in page.url


def test_what_was_typed_survives_a_lost_line(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=360, service_workers="block")  # as on a telephone that has none
    page.wait_for_function("() => customElements.get('linli-draft')")
    page.fill("textarea[name=words]", WORDS)
    page.context.set_offline(True)
    page.click("#ask button.main")
    assert page.is_visible("[data-offline]")
    page.context.set_offline(False)
    page.goto(HOME)
    page.wait_for_selector("[data-restored]:visible")
    assert page.input_value("textarea[name=words]") == WORDS


def test_a_sent_matter_leaves_no_draft(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=360)
    page.fill("textarea[name=words]", WORDS)
    page.click("#ask button.main")
    page.wait_for_selector("#send")
    page.click("#send button.main")
    page.wait_for_selector("#receipt")
    page.goto(HOME)
    page.wait_for_function("() => customElements.get('linli-draft')")
    assert page.input_value("textarea[name=words]") == ""


@pytest.fixture
def pages(street: Lane) -> list[str]:
    """Every page of the portal that is reached by an address alone."""
    closed = street.bring(street.case(), "closed")
    publish(
        closed,
        title="村口路灯亮了",
        problem="路灯不亮。",
        result="换了灯头。",
        by=street.dispatcher,
        at=hours(8),
    )
    mine = f"{HOME}mine/"
    return [HOME, f"{HOME}?kind=wish", f"{HOME}board/", f"{HOME}progress/", mine, "/look/", "/nowhere/"]


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_every_page_is_readable_in_every_look(
    street: Lane, pages: list[str], browser_page: OpenPage, width: int, look: str
) -> None:
    page = browser_page("/look/", width=width)
    give_cookie(page, "look", look)
    answered = street.bring(street.case(), "answered")
    opened = Client()
    opened.post(f"/c/{answered.number}/", {"number": answered.number, "code": code_for(answered)})
    name = settings.SESSION_COOKIE_NAME
    give_cookie(page, name, opened.cookies[name].value)
    for path in [*pages, f"/c/{answered.number}/", f"/c/{answered.number}/receipt/"]:
        page.goto(path)
        looked_at(page)


@pytest.mark.parametrize("address", ["board/", "board/map/"])
def test_with_large_letters_the_first_screen_of_a_telephone_shows_what_the_page_is_about(
    street: Lane, pages: list[str], browser_page: OpenPage, address: str
) -> None:
    box = {"type": "Polygon", "coordinates": [[[115.5, 28], [115.6, 28], [115.6, 28.1], [115.5, 28]]]}
    Area.objects.filter(pk=street.village.pk).update(outline=box, households=300)
    page = browser_page("/livez", width=360)
    give_cookie(page, "look", "elder")
    page.goto(f"{HOME}{address}")
    first = page.locator("main .map, main li.card").first
    first.wait_for()
    tabs = page.locator(".tabs").bounding_box()
    assert first.bounding_box()["y"] < tabs["y"] - 60


def test_the_second_page_and_its_faults_are_readable(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=360)
    page.fill("textarea[name=words]", "小卖部着火了")
    page.click("#ask button.main")
    page.wait_for_selector("[role=alert]")
    looked_at(page)
    page.click("button[name=calm]")
    page.wait_for_selector("#send")
    looked_at(page)
    page.fill("#id_phone", "abc")
    page.click("#send button.main")
    page.wait_for_selector(".errors")
    assert page.evaluate("() => document.activeElement.className") == "errors"
    looked_at(page)


def test_everything_is_reached_by_keyboard(street: Lane, browser_page: OpenPage) -> None:
    page = browser_page(HOME, width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "id_words"
    page.keyboard.type(WORDS)
    passed = []
    while passed[-1:] != ["submit"] and len(passed) < 6:
        page.keyboard.press("Tab")
        passed.append(page.evaluate("() => document.activeElement.name || document.activeElement.type"))
    assert passed == [
        "button",
        "button",
        "pictures",
        "submit",
    ]  # remove what is kept, the voice, pictures, send
    page.keyboard.press("Enter")
    page.wait_for_selector("#send")
