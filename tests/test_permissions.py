"""The permission table: every route of every door, by every method, for every role, against permissions.toml.

A person reads that file and signs it. LINLI_WRITE_PERMISSIONS=1 writes it anew from what the doors answer now; the
difference is then for a person to read before it is committed.
"""

import os
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from linli.kit.doors import doors, policy_of
from linli.people.actors import CASE_KEYS
from tests.lane import Lane

TABLE = Path(__file__).with_name("permissions.toml")
METHODS = ("GET", "POST", "PUT", "DELETE")
ROLES = ("anonymous", "resident", "volunteer", "property", "worker", "secretary", "dispatcher", "neighbour")
# One letter a cell: o open, s sent to sign in, f forbidden, - not there, m method not allowed, d asked for a duty first.
LETTERS = {403: "f", 404: "-", 405: "m"}

pytestmark = pytest.mark.django_db


def letter(response: Any) -> str:
    if response.status_code == 302 and response.url.startswith("/accounts/"):
        return "s"
    if response.status_code >= 500:
        return "!"
    return LETTERS.get(response.status_code, "o")


def clients(lane: Lane, case_id: int) -> dict[str, Client]:
    found = {}
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role in lane.accounts:
            client.force_login(lane.accounts[role])
        if role == "resident":
            session = client.session
            session[CASE_KEYS] = [case_id]
            session.save()
        found[role] = client
    return found


@pytest.fixture
def world(lane: Lane) -> dict[str, str]:
    """What the routes' parts are filled with: one case of our village, which no role but its own may reach."""
    case = lane.bring(lane.case(), "taken")
    return {
        "number": case.number,
        "case_id": str(case.pk),
        "slug": "zhangjiashan",
        "digest": "0" * 64,
        "provider_id": "nobody",
        "pk": "999999",
        "id": "999999",
        "code": "nothing",
        "year": "2026",
        "key": "nothing",
        "post": "999999",
    }


def address(route: str, world: dict[str, str]) -> str:
    """The route with its parts filled in: from the world, else with something that is not there."""
    filled = ""
    rest = route.lstrip("^")
    while "<" in rest:
        before, _, rest = rest.partition("<")
        part, _, rest = rest.partition(">")
        name = part.rpartition(":")[2]
        filled += before + (
            world[name] if name in world else "999999" if part.startswith("int:") else world["key"]
        )
    return "/" + (filled + rest).rstrip("$")


def measured(lane: Lane, world: dict[str, str]) -> dict[str, dict[str, str]]:
    people = clients(lane, int(world["case_id"]))
    table: dict[str, dict[str, str]] = {}
    for route, _view in doors():
        url = address(route, world)
        row = {method: "".join(cell(people[role], method, url) for role in ROLES) for method in METHODS}
        table[route or "/"] = row
    return table


def cell(client: Client, method: str, url: str) -> str:
    call: Callable[..., Any] = getattr(client, method.lower())
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        found = letter(call(url))
        transaction.set_rollback(True)
    client.cookies = cookies
    return found


def written(table: dict[str, dict[str, str]]) -> str:
    lines = [
        f"# columns: {' '.join(ROLES)}",
        "# o open, s sent to sign in, f forbidden, - not there, m method not allowed",
        "",
    ]
    for route in sorted(table):
        cells = ", ".join(f'{method} = "{table[route][method]}"' for method in METHODS)
        lines.append(f'"{route}" = {{ {cells} }}'.replace("\\", "\\\\"))
    return "\n".join(lines) + "\n"


def test_every_door_opens_to_whom_the_table_says(lane: Lane, world: dict[str, str]) -> None:
    table = measured(lane, world)
    if os.environ.get("LINLI_WRITE_PERMISSIONS"):
        TABLE.write_text(written(table), "utf-8")
    expected = tomllib.loads(TABLE.read_text("utf-8"))
    cells = sum(len(row[method]) for row in table.values() for method in METHODS)
    print(f"{len(table)} routes, {cells} cells")
    different = {
        route: (row, expected.get(route)) for route, row in table.items() if row != expected.get(route)
    }
    assert different == {}
    assert set(expected) == set(table)


def test_no_door_answers_with_a_fault(lane: Lane, world: dict[str, str]) -> None:
    faults = [
        (route, method)
        for route, row in measured(lane, world).items()
        for method in METHODS
        if "!" in row[method]
    ]
    assert faults == []


def test_a_view_without_a_policy_would_be_found() -> None:
    def bare(request: object) -> None: ...

    assert policy_of(bare) is None
    assert all(policy_of(view) for _route, view in doors())
