"""The permission table: every route of every door, by every method, for every role, against permissions.toml.

A person reads that file and signs it. LINLI_WRITE_PERMISSIONS=1 writes it anew from what the doors answer now; the
difference is then for a person to read before it is committed. The objects are those of our street and our village:
`neighbour` is of the next village, `elsewhere` of the next street, with the same posts there.
"""

import json
import os
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from linli.api.bodies import VERB_BODIES
from linli.kit.doors import doors, policy_of
from linli.people.actors import CASE_KEYS
from tests import world as worlds
from tests.lane import Lane, hours
from tests.page import Form, Page
from tests.world import Parts, World, address, undone

TABLE = Path(__file__).with_name("permissions.toml")
# What PUT and DELETE are refused by is the same on every database.
WHOLE = connection.vendor == "sqlite"
WRITING = WHOLE and bool(os.environ.get("LINLI_WRITE_PERMISSIONS"))
EVERY_CELL = WRITING or bool(os.environ.get("LINLI_THOROUGH"))
SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
NOT_ASKED = "·"
METHODS = ("GET", "POST", "PUT", "DELETE") if WHOLE else ("GET", "POST")
ROLES = (
    *("anonymous", "resident", "volunteer", "property", "worker", "secretary", "dispatcher"),
    *("neighbour", "elsewhere"),
)
SIGNING_IN = ("/accounts/login/", "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/")
LEGEND = (
    "o open, s sent to sign in, for the first time or again, f forbidden, - not there, m method not allowed, "
    "r refused by a rule, i not understood"
)
LETTERS = {400: "i", 401: "s", 403: "f", 404: "-", 405: "m", 409: "r", 412: "r", 415: "i", 422: "i"}
# The stage of the case with which a verb is tried: one in which somebody may do it.
STAGES = {
    "register": "registered",
    "triage": "registered",
    "dispatch": "triaged",
    "offer": "triaged",
    "claim": "offered",
    "accept": "sent",
    "start": "taken",
    "release": "taken",
    "suspend": "held",
    "extend": "held",
    "climb": "working",
    "contest": "held",
    "uphold": "contested",
    "reject": "contested",
    "answer": "working",
    "resume": "paused",
    "verify": "answered",
    "close": "decided",
    "rate": "answered",
    "reopen": "closed",
    "withdraw": "registered",
    "publish": "closed",
    "unpublish": "published",
    "enlist": "triaged",
    "delist": "listed",
    **dict.fromkeys(("join", "merge"), "working"),
    "unmerge": "merged",
    "split": "registered",
    "urge": "held",
    "answer_urge": "urged",
    "ask_extension": "held",
    "grant_extension": "wanting",
    "refuse_extension": "wanting",
    "try_call": "answered",
    "propose_end": "decided",
    "confirm_end": "doubted",
    "decline_end": "doubted",
    "verdict": "answered",
    "ask_check": "triaged",
    "report_check": "checked",
    "call_off_check": "checked",
}

pytestmark = pytest.mark.django_db  # measured once, in one process: see tests/conftest.py
KNOWN_ROWS = ("cases", "whistles", "listed", "posts", "absences", "hot-issues")
of_the_whole = pytest.mark.skipif(not WHOLE, reason="reads the whole table, which SQLite measures")
_measured: dict[str, dict[str, str]] = {}


def letter(response: Any) -> str:
    if response.status_code == 302 and response.url.startswith(SIGNING_IN):
        return "s"
    if response.status_code >= 500:
        return "!"
    return LETTERS.get(response.status_code, "o")


def visitors(world: World, roles: tuple[str, ...] = ROLES) -> dict[str, Client]:
    found = {}
    for role in roles:
        client = Client(raise_request_exception=False)
        if role in world.accounts:
            client.force_login(world.accounts[role])
        if role == "resident":
            session = client.session
            session[CASE_KEYS] = [world.case.pk, *(case.pk for case in world.stages.values())]
            session.save()
        found[role] = client
    return found


def bodies(world: World) -> dict[str, dict[str, Any]]:
    """For each operation of the interface for programs, what would succeed for whom it is meant."""
    why, said = {"reason": "等配件"}, {"text": "换了新灯头。"}
    days = {"starts_on": "2026-03-03", "ends_on": "2026-03-10"}
    return {
        "": {"words": "路灯坏了。", "area": world.lane.areas["grid"].path},
        "triage": {"category": "04.lamp", "title": "路灯"},
        "dispatch": {"organisation": world.lane.units["office"].pk},
        "extend": {"days": 2, **why},
        "answer": {**said, "end_state": "solved"},
        "verify": {"verdict": "solved"},
        "rate": {"verdict": "solved"},
        "enlist": {"onto": "needs", "title": "垃圾桶", "wanted": "添两个垃圾桶。"},
        "publish": {"title": "垃圾桶", "problem": "垃圾桶满了。", "result": "收走了。"},
        "reply": said,
        "count": {"quantity": "lamps", "hundredths": 100},
        "promise": {"amount": 100, "purpose": "装灯", "source": "fiscal"},
        **{key: {"amount": 100, "purpose": "装灯"} for key in ("receive", "give-back", "spend")},
        "reverse": why,
        "contest": why,
        "merge": {"into": world.stages["taken"].number},
        "split": {
            "parts": [{"title": "路灯", "category": "04.lamp"}, {"title": "井盖", "category": "04.manhole"}]
        },
        "uphold": {"organisation": world.lane.units["villagers"].pk},
        "reject": {"words": "归你们管"},
        **dict.fromkeys(
            ("release", "suspend", "climb", "reopen", "unpublish", "withdraw", "delist", "unmerge"), why
        ),
        "urge": {"words": "请说明进展。"},
        "answer_urge": said,
        "ask_extension": {"days": 2, **why},
        "refuse_extension": why,
        "propose_end": {"end_state": "invalid", **why},
        "decline_end": why,
        "ask_check": {"post": world.lane.post("worker").pk},
        "report_check": {"found": "as_said", "words": "看过了。"},
        "call_off_check": why,
        "blow": {
            "calls": [{"organisation": world.lane.units["company"].pk, "asked": "开门"}],
            "reason": "爆管",
            "place": "泵房",
        },
        "end": {"note": "修好了"},
        "finish_part": {"did": "修好了"},
        **dict.fromkeys(("beg_off", "excuse_part"), why),
        "rate_response": {"mark": "well"},
        "rate_call": {"mark": "needed"},
        "plan": {"aim": "路灯都亮", "lead": world.lane.post("worker").pk, **days},
        "milestones": {"name": "换灯", "due_on": days["ends_on"]},
        "put-off": {"due_on": days["ends_on"], **why},
        "targets": {"quantity": "lamps", "hundredths": 100},
        "needs": {"name": "路灯"},
        "take-back": why,
        "pledge": {"kind": "things", "words": "出一盏灯"},
        "pledge-money": {"amount": 100, "words": "买灯的钱"},
        "absences": days,
        "api/v1/notices/preferences": {"ways": ["mail"], "digest": True, "digest_at": "08:00"},
        "take_up": {"title": "垃圾桶", "words": "我们去看过，再添两个。", "category": "04.lamp"},
        "set_aside": why,
        **{key: {} for key in ("api/v1/absences/<absence>/end", "api/v1/cases/<number>/needs/<need>/end")},
    }


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield worlds.in_every_stage(worlds.settle(lane, photo=worlds.photo()))


@pytest.fixture
def table(world: World) -> dict[str, dict[str, str]]:
    """Measured once for all tests of this file."""
    if not _measured:
        print(f"LINLI_SEED={SEED}")
        people, sent, chance = visitors(world), bodies(world), random.Random(SEED)
        for route in routes_here(chance):
            _measured[route or "/"] = {
                method: "".join(
                    cell(people[role], method, route, world, sent) if role in asking else NOT_ASKED
                    for role in ROLES
                )
                for method in METHODS
                for asking in [asked_by(method, chance)]
            }
    return _measured


def asked_by(method: str, chance: random.Random) -> tuple[str, ...]:
    """No door of ours takes PUT or DELETE: in an ordinary run one role tries, by lot."""
    if method in {"GET", "POST"} or EVERY_CELL:
        return ROLES
    return (chance.choice(ROLES),)


def routes_here(chance: random.Random) -> list[str]:
    """Every route; on a second database, where the doors are the same and only the rows come from elsewhere, a sixth by lot."""
    routes = [route for route, _view in doors()]
    return routes if WHOLE else chance.sample(routes, len(routes) // 6)


def cell(client: Client, method: str, route: str, world: World, sent: dict[str, dict[str, Any]]) -> str:
    verb = route.strip("/").rpartition("/")[2]
    url = address(route, parts_for(verb, route, world))
    content: dict[str, Any] = {}
    if method == "POST" and route.startswith("api/"):
        known = route in sent or any(f"{rows}/<" in route for rows in KNOWN_ROWS)
        body = sent.get(route, sent.get(verb, {})) if known else sent.get("", {})
        content = {"data": json.dumps(body), "content_type": "application/json"}
    if route.startswith("open311/"):
        url += f"?jurisdiction_id={world.ours['slug']}"
    return letter(undone(client, lambda: getattr(client, method.lower())(url, **content)))


def parts_for(verb: str, route: str, world: World) -> Parts:
    if verb in STAGES and "cases/<" in route:
        return {**world.ours, "number": world.stages[STAGES[verb]].number}
    return world.ours


def written(table: dict[str, dict[str, str]]) -> str:
    lines = [f"# columns: {' '.join(ROLES)}", f"# {LEGEND}", ""]
    for route in sorted(table):
        cells = ", ".join(f'{method} = "{table[route][method]}"' for method in METHODS)
        lines.append(f'"{route}" = {{ {cells} }}'.replace("\\", "\\\\"))
    return "\n".join(lines) + "\n"


def differences(table: dict[str, dict[str, str]]) -> dict[str, Any]:
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    signed = {route: {method: cells[method] for method in METHODS} for route, cells in rows.items()}
    return {
        route: (table.get(route), signed.get(route))
        for route in ({*table, *signed} if WHOLE else table)
        if not agree(table.get(route), signed.get(route))
    }


def agree(measured: dict[str, str] | None, signed: dict[str, str] | None) -> bool:
    if measured is None or signed is None:
        return False
    return all(
        got in {NOT_ASKED, said}
        for method in METHODS
        for got, said in zip(measured[method], signed[method], strict=True)
    )


def test_every_door_opens_to_whom_the_table_says(table: dict[str, dict[str, str]]) -> None:
    if WRITING:
        TABLE.write_text(written(table), "utf-8")
    print(f"{len(table)} routes, {len(table) * len(METHODS) * len(ROLES)} cells")
    assert differences(table) == {}


def test_no_door_answers_with_a_fault(table: dict[str, dict[str, str]]) -> None:
    assert [(route, method) for route in table for method in METHODS if "!" in table[route][method]] == []


# Areas, their units and their days are public; acts upon them are the matter of a test of their own.
PUBLIC = ("console/places/", "console/rulebook/")


@of_the_whole
def test_what_is_of_the_other_street_is_not_there(table: dict[str, dict[str, str]]) -> None:
    """Same posts, same rights, another street: no single object of ours opens, and no title is told by a 403."""
    doors_of_staff = ("console/", "field/", "api/v1/cases", "api/v1/whistles")
    objects = [
        route
        for route in table
        # A list is a word of the rule book, or of the house; no object.
        if "<" in route.replace("<slug:list_key>", "needs").replace("<slug:listed>", "objections")
        and route.startswith(doors_of_staff)
        and not route.startswith(PUBLIC)
    ]
    assert len(objects) > 60
    for who in ("neighbour", "elsewhere"):
        opened = {
            (route, method)
            for route in objects
            for method in METHODS
            if table[route][method][ROLES.index(who)] not in f"-mf{NOT_ASKED}"
        }
        assert opened == set()


def test_nobody_changes_a_place_of_the_other_street(world: World) -> None:
    """Every form on the pages of our area, filled in so that our own dispatcher may send it, sent from elsewhere."""
    people, done = visitors(world), {"dispatcher": 0, "elsewhere": 0}
    page = f"/console/places/{world.ours['area']}/"
    for url in (page, f"{page}buildings/", f"{page}outline/", f"{page}split/"):
        found = Page(people["dispatcher"].get(url).content.decode(), url)
        for form in found.forms:
            if form.method != "post" or not form.action.startswith(page):
                continue
            for who in done:
                sent = {
                    name: values for name, values in filled(form).items() if name != "csrfmiddlewaretoken"
                }
                answer = undone(
                    people[who], lambda who=who, form=form, sent=sent: people[who].post(form.action, sent)
                )
                done[who] += answer.status_code == 302
    assert done["dispatcher"] >= 6
    assert done["elsewhere"] == 0


def filled(form: Form) -> dict[str, list[str]]:
    known = {
        "name": "新名字",
        "on": "2026-03-03",
        "day": "2026-05-09",
        "road": "新路",
        "number": "8",
        "building": "2栋",
    }
    sent = form.filled()
    for one in form.fields.values():
        if one.name in known:
            sent[one.name] = [known[one.name]]
        elif one.choices and not one.values:
            sent[one.name] = [next(filter(None, one.choices), "")]
    return sent


@of_the_whole
def test_nobody_reaches_the_doors_of_the_office_without_signing_in(table: dict[str, dict[str, str]]) -> None:
    inside = [route for route in table if route.startswith(("console/", "field/"))]
    assert len(inside) > 80
    assert {table[route][method][:2] for route in inside for method in ("GET", "POST")} == {"ss"}
    assert {cell for route in inside for method in METHODS for cell in table[route][method][:2]} <= {
        "s",
        NOT_ASKED,
    }


@of_the_whole
def test_every_verb_of_the_table_is_open_to_somebody(table: dict[str, dict[str, str]]) -> None:
    """A body that nobody can send would hide behind "i" what is really open."""
    verbs = {
        route: table[route]["POST"]
        for route in table
        if route.startswith("api/v1/cases/<number>/") and route.rpartition("/")[2] in VERB_BODIES
    }
    assert len(verbs) == len(VERB_BODIES)
    assert not [route for route, cells in verbs.items() if "i" in cells]
    closed = [route.rpartition("/")[2] for route, cells in verbs.items() if "o" not in cells]
    assert closed == ["register"]  # the system does it in this place, at once


@of_the_whole
def test_a_door_without_its_policy_turns_the_table_red(
    table: dict[str, dict[str, str]], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open one door on purpose: the cell changes, so the comparison above would fail."""
    route, view = next((route, view) for route, view in doors() if route == "console/people/")
    monkeypatch.setattr(view, "door", "public")
    volunteer = visitors(world)["volunteer"]
    assert cell(volunteer, "GET", route, world, {}) == "o" != table[route]["GET"][ROLES.index("volunteer")]
    monkeypatch.delattr(view, "door")
    assert cell(volunteer, "GET", route, world, {}) == "-"


@of_the_whole
def test_an_object_without_its_circle_turns_the_table_red(
    table: dict[str, dict[str, str]], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linli.cases.models import Cases
    from linli.cases.reads_of_rows import _numbered

    route, who = "console/cases/<str:number>/", visitors(world)["elsewhere"]
    assert table[route]["GET"][ROLES.index("elsewhere")] == "-" == cell(who, "GET", route, world, {})
    monkeypatch.setattr(Cases, "visible_to", lambda self, actor: self.all())
    monkeypatch.setattr(_numbered, "shapes", {})
    assert cell(who, "GET", route, world, {}) == "o"


def test_a_view_without_a_policy_would_be_found() -> None:
    def bare(request: object) -> None: ...

    assert policy_of(bare) is None
    assert all(policy_of(view) for _route, view in doors())
