"""The pages around the printed form, and the field pages of a claim and an objection, read by axe in each width."""

from typing import Any

import pytest

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.models import Case
from linli.cases.verdict_links import Sent, token_for
from tests.browser import OpenPage
from tests.lane import Lane, hours
from tests.portal.test_verdict_browser import looked_at


@pytest.fixture
def waiting(transactional_db: None, lane: Lane) -> Case:
    return lane.bring(lane.case(), "answered")


@pytest.mark.parametrize(
    ("width", "look"), [(360, "elder-dark"), (768, "light"), (1280, "light"), (1280, "elder-dark")]
)
def test_the_office_prints_and_keys_in(
    lane: Lane, waiting: Case, browser_page: OpenPage, live_server: Any, width: int, look: str
) -> None:
    page = browser_page("/console/callbacks/", width=width, account=lane.accounts["liaison"])
    page.context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
    code = f"{live_server.url}/j/{token_for(waiting, Sent.PAPER)}/"
    for name, url in (
        ("callbacks", "/console/callbacks/"),
        ("papers", f"/console/callbacks/papers/?number={waiting.number}"),
        ("scan", "/console/callbacks/paper/"),
        ("unknown", "/console/callbacks/paper/?code=2601-ZZZZZZ"),
        ("keyed", f"/console/callbacks/paper/?code={code}"),
        ("case", f"/console/cases/{waiting.number}/"),
    ):
        page.goto(url)
        looked_at(page, f"console-{name}-{width}-{look}")


@pytest.mark.parametrize(("width", "look"), [(360, "light"), (360, "elder-dark"), (1280, "light")])
def test_the_worker_sees_her_claims_and_objects(
    lane: Lane, waiting: Case, browser_page: OpenPage, live_server: Any, width: int, look: str
) -> None:
    claimed = lane.bring(lane.case(), "taken")
    page = browser_page("/field/pool/", width=width, account=lane.accounts["volunteer"])
    page.context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
    for name, url in (
        ("pool", "/field/pool/"),
        ("today", "/field/"),
        ("claim", f"/field/cases/{claimed.number}/"),
    ):
        page.goto(url)
        looked_at(page, f"field-{name}-{width}-{look}")
    mine = accept(
        dispatch(
            lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(2)
        ),
        by=lane.worker,
        at=hours(3),
    )
    page = browser_page(f"/field/cases/{mine.number}/contest/", width=width, account=lane.accounts["worker"])
    page.context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
    page.reload()
    looked_at(page, f"field-contest-{width}-{look}")
    page.fill("textarea[name=reason]", "归村委会管")
    page.click("main form button[type=submit]")
    looked_at(page, f"field-contested-{width}-{look}")
    page.goto("/field/mine/")
    looked_at(page, f"field-mine-{width}-{look}")
