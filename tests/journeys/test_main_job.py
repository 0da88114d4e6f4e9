"""A resident's words through all three doors, in a real browser: said, sorted, taken, done, confirmed, shown to everybody."""

from typing import Any

import pytest

from linli.cases.models import Case
from tests.browser import OpenPage, barriers, spills_sideways
from tests.lane import Lane

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "槎市村店下组村口健身器材的秋千松了，孩子荡着很危险。"
HOME = "/at/zhangjiashan/"


def looked_at(page: Any) -> Any:
    """Every page on the way passes axe and does not spill sideways."""
    assert barriers(page) == []
    assert not spills_sideways(page)
    return page


def submit(page: Any, verb: str) -> None:
    """Send the form of this verb and wait for the page behind it."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f"form[action$='/{verb}/'], main form:not([action])").locator(
            "button[type=submit]"
        ).first.click()
    page.wait_for_load_state()


def stage(number: str) -> str:
    return str(Case.objects.get(number=number).stage)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_what_a_resident_says_comes_back_as_a_result(
    lane: Lane, browser_page: OpenPage, javascript: bool
) -> None:
    check = looked_at if javascript else lambda page: page
    resident = browser_page(HOME, width=360, javascript=javascript)
    check(resident).locator("textarea[name=words]").fill(WORDS)
    submit(resident, "say")
    submit(check(resident), "send")
    check(resident)
    number = resident.url.split("/c/")[1].split("/")[0]
    assert stage(number) == "registered"

    office = browser_page("/console/inbox/", account=lane.accounts["dispatcher"], javascript=javascript)
    check(office)
    for verb, then in (("triage", "triaged"), ("offer", "offered")):
        office.goto(f"/console/cases/{number}/{verb}/")
        submit(check(office), verb)
        assert stage(number) == then

    worker = browser_page(
        "/field/pool/", width=360, account=lane.accounts["volunteer"], javascript=javascript
    )
    check(worker)
    worker.goto(f"/field/cases/{number}/")
    submit(check(worker), "claim")
    assert stage(number) == "taken"
    worker.goto(f"/field/cases/{number}/answer/")
    worker.locator("textarea[name=text]").fill("换了新的链条和螺栓，试过了，牢固。")
    worker.locator("[name=end_state][value=solved]").check()
    submit(check(worker), "answer")
    assert stage(number) == "answered"

    resident.goto(f"/c/{number}/")
    with resident.expect_response(lambda answer: answer.request.method == "POST"):
        check(resident).get_by_role("button", name="解决了", exact=True).click()
    resident.wait_for_load_state()
    assert stage(number) == "closed"

    office.goto(f"/console/cases/{number}/publish/")
    submit(check(office), "publish")
    board = browser_page(f"{HOME}board/", width=360, javascript=javascript)
    assert "健身器材" in check(board).locator("main").inner_text()
