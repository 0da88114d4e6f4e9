"""Everything that takes rows or papers out of the house, in one list: by which right, with which line in the log, how long.

A new way out is red until it stands here; each of those that stand here is taken once and its guards are looked at.
"""

import io
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from linli.cases.actions.intake import Speaker
from linli.cases.ledgers.forms import ledgers
from linli.cases.models import Case, Export
from linli.kit.doors import doors
from linli.kit.importing import store
from linli.kit.models import ImportBatch, Trace
from tests import world as worlds
from tests.lane import Lane, hours
from tests.test_links import LINKS, NO_ADDRESS, PUBLIC, SIGNED, hands_out, people, put, url_of, with_files
from tests.test_permissions import TABLE
from tests.world import World, read

pytestmark = pytest.mark.django_db
REASON = "月度例会用"
ROLES = (
    "anonymous",
    "resident",
    "volunteer",
    "property",
    "worker",
    "secretary",
    "dispatcher",
    "neighbour",
    "elsewhere",
)


@dataclass(frozen=True)
class WayOut:
    """`right` of the rule book; `logged`: what its traces are called; `marked`: the copy itself says whose it is."""

    right: str
    logged: tuple[str, ...] = ()
    reason: bool = False
    marked: bool = False
    day: bool = False  # its file is stored, for a day
    without: str = ""  # why a guard that the others have is not needed here


EXPORTS: dict[str, WayOut] = {
    "console/cases/export/": WayOut("export", ("export.asked_for", "export.finished"), reason=True),
    "console/cases/exports/<int:pk>/sheet/": WayOut("export", ("export.fetched",), marked=True, day=True),
    "console/whistles/ledger/sheet/": WayOut("export", ("export.asked_for", "export.finished"), reason=True),
    "console/cases/lists/<slug:listed>/sheet/": WayOut(
        "export", ("export.asked_for", "export.finished"), reason=True
    ),
    "console/lists/<slug:list_key>/sheet/": WayOut(
        "export", ("export.asked_for", "export.finished", "export.fetched"), reason=True, marked=True
    ),
    "console/import/<int:number>/faults.xlsx": WayOut("import", ("import.fetched",), day=True),
    "console/callbacks/papers/": WayOut(
        "console",
        ("case.asked_on_paper",),
        without="for the residents themselves: nothing on it tells who spoke",
    ),
    "console/posters/make/": WayOut("console", without="addresses of walls, which hang in public"),
    "console/posters/<int:order>/posters.pdf": WayOut(
        "console", day=True, without="as above; asking for it is logged"
    ),
    "console/desk/forms/": WayOut("desk", without="blank"),
    "console/desk/<str:number>/receipt/<slug:size>.pdf": WayOut(
        "desk",
        day=True,
        without="for the resident who stands at the desk; half an hour, who wrote it down alone",
    ),
    "at/<slug:slug>/data/<str:month>.<str:form>": WayOut("", without="reviewed results, which are public"),
}
# One picture or recording of one case, looked at on its page.
SHOWN = {route for route in {*LINKS, *PUBLIC, *SIGNED} if "picture" in route or "sound" in route}
# Lists for programs, page by page: by a key of one post, with the fields of tests/fields.toml and no identity in them.
DUMPS = {
    *("api/v1/cases", "api/v1/hot-issues", "api/v1/listed", "api/v1/published", "api/v1/whistles"),
    "api/v1/areas",
}
OWN = {"api/v1/absences", "api/v1/notices/preferences"}  # of whoever asks


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield with_files(worlds.settle(lane, photo=worlds.photo()))


def test_every_way_out_is_in_the_list() -> None:
    files = {route for route, view in doors() if hands_out(view)}
    assert files - SHOWN <= set(EXPORTS), "say in tests/exports/test_registry.py how it is guarded"
    known = {route for route, _view in doors()}
    assert set(EXPORTS) | DUMPS <= known
    assert {*NO_ADDRESS} <= set(EXPORTS)
    paged = {route for route, _view in doors() if route.startswith("api/v1/") and "<" not in route}
    assert paged == DUMPS | OWN | {"api/v1/", "api/v1/docs", "api/v1/openapi.json"}


def test_a_way_out_without_a_line_in_the_log_says_why() -> None:
    assert [route for route, way in EXPORTS.items() if not way.logged and not way.without] == []
    assert [route for route, way in EXPORTS.items() if way.reason and not way.logged] == []
    assert [route for route, way in EXPORTS.items() if way.right == "export" and way.without] == []


def test_the_permission_table_opens_them_to_nobody_without_the_right() -> None:
    """Who may take lists out is a short list: read from the table that a person signs."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    for route, way in EXPORTS.items():
        method = "POST" if way.reason or route.endswith("/make/") else "GET"
        opened = {role for role, cell in zip(ROLES, table[route][method], strict=True) if cell == "o"}
        if way.right:
            assert not opened & {"anonymous", "resident", "volunteer", "property"}, route
        if way.right == "export":
            assert opened <= {"dispatcher", "elsewhere", "secretary"}, route


def lines(after: int) -> list[str]:
    return list(Trace.objects.filter(pk__gt=after).order_by("pk").values_list("name", flat=True))


def last() -> int:
    return max(Trace.objects.values_list("pk", flat=True), default=0)


def ask(world: World, office: Client) -> dict[str, Callable[[], Any]]:
    """Each way, taken by somebody who may."""
    lists = {"reason": REASON}
    area = world.lane.areas["village"]
    return {
        "console/cases/export/": lambda: office.post(
            "/console/cases/export/", {"query": "", "form": "xlsx", "reason": REASON}
        ),
        "console/cases/exports/<int:pk>/sheet/": lambda: fetched(office),
        "console/whistles/ledger/sheet/": lambda: office.post(
            "/console/whistles/ledger/sheet/", {"query": "", "form": "xlsx", "reason": REASON}
        ),
        "console/cases/lists/<slug:listed>/sheet/": lambda: office.post(
            "/console/cases/lists/objections/sheet/", lists
        ),
        "console/lists/<slug:list_key>/sheet/": lambda: office.post("/console/lists/needs/sheet/", lists),
        "console/import/<int:number>/faults.xlsx": lambda: office.get(
            url_of("console/import/<int:number>/faults.xlsx", world)
        ),
        "console/callbacks/papers/": lambda: office.post("/console/callbacks/papers/", {"area": area.pk}),
    }


def fetched(office: Client) -> Any:
    asked = office.post("/console/cases/export/", {"query": "", "form": "xlsx", "reason": REASON})
    return office.get(asked["Location"] + "sheet/")


def test_each_is_written_down_as_it_leaves_and_says_whose_copy_it_is(world: World) -> None:
    worlds.Lane.bring(world.lane, world.lane.case(words="灯坏了。"), "answered")
    office, name = people(world)["dispatcher"], world.accounts["dispatcher"].name
    taken = ask(world, office)
    assert set(taken) == {route for route, way in EXPORTS.items() if way.logged}
    for route, take in taken.items():
        before, way = last(), EXPORTS[route]
        answer = take()
        content = read(answer)
        assert answer.status_code in {200, 302}, (route, answer.status_code)
        assert set(way.logged) <= set(lines(before)), (route, lines(before))
        written = Trace.objects.filter(pk__gt=before, name=way.logged[0]).order_by("pk")[0]
        assert written.account_id == world.accounts["dispatcher"].pk, route
        assert not way.reason or Export.objects.latest("pk").reason == REASON, route
        if way.marked:
            line = str(next(openpyxl.load_workbook(io.BytesIO(content)).active.values)[0])  # type: ignore[union-attr]
            assert (name in line and REASON in line and "2026" in line) or "月" in line, line


def test_without_a_reason_nothing_leaves(world: World) -> None:
    office = people(world)["dispatcher"]
    for url in ("/console/cases/export/", "/console/whistles/ledger/sheet/", "/console/lists/needs/sheet/"):
        before, exports = last(), Export.objects.count()
        answer = office.post(url, {"query": "", "form": "csv", "reason": "  "})
        assert 400 <= answer.status_code < 500 and Export.objects.count() == exports
        assert lines(before) == []


def test_what_is_stored_is_gone_after_a_day(world: World) -> None:
    """The links end by themselves (tests/test_links.py tries those of exports and papers); so do the files."""
    office, batch = people(world)["dispatcher"], ImportBatch.objects.get(pk=world.ours["batch"])
    url, copy = url_of("console/import/<int:number>/faults.xlsx", world), store.copy_with_faults(batch.token)
    put(copy)
    yesterday = (hours(10) - timedelta(hours=25)).timestamp()
    os.utime(copy, (hours(10).timestamp(),) * 2)
    fresh = office.get(url)
    assert fresh.status_code == 200 and read(fresh)
    os.utime(copy, (yesterday, yesterday))
    assert office.get(url).status_code == 404
    assert url.rpartition("/")[2] not in office.get(url.rpartition("/")[0] + "/").content.decode()
    store.drop_old(hours(10))
    assert not copy.exists()


def test_no_export_carries_a_person_so_that_none_can_carry_a_hundred(world: World) -> None:
    """More than a hundred persons would need a second one who agrees; rows taken out here name nobody who spoke."""
    lane = world.lane
    case = lane.case(
        words="灯坏了，我叫顾无双，电话 13800138000。", speaker=Speaker(name="顾无双", phone="13800138000")
    )
    assert case.contact is not None
    office = people(world)["dispatcher"]
    for kind in ("", *ledgers()):
        asked = {"query": "", "form": "csv", "reason": REASON, "kind": kind}
        answer = office.get(office.post("/console/cases/export/", asked)["Location"] + "sheet/")
        content = read(answer).decode("utf-8-sig")
        assert Case.objects.get(pk=case.pk).number in content or kind, kind
        assert "顾无双" not in content and "13800138000" not in content, kind


def test_a_way_out_that_leaves_no_line_in_the_log_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.console.imports.views.note_fetch", lambda *_, **__: None)
    with pytest.raises(AssertionError, match=r"faults\.xlsx"):
        test_each_is_written_down_as_it_leaves_and_says_whose_copy_it_is(world)
