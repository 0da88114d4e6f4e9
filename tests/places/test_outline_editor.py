"""The editor of outlines in a real browser: by mouse, by keyboard, and without scripts."""

from typing import Any

import pytest

from linli.kit.actor import SYSTEM
from linli.places.actions.areas import draw_outline
from linli.places.geometry import read_outline, write_points
from linli.places.models import Area
from tests.browser import OpenPage, barriers
from tests.lane import MONDAY, Lane
from tests.places.lanes import box

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def drawn(transactional_db: None, lane: Lane) -> Lane:
    shapes = (("street", box(115.0, 28.0, 115.04, 28.03)), ("village", box(115.0, 28.0, 115.02, 28.02)))
    for name, outline in (*shapes, ("other_village", box(115.019, 28.0, 115.04, 28.02))):
        draw_outline(lane.areas[name], outline=outline, on=MONDAY.date(), by=SYSTEM, at=MONDAY)
    return lane


def corners(page: Any) -> list[str]:
    return str(page.get_by_label("角点", exact=False).first.input_value()).split("\n")


def open_editor(lane: Lane, browser_page: OpenPage, **more: Any) -> Any:
    village = lane.areas["village"]
    return browser_page(f"/console/places/{village.pk}/outline/", account=lane.accounts["dispatcher"], **more)


def test_a_corner_is_moved_added_and_taken_away_with_the_keyboard_alone(
    drawn: Lane, browser_page: OpenPage
) -> None:
    page = open_editor(drawn, browser_page)
    area = page.locator("linli-outline textarea")
    page.locator(".corner").first.wait_for()
    before = area.input_value()
    first = page.locator(".corner").first
    first.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    moved = area.input_value()
    assert moved != before and moved.split("\n")[1:] == before.split("\n")[1:]
    assert float(moved.split(",")[0]) < float(before.split(",")[0])
    page.locator(".middle").first.focus()
    page.keyboard.press("Enter")
    assert len(area.input_value().split("\n")) == 5
    page.keyboard.press("Delete")
    assert area.input_value() == moved
    page.get_by_role("button", name="撤销", exact=False).first.click()
    assert len(area.input_value().split("\n")) == 5
    assert barriers(page) == []


def test_an_outline_is_drawn_anew_with_the_mouse_and_saved(drawn: Lane, browser_page: OpenPage) -> None:
    page = open_editor(drawn, browser_page)
    page.locator(".corner").first.wait_for()
    page.locator("[data-do=draw]").click()
    where = page.locator(".map")
    for x, y in ((120, 120), (320, 110), (300, 260)):
        where.click(position={"x": x, "y": y})
    assert len(page.locator("linli-outline textarea").input_value().split("\n")) == 3
    page.get_by_role("button", name="保存边界").click()
    page.get_by_role("heading", level=1, name="槎市村").wait_for()
    saved = Area.objects.get(pk=drawn.areas["village"].pk).outline
    assert len(write_points(read_outline(saved)).split("\n")) == 3


def test_without_scripts_the_corners_are_typed_and_no_empty_map_is_shown(
    drawn: Lane, browser_page: OpenPage
) -> None:
    page = open_editor(drawn, browser_page, javascript=False)
    assert not page.locator(".map").is_visible()
    page.locator("linli-outline textarea").fill("115.0, 28.0\n115.01, 28.0\n115.01, 28.01")
    page.get_by_role("button", name="保存边界").click()
    saved = Area.objects.get(pk=drawn.areas["village"].pk).outline
    assert write_points(read_outline(saved)).split("\n")[-1] == "115.010000, 28.010000"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "{street}/",
        "{village}/outline/",
        "{street}/survey/?level=village",
        "calendar/2026/",
        "{village}/split/",
        "{village}/buildings/",
    ],
)
def test_each_page_about_places_fits_its_screen_and_has_no_barrier(
    drawn: Lane, browser_page: OpenPage, path: str, width: int
) -> None:
    filled = path.format(street=drawn.areas["street"].pk, village=drawn.areas["village"].pk)
    page = browser_page(f"/console/places/{filled}", width=width, account=drawn.accounts["dispatcher"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []
