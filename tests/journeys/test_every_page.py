"""Every page of every door, as a telephone, a tablet and a desk show it: read by axe, never wider than its screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from linli.cases.receipts import code_for
from linli.kit.doors import doors, policy_of
from linli.people.actors import CASE_KEYS
from linli.people.middleware import SECOND_FACTOR
from tests.browser import OpenPage, barriers, give_cookie, spills_sideways
from tests.lane import Lane
from tests.test_permissions import address

WIDTHS = (360, 768, 1280)
TWICE = """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id)
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))] }"""
# Who looks: the doors that she looks through, how many pages of theirs there are at least, and the width of her screen.
LOOKERS = {
    "resident": (("", "at/", "c/", "look/", "accounts/login/"), 7, 360),
    "worker": (("field/", "accounts/"), 8, 360),
    "dispatcher": (("console/",), 20, 1280),
}

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def world(lane: Lane) -> dict[str, str]:
    case = lane.bring(lane.case(), "working")
    done = lane.bring(lane.case(words="垃圾桶满了三天没有人来收。"), "closed")
    return {
        "number": case.number,
        "done": done.number,
        "case_id": str(case.pk),
        "code": code_for(case),
        "slug": "zhangjiashan",
        "pk": str(lane.accounts["worker"].pk),
        "digest": "0" * 64,
    }


def pages_of(looker: str, world: dict[str, str], client: Client) -> Iterator[str]:
    """The addresses under her doors that answer her with a page."""
    prefixes, _, _ = LOOKERS[looker]
    for route, view in doors():
        if policy_of(view) is None or not any(is_under(route, prefix) for prefix in prefixes):
            continue
        try:
            path = address(route.replace("<int:number>", "1"), world)
        except KeyError:
            continue
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield path


def is_under(route: str, prefix: str) -> bool:
    return route.startswith(prefix) if prefix else route == ""


def entered(looker: str, lane: Lane, world: dict[str, str]) -> Client:
    client = Client()
    if looker in lane.accounts:
        client.force_login(lane.accounts[looker])
    session = client.session
    session[SECOND_FACTOR] = True
    session[CASE_KEYS] = [int(world["case_id"])]
    session.save()
    return client


def look_at(page: Any, path: str, own_width: int) -> list[str]:
    page.goto(path)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{path} at {width}: wider than its screen"] if spills_sideways(page) else []
        found += barriers(page) if width == own_width else []
    title, headings = page.title(), page.locator("h1").count()
    found += [f"{path}: the id {name!r} twice" for name in page.evaluate(TWICE)]
    return found + ([] if title and headings == 1 else [f"{path}: title {title!r}, {headings} headings"])


@pytest.mark.parametrize("looker", LOOKERS)
def test_every_page_can_be_read_by_everybody_at_every_width(
    looker: str, transactional_db: None, lane: Lane, world: dict[str, str], browser_page: OpenPage
) -> None:
    client = entered(looker, lane, world)
    paths = list(pages_of(looker, world, client))
    assert len(paths) >= LOOKERS[looker][1], paths
    page = browser_page("/livez")
    name = settings.SESSION_COOKIE_NAME
    give_cookie(page, name, client.cookies[name].value)
    found = [fault for path in paths for fault in look_at(page, path, LOOKERS[looker][2])]
    assert found == [], "\n".join(found)


def test_a_barrier_and_a_page_too_wide_are_found(browser_page: OpenPage) -> None:
    page = browser_page("/livez", width=360)
    page.set_content('<html lang="zh"><title>x</title><main><h1>x</h1><input></main></html>')
    assert [barrier for barrier in barriers(page) if ": label: " in barrier]
    assert not spills_sideways(page)
    page.set_content(
        '<html lang="zh"><title>x</title><main><h1>x</h1><pre>' + "x" * 200 + "</pre></main></html>"
    )
    assert spills_sideways(page)
    assert barriers(page) == []
