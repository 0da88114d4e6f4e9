"""Whatever is typed into an address or a form: a clear answer, never a fault, and nothing typed is lost.

Every run throws a part of the rubbish at everything, drawn by a seed that it prints (LINLI_SEED repeats it);
LINLI_THOROUGH=1 throws all of it.
"""

import json
import os
import random
import re
import traceback
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client

from linli.kit.doors import doors
from linli.people.actors import CASE_KEYS
from tests.lane import Lane, hours
from tests.page import Field, Form, Page
from tests.reading import PACKAGE
from tests.world import World, address, in_every_stage, settle, undone

SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
ROLES = ("anonymous", "resident", "worker", "dispatcher")
WIDEST = ("anonymous", "dispatcher")
STAGES_DRAWN = 6 if connection.vendor == "sqlite" else 2
LEAVES = ("accounts/logout", "accounts/me/elsewhere")  # would end the visit

# Percent-encoded already.
IN_ADDRESSES = {
    "nothing": "",
    "NUL": "%00",
    "words": quote("你好 🏮 ‮"),
    "half a surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "10,000 letters": "x" * 10_000,
    "negative": "-1",
    "huge": "9" * 40,
    "not finite": "NaN",
    "a script": quote("<script>alert(1)</script>"),
    "SQL": quote("' OR 1=1 --"),
    "a template": quote("{{ 7*7 }}"),
    "a day that is none": "2026-02-30",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "a path": quote("../../etc/passwd", safe=""),
    "a cursor": "WyJhIixbMSwyXV0:1abc:xyz",
    "digits of elsewhere": quote("１２３٤²"),
}
IN_FIELDS = {
    "nothing": "",
    "blanks": " \u3000\n",
    "NUL": "a\x00b",
    "lamp": "🏮‮" * 30,
    "20,000 letters": "很" * 20_000,
    "negative": "-1",
    "huge": "9" * 40,
    "exponent": "1e308",
    "not finite": "nan",
    "a day that is none": "2026-02-30",
    "the last day": "9999-12-31",
    "an early day": "0001-01-01",
    "a script": "<script>alert(1)</script>",
    "control": "\x01\x1b[31m",
    "JSON": '{"a": [1, {"b": null}]}',
    "digits of elsewhere": "²",
}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def some(chance: random.Random, things: Iterable[Any], number: int) -> list[Any]:
    """So many of them by lot; all of them in a thorough run."""
    found = list(things)
    return found if os.environ.get("LINLI_THOROUGH") else chance.sample(found, min(number, len(found)))


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield in_every_stage(settle(lane))


class Faults:
    """Every answer that is a fault of ours: by where it arose, with one thing that was sent."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.last = ""

    def arose(self, **more: Any) -> None:
        self.last = traceback.format_exc(limit=-5)

    def note(self, answer: Any, *sent: str) -> None:
        if answer.status_code >= 500:
            self.found.setdefault(self.last or str(answer.status_code), " ".join(sent)[:300])
        self.last = ""

    def __str__(self) -> str:
        return "\n\n".join(f"{sent}\n{where}" for where, sent in self.found.items())


@pytest.fixture
def faults() -> Iterator[Faults]:
    found = Faults()
    got_request_exception.connect(found.arose)
    yield found
    got_request_exception.disconnect(found.arose)


def visitor(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role in world.accounts:
        client.force_login(world.accounts[role])
    if role == "resident":
        session = client.session
        session[CASE_KEYS] = [world.case.pk, *(case.pk for case in world.stages.values())]
        session.save()
    return client


def parameters() -> list[str]:
    """Every name that a view reads from an address, and every field of a form sent by GET."""
    asked = re.compile(
        r'GET(?:\.get(?:list)?\(|\[)"(\w+)"|"(\w+)" in request\.GET|^    (\w+) = (?:forms\.|day_field)', re.M
    )
    found = {
        name
        for path in PACKAGE.rglob("*.py")
        if {"console", "field", "portal", "api", "people", "kit"} & set(path.parts)
        for match in asked.findall(path.read_text("utf-8"))
        for name in match
        if name
    }
    return sorted(found | {"after", "before", "page", "limit", "stage", "area", "since", "until", "q"})


def routes() -> list[str]:
    return [route for route, _view in doors() if not route.startswith(LEAVES)]


@pytest.mark.parametrize("role", WIDEST)
def test_no_rubbish_in_an_address_makes_a_fault(role: str, world: World, faults: Faults) -> None:
    print(f"seed {SEED}")
    chance, client, names = random.Random(SEED), visitor(world, role), parameters()
    assert {"after", "stage", "since", "words", "place"} <= set(names)
    asked = 0
    for route in routes():
        url = address(route, world.ours)
        queries = ["&".join(f"{name}={value}" for name in names) for value in IN_ADDRESSES.values()]
        if asked_by_get(client, url):
            queries = some(chance, [*queries, *(one_by_one(chance, names) for _ in range(5))], 3)
        else:
            queries = queries[1:2]
        for query in queries:
            answer = undone(client, lambda url=url, query=query: client.get(f"{url}?{query}"))
            asked += 1
            faults.note(answer, url, query[:300])
    print(f"{role}: {asked} addresses")
    assert not faults.found, str(faults)


def asked_by_get(client: Client, url: str) -> bool:
    return undone(client, lambda: client.get(url)).status_code not in {302, 403, 404, 405}


def one_by_one(chance: random.Random, names: list[str]) -> str:
    """A few parameters, each with rubbish of its own, one of them several times."""
    chosen = chance.sample(names, 3)
    return "&".join(
        f"{name}{chance.choice(['', '[]', '[0]'])}={value}"
        for name in [*chosen, chosen[0]]
        for value in [chance.choice(list(IN_ADDRESSES.values()))]
    )


@pytest.mark.parametrize("role", WIDEST)
def test_no_rubbish_in_the_parts_of_an_address_makes_a_fault(role: str, world: World, faults: Faults) -> None:
    print(f"seed {SEED}")
    chance, client = random.Random(SEED), visitor(world, role)
    for route in routes():
        if "<" not in route:
            continue
        for rubbish in some(
            chance, [*IN_ADDRESSES.values(), "0", "9223372036854775808", "%0A", "a" * 300], 2
        ):
            for name in re.findall(r"<(?:\w+:)?(\w+)>", route):
                filled = route.replace("int:", "str:").replace("slug:", "str:")
                url = address(re.sub(rf"<(?:\w+:)?{name}>", rubbish or "-", filled), world.ours)
                for ask in (client.get, client.post):
                    answer = undone(client, lambda url=url, ask=ask: ask(url))
                    faults.note(answer, url[:300])
    assert not faults.found, str(faults)


# --- forms ---


def pages(client: Client, world: World, chance: random.Random) -> Iterator[tuple[str, Page]]:
    """Every page that this visitor gets, of cases in stages drawn by lot."""
    seen = set()
    drawn = some(chance, world.stages.values(), STAGES_DRAWN)
    for parts in [world.ours, *({**world.ours, "number": case.number} for case in drawn)]:
        for route in routes():
            url = address(route, parts)
            if url in seen:
                continue
            seen.add(url)
            answer = undone(client, lambda url=url: client.get(url))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield url, Page(answer.content.decode(), url)


def forms(client: Client, world: World, chance: random.Random) -> Iterator[Form]:
    """Every form that is sent by POST; of two that differ in nothing but their case, one."""
    seen = set()
    for _url, page in pages(client, world, chance):
        for form in page.forms:
            shape = (re.sub(r"\d{4}-\w{6}", "", urlsplit(form.action).path), *sorted(form.fields))
            if (
                form.method == "post"
                and shape not in seen
                and not form.action.startswith(tuple(f"/{p}" for p in LEAVES))
            ):
                seen.add(shape)
                yield form


def typed(form: Form, mark: str = "记号") -> dict[str, Any]:
    """As somebody fills it in who takes the last choice everywhere."""
    sent: dict[str, Any] = dict(form.filled())
    for number, one in enumerate(form.fields.values()):
        if one.is_words and not sent.get(one.name, [""])[0]:
            sent[one.name] = [f"{mark}{number}"]
        elif one.choices and not one.values:
            sent[one.name] = [one.choices[-1]]
    return sent


def spoilt(form: Form, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """One field after the other with rubbish; then all of them; then none."""
    good = typed(form)
    for one in form.fields.values():
        for what in [*chance.sample(list(IN_FIELDS), 5), "NUL", "huge"]:
            yield f"{one.name}: {what}", {**good, one.name: [IN_FIELDS[what]]}
        yield f"{one.name}: a file", {**good, one.name: rubbish_file(one, chance)}
        yield f"{one.name}: twice", {**good, one.name: ["a", "b"]}
        yield f"{one.name}: not there", {name: value for name, value in good.items() if name != one.name}
    for what, value in IN_FIELDS.items():
        yield f"everything: {what}", {name: [value] for name in form.fields}
    yield "nothing at all", {}


def rubbish_file(one: Field, chance: random.Random) -> SimpleUploadedFile:
    name = chance.choice(["a.xlsx", "../../x.csv", "x" * 300 + ".toml", "‮gpj.exe", "a.geojson", "a.ics"])
    content = chance.choice(
        [b"", b"\x00" * 50, b"PK\x03\x04broken", b"\xff\xfe\x00", b"[a\n", b'{"type": "Feature"}', b"a,b\n1"]
    )
    return SimpleUploadedFile(name, content, chance.choice(["text/plain", "image/jpeg", "nonsense"]))


@pytest.mark.parametrize("role", ROLES)
def test_no_rubbish_in_a_form_makes_a_fault_and_a_refused_one_still_shows_what_was_typed(
    role: str, world: World, faults: Faults
) -> None:
    print(f"seed {SEED}")
    chance, client = random.Random(SEED), visitor(world, role)
    found = list(forms(client, world, chance))
    sent = 0
    for form in found:
        for what, data in some(chance, spoilt(form, chance), 4):
            answer = undone(client, lambda form=form, data=data: client.post(form.action, data))
            sent += 1
            faults.note(answer, form.action, what)
    lost, refused = lost_by(client, found, chance)
    print(f"{role}: {len(found)} forms, {sent} times sent, {refused} refusals")
    assert not faults.found, str(faults)
    assert lost == [], "\n".join(map(str, lost))
    assert len(found) >= {"anonymous": 4, "resident": 8, "worker": 8, "dispatcher": 25}[role]


# A new password, and who signs in, are typed again on purpose.
RETYPED = ("/accounts/",)


def lost_by(
    client: Client, found: list[Form], chance: random.Random
) -> tuple[list[tuple[str, str, str]], int]:
    """What was typed well beside one wrong field, and does not stand in the form that comes back."""
    lost, refused = [], 0
    for form in found:
        if form.action.startswith(RETYPED):
            continue
        good = typed(form)
        wrong = [
            one for one in form.fields.values() if one.kind != "hidden" and one.name != "csrfmiddlewaretoken"
        ]
        for one in some(chance, wrong, 2):
            data = {**good, one.name: ["很" * 20_000 if one.is_words else "-7"]}
            answer = undone(client, lambda form=form, data=data: client.post(form.action, data))
            is_page = answer.get("Content-Type", "").startswith("text/html")
            html = (
                unescape(answer.content.decode())
                if is_page and answer.status_code not in {301, 302, 303}
                else ""
            )
            if not html or answer.status_code in {403, 404}:
                continue
            refused += 1
            kept = {other.name for other in form.fields.values() if other.is_words and other.name != one.name}
            gone = [name for name in kept if good[name][0].startswith("记号") and good[name][0] not in html]
            lost += [(form.action, f"{one.name} was wrong", name) for name in gone]
    return lost, refused


WIRES: dict[str, tuple[bytes, str]] = {
    "broken multipart": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "multipart without an end": (
        b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nabc',
        "multipart/form-data; boundary=x",
    ),
    "no boundary": (b"abc", "multipart/form-data"),
    "boundary of nonsense": (b"abc", "multipart/form-data; boundary=\xe4\xf6"),
    "invalid UTF-8": (b"words=%FF%FE&text=\xff", "application/x-www-form-urlencoded"),
    "unknown letters": (b"words=a", "application/x-www-form-urlencoded; charset=nonsense"),
    "UTF-7": (b"words=+ADw-", "application/x-www-form-urlencoded; charset=utf-7"),
    "JSON": (json.dumps({"words": "a" * 100_000}).encode(), "application/json"),
    "deep JSON": (b"[" * 100_000, "application/json"),
    "XML": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml"),
    "no type": (b"abc", ""),
    "2,000 fields": (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
    "3 megabytes": (b"words=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
    "200 files": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nb\r\n' for _ in range(200)
        )
        + b"--x--",
        "multipart/form-data; boundary=x",
    ),
    "bad transfer encoding": (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
}


@pytest.mark.parametrize("role", ["anonymous", "dispatcher", "worker"])
def test_no_rubbish_on_the_wire_makes_a_fault(role: str, world: World, faults: Faults) -> None:
    print(f"seed {SEED}")
    chance, client = random.Random(SEED), visitor(world, role)
    for route in routes():
        url = address(route, world.ours)
        for what, (content, kind) in some(chance, WIRES.items(), 2):
            answer = undone(
                client, lambda url=url, content=content, kind=kind: client.generic("POST", url, content, kind)
            )
            faults.note(answer, url, what)
            if answer.status_code in {405, 404, 403}:
                break  # the rest of the wire is not read either
    assert not faults.found, str(faults)
