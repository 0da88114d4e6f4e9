"""The field table: for every role the exact keys of each answer in JSON and the exact columns of each sheet, against fields.toml.

A person reads that file and signs it: a key more than it says is a field more that leaves the house.
LINLI_WRITE_FIELDS=1 writes it anew from what the doors answer now; the difference is then for a person to read.
"""

import csv
import inspect
import io
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.http import JsonResponse
from django.test import Client

from linli.api.bodies import VERB_BODIES
from linli.cases.columns import COLUMNS
from linli.cases.ledgers.forms import ledgers
from linli.kit.doors import doors
from tests import world as worlds
from tests.lane import Lane, hours
from tests.test_permissions import ROLES, bodies, parts_for, visitors
from tests.test_permissions import TABLE as PERMISSIONS
from tests.world import Parts, World, address, read, undone

TABLE = Path(__file__).with_name("fields.toml")
Keys = tuple[str, ...]
Table = dict[str, dict[str, Keys]]
# Told in full elsewhere: the description of the interface itself, and the rule book, which is public as a whole.
SHALLOW = {"api/v1/rulebook/<slug>": 1, "api/v1/openapi.json": 1}
# JSON for the telephone's own queue, for monitors and for the map of a form; their tests stand beside them.
ELSEWHERE = {
    "at/<slug:slug>/uploads/<uuid:upload>/",
    "at/<slug:slug>/waiting/",
    "livez",
    "readyz",
}
REFUSALS = {"problem", "tell"}
BY_FORM = {"at/<slug:slug>/data/<str:month>.<str:form>": "json"}
CALLS = "console/whistles/ledger/sheet/"
SHEETS = {
    "console/cases/export/",
    CALLS,
    "console/lists/<slug:list_key>/sheet/",
    "at/<slug:slug>/data/<str:month>.<str:form>",
}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield worlds.in_every_stage(worlds.settle(lane))


def keys_in(told: Any, deepest: int = 9, before: str = "") -> Iterator[str]:
    """`{"a": [{"b": 1}]}` gives a and a[].b."""
    if isinstance(told, list):
        for one in told:
            yield from keys_in(one, deepest, f"{before}[]")
    elif isinstance(told, dict):
        for key, value in told.items():
            name = f"{before}.{key}" if before else key
            yield name
            if name.count(".") + name.count("[]") < deepest:
                yield from keys_in(value, deepest, name)


def tells_json(view: Callable[..., Any], deeper: int = 3) -> bool:
    inner: Any = inspect.unwrap(view)
    code = getattr(inner, "__code__", None)
    if code is None or not inner.__module__.startswith(("linli.", __name__)):
        return False
    called = [inner.__globals__.get(name) for name in code.co_names if name not in REFUSALS]
    return JsonResponse in called or (
        deeper > 0 and any(tells_json(one, deeper - 1) for one in called if inspect.isfunction(one))
    )


def routes() -> list[str]:
    """What answers in JSON by its address; the verbs are tried apart."""
    return [
        route
        for route, _view in doors()
        if (route.startswith("api/v1/") and route != "api/v1/docs" and not is_act(route))
        or route.endswith(".json")
        or route in BY_FORM
    ]


def is_act(route: str) -> bool:
    return re.match(r"api/v1/(cases|whistles)/<\w+>/", route) is not None and not route.endswith("/ledger")


def keys_told(client: Client, ask: Callable[[Client], Any], route: str) -> Keys | None:
    told = undone_content(
        client, ask, lambda answer: answer.status_code < 300 and "json" in answer["Content-Type"]
    )
    return None if told is None else tuple(sorted(set(keys_in(json.loads(told), SHALLOW.get(route, 9)))))


def answers(world: World) -> Table:
    people, found = visitors(world), {}
    for route in routes():
        parts = {**world.ours, "data_form": BY_FORM.get(route, "csv")}
        urls = [address(route, one) for one in (parts, *in_other_stages(world, route))]
        if route.startswith("open311/"):
            urls = [f"{url}?jurisdiction_id={parts['slug']}" for url in urls]
        found[route] = {
            role: keys for role in ROLES if (keys := together(people[role], urls, route)) is not None
        }
    found = {route: told for route, told in found.items() if told}
    return found | {"every verb of api/v1": after_verbs(world, people)}


def allowed(route: str) -> list[str]:
    """Who may do it, as the permission table says: nobody else is told anything."""
    cells = tomllib.loads(PERMISSIONS.read_text("utf-8"))[route]["POST"]
    return [role for role, cell in zip(ROLES, cells, strict=True) if cell == "o"]


def in_other_stages(world: World, route: str) -> list[Parts]:
    """A case that was answered, urged or judged tells more than one that was only taken."""
    if route != "api/v1/cases/<number>":
        return []
    return [{**world.ours, "number": case.number} for case in world.stages.values()]


def together(client: Client, urls: list[str], route: str) -> Keys | None:
    told = [keys_told(client, lambda client, url=url: client.get(url), route) for url in urls]
    known = [keys for keys in told if keys is not None]
    return tuple(sorted(set().union(*known))) if known else None


def after_verbs(world: World, people: dict[str, Client]) -> dict[str, Keys]:
    """What is told after any act: one set for each role."""
    sent, told = bodies(world), {role: set[str]() for role in ROLES}
    for route, _view in doors():
        verb = route.rpartition("/")[2]
        if not route.startswith("api/v1/cases/<") or verb not in VERB_BODIES:
            continue
        url = address(route, parts_for(verb, route, world))
        body = {"data": json.dumps(sent.get(verb, {})), "content_type": "application/json"}
        for role in allowed(route):
            ask = lambda client, url=url, body=body: client.post(url, **body)  # noqa: E731
            told[role] |= set(keys_told(people[role], ask, route) or ())
    return {role: tuple(sorted(keys)) for role, keys in told.items() if keys}


def sheets(world: World) -> Table:
    people, found = visitors(world), dict[str, dict[str, Keys]]()
    shown = "&".join(f"columns={key}" for key in COLUMNS)
    for form in ("csv", "xlsx"):
        asked = {"query": shown, "form": form, "reason": "月报"}
        ask = lambda client, asked=asked: taken_out(client, asked)  # noqa: E731
        found[f"console/cases/export/ cases {form}"] = heads(people, ask, form, 1)
    takers = {role: people[role] for role in found["console/cases/export/ cases csv"]}
    for kind in ledgers():
        asked = {"query": "", "form": "csv", "reason": "月报", "kind": kind}
        ask = lambda client, asked=asked: taken_out(client, asked)  # noqa: E731
        found[f"console/cases/export/ {kind}"] = heads(takers, ask, "csv", 1)
    calls = lambda client: taken_out(client, {"form": "csv", "reason": "月报"}, CALLS)  # noqa: E731
    found[CALLS] = heads(people, calls, "csv", 1)
    found["console/lists/<slug:list_key>/sheet/"] = heads(
        people, lambda client: client.post("/console/lists/needs/sheet/", {"reason": "月报"}), "xlsx", 1
    )
    month = address("at/<slug:slug>/data/<str:month>.<str:form>", {**world.ours, "data_form": "csv"})
    found["at/<slug:slug>/data/<str:month>.csv"] = heads(people, lambda client: client.get(month), "csv", 0)
    return found


def taken_out(client: Client, asked: dict[str, str], route: str = "console/cases/export/") -> Any:
    answer = client.post(f"/{route}", asked)
    return (
        client.get(answer["Location"] + "sheet/")
        if answer.status_code == 302 and "exports" in answer["Location"]
        else answer
    )


def heads(people: dict[str, Client], ask: Callable[[Client], Any], form: str, row: int) -> dict[str, Keys]:
    found = {}
    for role, client in people.items():
        content = undone_content(client, ask, is_sheet)
        if content is not None:
            found[role] = head_of(content, form, row)
    return found


def undone_content(
    client: Client, ask: Callable[[Client], Any], wanted: Callable[[Any], bool]
) -> bytes | None:
    """What was told, after which nothing has happened; None when it is not what was wanted."""
    taken: list[bytes] = []

    def once() -> Any:
        answer = ask(client)
        content = read(answer)
        if answer.streaming:
            answer.streaming_content = iter(())
        if wanted(answer):
            taken.append(content)
        return answer

    undone(client, once)
    return taken[0] if taken else None


def is_sheet(answer: Any) -> bool:
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and ("csv" in kind or "sheet" in kind)


def head_of(content: bytes, form: str, row: int) -> Keys:
    if form == "csv":
        return tuple(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[row])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    return tuple(str(cell.value) for cell in sheet[row + 1])


def written(table: Table) -> str:
    """Roles that are told the same stand together."""
    lines = [
        "# For each door: who is told exactly what. Keys of JSON as a path, [] for each of a list; columns as they stand.",
        "",
    ]
    for door in sorted(table):
        together: dict[Keys, list[str]] = {}
        for role in ROLES:
            if role in table[door]:
                together.setdefault(table[door][role], []).append(role)
        lines.append(f"[{json.dumps(door, ensure_ascii=False)}]")
        for keys, roles in together.items():
            named = ", ".join(json.dumps(key, ensure_ascii=False) for key in keys)
            lines.append(f'"{" ".join(roles)}" = [{named}]')
        lines.append("")
    return "\n".join(lines)


def signed() -> Table:
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return {
        door: {role: tuple(keys) for roles, keys in told.items() for role in roles.split()}
        for door, told in rows.items()
    }


def differences(found: Table, known: Table) -> list[str]:
    """`+` more than was signed, `-` less."""
    lines = []
    for door in sorted({*found, *known}):
        for role in ROLES:
            now, then = (table.get(door, {}).get(role) for table in (found, known))
            more, less = set(now or ()) - set(then or ()), set(then or ()) - set(now or ())
            lines += [f"+ {door}, {role}: {key}" for key in sorted(more)]
            lines += [f"- {door}, {role}: {key}" for key in sorted(less)]
            if (now is None) != (then is None) and not more and not less:
                lines.append(f"{'-' if now is None else '+'} {door}, {role}: an answer without a key")
    return lines


@pytest.mark.once
def test_every_answer_has_the_fields_that_were_signed_and_no_other(world: World) -> None:
    found = {**answers(world), **sheets(world)}
    if os.environ.get("LINLI_WRITE_FIELDS"):
        TABLE.write_text(written(found), "utf-8")
    print(f"{len(found)} doors, {sum(len(keys) for told in found.values() for keys in told.values())} fields")
    assert differences(found, signed()) == []


def test_one_key_more_turns_the_table_red(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the telephone of whoever spoke, in the answer to a list; one column more in a sheet."""
    known = signed()
    route, who = "api/v1/published", "anonymous"
    assert known[route][who]
    planted = {**known, route: {**known[route], who: (*known[route][who], "items[].phone")}}
    assert differences(planted, known) == [f"+ {route}, {who}: items[].phone"]
    sheet = next(door for door in known if door.startswith("console/cases/export/ cases"))
    assert differences({**known, sheet: {}}, known)
    answer = JsonResponse({"items": [{"a": 1, "phone": {"b": 2}}]})
    assert keys_told(Client(), lambda client: answer, "") == (
        "items",
        "items[].a",
        "items[].phone",
        "items[].phone.b",
    )


def test_every_door_that_tells_json_or_a_sheet_is_in_the_table() -> None:
    telling = {route for route, view in doors() if not route.startswith("api/v1/") and tells_json(view)}
    assert telling - ELSEWHERE - set(routes()) == set(), "add the door to tests/test_fields.py"
    assert {door.partition(" ")[0].replace(".csv", ".<str:form>") for door in signed()} >= SHEETS


def test_identities_stand_in_no_field_for_others() -> None:
    """Whoever handles a case is never told who spoke; nobody without an account sees more of a case than is public."""
    telling = re.compile(
        r"phone|mail|contact|id_number|speaker|account|receipt|(first|last|full)_name|device", re.IGNORECASE
    )
    named = {
        (door, key)
        for door, told in signed().items()
        if not door.endswith("discovery.json")  # how the office itself is reached
        for role, keys in told.items()
        if role in {"anonymous", "property", "neighbour", "elsewhere", "volunteer"}
        for key in keys
        if telling.search(key.rpartition(".")[2])
    }
    assert named == set()
