"""A right that is taken away is gone with the very next request: from pages that stand open, exports, links and keys alike.

Nobody signs in anew, nothing is waited for: the same browsers and keys as before, directly after the change.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from linli.api.actions.tokens import make_token, stop_token
from linli.api.models import ApiToken
from linli.cases.actions.dispatch import accept, dispatch, release
from linli.cases.actions.exporting import ask_for_export, file_of
from linli.cases.actions.objecting import contest, uphold
from linli.cases.models import Case, Export, Picture
from linli.cases.verbs import ACTIONS
from linli.console.cases.work import fill_export
from linli.governance import reads
from linli.governance.actions.editions import publish_edition
from linli.kit.actor import SYSTEM, Actor
from linli.people.actions.accounts import end_sessions, renew_password, stop_account
from linli.people.actions.posts import end_post
from linli.people.actors import actor_for
from tests import world as worlds
from tests.lane import RULES, Lane, hours
from tests.test_links import status_of, with_files
from tests.test_permissions import visitors
from tests.world import World

pytestmark = pytest.mark.django_db
SHUT = {302, 401, 403, 404}


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield with_files(worlds.settle(lane, photo=worlds.photo()))


@dataclass
class Hands:
    """What the dispatcher has open when the change comes: her browser, her key, her sheets, her papers."""

    world: World
    browser: Client
    key: str
    waiting: Export
    open_form: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return actor_for(self.world.accounts["dispatcher"], hours(10))

    def reads(self) -> dict[str, int]:
        """Every address that she could open a moment ago → what it answers now."""
        case, ours = self.world.case, self.world.ours
        pages = {
            "list": "/console/cases/",
            "case": f"/console/cases/{case.number}/",
            "picture": f"/console/cases/{case.number}/picture/{ours['digest']}/",
            "sheet": f"/console/cases/exports/{ours['export']}/sheet/",
            "paper": f"/console/posters/{ours['order']}/posters.pdf",
            "faults": f"/console/import/{ours['batch']}/faults.xlsx",
            "waits for a sheet": f"/console/cases/exports/{self.waiting.pk}/",
            "by session in JSON": f"/api/v1/cases/{case.number}",
        }
        found = {name: status_of(self.browser, url) for name, url in pages.items()}
        program = Client(headers={"Authorization": f"Bearer {self.key}"})
        return {**found, "by key": status_of(program, f"/api/v1/cases/{case.number}")}

    def part_of_a_page(self) -> int:
        """What htmx asks for from a page that stands open."""
        url = f"/console/cases/{self.world.case.number}/"
        return int(self.browser.get(url, headers={"HX-Request": "true"}).status_code)

    def sends(self) -> int:
        """The form that was open before, sent now."""
        url = f"/console/cases/{self.world.case.number}/reply/"
        return int(self.browser.post(url, {"text": "明天来修。", "key": str(uuid.uuid4())}).status_code)


@pytest.fixture
def hands(world: World) -> Hands:
    account, post = world.accounts["dispatcher"], world.lane.post("dispatcher")
    _, key = make_token(post, name="app", by=SYSTEM, at=hours(1))
    by = actor_for(account, hours(10))
    waiting = ask_for_export("cases", "xlsx", {"query": ""}, reason="月报", by=by, at=hours(10))
    found = Hands(world, visitors(world, ("dispatcher",))["dispatcher"], key, waiting)
    assert {name for name, status in found.reads().items() if status != 200} == set()
    assert found.part_of_a_page() == 200
    return found


def stopped(hands: Hands) -> None:
    stop_account(hands.world.accounts["dispatcher"], by=SYSTEM, at=hours(10))


def without_post(hands: Hands) -> None:
    end_post(hands.world.lane.post("dispatcher"), by=SYSTEM, at=hours(10))


CHANGES: dict[str, Callable[[Hands], None]] = {"account stopped": stopped, "post ended": without_post}


@pytest.mark.parametrize("change", CHANGES)
def test_without_account_or_post_nothing_opens_any_more(change: str, hands: Hands) -> None:
    CHANGES[change](hands)
    left = {name: status for name, status in hands.reads().items() if status not in SHUT}
    assert left == {}
    messages = hands.world.case.messages.count()
    assert hands.part_of_a_page() in SHUT and hands.sends() in SHUT
    assert hands.world.case.messages.count() == messages


@pytest.mark.parametrize("change", CHANGES)
def test_an_export_in_progress_writes_none_of_the_rows(change: str, hands: Hands) -> None:
    """The worker asks for the rows as who she is when it begins, not when she asked."""
    CHANGES[change](hands)
    fill_export.func(hands.waiting.pk)
    book: Any = openpyxl.load_workbook(file_of(hands.waiting)).active
    assert book.max_row == 2, "a line of whose copy it is, and the headings"


def test_an_export_of_somebody_who_stays_has_its_rows(hands: Hands) -> None:
    fill_export.func(hands.waiting.pk)
    book: Any = openpyxl.load_workbook(file_of(hands.waiting)).active
    assert book.max_row > 2


@pytest.mark.parametrize("act", [end_sessions, renew_password])
def test_ended_sessions_end_every_page_and_leave_the_key(act: Callable[..., Any], hands: Hands) -> None:
    more = {"password": "another three lamps"} if act is renew_password else {}
    act(hands.world.accounts["dispatcher"], by=SYSTEM, at=hours(10), **more)
    left = {name for name, status in hands.reads().items() if status not in SHUT}
    assert left == {"by key"}
    assert hands.sends() in SHUT


def test_a_key_that_was_stopped_opens_nothing(hands: Hands) -> None:
    stop_token(ApiToken.objects.get(), by=SYSTEM, at=hours(10))
    assert {name for name, status in hands.reads().items() if status != 200} == {"by key"}


def rules_without(right: str) -> None:
    """The next edition of the rule book: the street's dispatcher has one right less."""
    text = RULES.read_text("utf-8")
    changed = text.replace(f'"{right}", ', "", 1)
    begin = text.index("[role.street_dispatcher]")
    assert text[begin : begin + 200].count(f'"{right}"') == 1
    changed = text[:begin] + text[begin:].replace(f'"{right}", ', "", 1)
    publish_edition(changed, by=SYSTEM, at=hours(10))
    reads.forget()  # other processes look once a second


def test_a_right_less_in_the_rule_book_closes_what_it_opened(hands: Hands) -> None:
    rules_without("export")
    now = hands.reads()
    assert {name for name, status in now.items() if status != 200} == {"sheet", "waits for a sheet"}
    asked = {"query": "", "form": "csv", "reason": "月报"}
    assert hands.browser.post("/console/cases/export/", asked).status_code == 403
    assert hands.browser.get(f"/console/import/{hands.world.ours['batch']}/").status_code == 200
    rules_without("import")
    assert hands.browser.get(f"/console/import/{hands.world.ours['batch']}/").status_code in SHUT


# --- the case goes on to somebody else ---


def reach(client: Client, key: str, case: Case) -> dict[str, int]:
    digest = Picture.objects.get(case=case).digest
    urls = {
        "page": f"/field/cases/{case.number}/",
        "picture": f"/field/cases/{case.number}/pictures/{digest}/",
        "small": f"/field/cases/{case.number}/pictures/{digest}/?size=small",
        "by session in JSON": f"/api/v1/cases/{case.number}",
    }
    found = {name: status_of(client, url) for name, url in urls.items()}
    program = Client(headers={"Authorization": f"Bearer {key}"})
    return {**found, "by key": status_of(program, f"/api/v1/cases/{case.number}")}


@pytest.fixture
def held(world: World) -> tuple[Case, Client, str]:
    """A case in the hands of the property company's clerk, with her page open and her program's key."""
    lane = world.lane
    case = lane.bring(lane.case(words="水泵响。"), "triaged")
    worlds.picture_of(case, worlds.photo())
    case = dispatch(case, organisation=lane.units["company"], by=lane.secretary, at=hours(5))
    case = accept(case, by=lane.property, at=hours(6))
    _, key = make_token(lane.post("property"), name="app", by=SYSTEM, at=hours(1))
    client = visitors(world, ("property",))["property"]
    assert set(reach(client, key, case).values()) == {200}
    return case, client, key


def given_back(lane: Lane, case: Case) -> None:
    """It lies in the pool, where everybody of the field sees it, until somebody claims it."""
    case = release(case, reason="人手不够", by=lane.property, at=hours(10))
    ACTIONS["claim"](case, by=lane.worker, at=hours(10))


def sent_elsewhere(lane: Lane, case: Case) -> None:
    case = contest(case, reason="不归我们管", by=lane.property, at=hours(10))
    uphold(case, organisation=lane.units["villagers"], by=lane.secretary, at=hours(10))


@pytest.mark.parametrize("way", [given_back, sent_elsewhere])
def test_who_gave_a_case_away_reaches_nothing_of_it(
    way: Callable[[Lane, Case], None], world: World, held: tuple[Case, Client, str]
) -> None:
    case, client, key = held
    way(world.lane, case)
    assert {name: status for name, status in reach(client, key, case).items() if status not in SHUT} == {}
    late = client.post(f"/field/cases/{case.number}/answer/", {"text": "修好了", "end_state": "solved"})
    assert late.status_code in SHUT
    body = json.dumps({"text": "修好了", "end_state": "solved"})
    program = Client(headers={"Authorization": f"Bearer {key}"})
    sent = program.post(f"/api/v1/cases/{case.number}/answer", body, "application/json")
    assert sent.status_code in SHUT
    assert Case.objects.get(pk=case.pk).answered_at is None


def test_a_claim_given_back_and_taken_by_another_is_out_of_reach(world: World) -> None:
    lane = world.lane
    case = lane.bring(lane.case(words="要一副拐杖。"), "taken")
    worlds.picture_of(case, worlds.photo())
    _, key = make_token(lane.post("volunteer"), name="app", by=SYSTEM, at=hours(1))
    client = visitors(world, ("volunteer",))["volunteer"]
    assert set(reach(client, key, case).values()) == {200}
    case = ACTIONS["release"](case, reason="去不了", by=lane.volunteer, at=hours(10))
    late = client.post(f"/field/cases/{case.number}/start/", {"key": str(uuid.uuid4())})
    assert late.status_code in {*SHUT, 409} and Case.objects.get(pk=case.pk).stage == "offered"
    ACTIONS["claim"](case, by=lane.worker, at=hours(10))
    assert {name: status for name, status in reach(client, key, case).items() if status not in SHUT} == {}


def test_a_code_opens_no_more_after_this_device_forgot_it(world: World) -> None:
    client = visitors(world, ("resident",))["resident"]
    address = f"/c/{world.case.number}/"
    picture = f"{address}picture/{world.ours['digest']}/"
    assert (status_of(client, address), status_of(client, picture)) == (200, 200)
    client.post("/at/zhangjiashan/mine/forget/")
    assert status_of(client, picture) == 404


# --- it can fail ---


def test_rights_that_are_remembered_would_be_found(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the actor of the moment of signing in is kept."""
    before = hands.actor
    monkeypatch.setattr("linli.people.middleware.actor_of", lambda request, at: before)
    without_post(hands)
    assert {status for name, status in hands.reads().items() if name != "by key"} == {200}
