"""A call from the office to the phone and back, read by axe, never wider than its screen, and without scripts."""

from collections.abc import Iterator

import pytest

from tests.browser import OpenPage, barriers, spills_sideways
from tests.cases.whistles import blown, held, part_of, with_water_works
from tests.lane import Lane


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The browser and the server share the clock on the wall here."""
    yield


@pytest.mark.django_db(transaction=True)
def test_reported_in_on_a_phone_without_scripts_and_read_in_the_office(
    lane: Lane, browser_page: OpenPage
) -> None:
    with_water_works(lane)
    whistle = blown(lane, held(lane))
    here = f"whistles/{whistle.pk}/"
    phone = browser_page(f"/field/{here}", width=360, account=lane.accounts["waterman"], javascript=False)
    phone.get_by_role("button", name="报到").click()
    phone.locator("textarea[name=did]").fill("换了一段管子")
    phone.get_by_role("button", name="完成").click()
    assert phone.get_by_text("换了一段管子").is_visible()
    part = part_of(whistle, lane, "water")
    assert (part.state, part.did) == ("done", "换了一段管子")
    for width in (360, 768, 1280):
        for account, path in (
            ("waterman", f"/field/{here}"),
            ("waterman", "/field/"),
            ("secretary", f"/console/{here}"),
            ("secretary", "/console/whistles/"),
        ):
            page = browser_page(path, width=width, account=lane.accounts[account])
            assert barriers(page) == []
            assert not spills_sideways(page)
