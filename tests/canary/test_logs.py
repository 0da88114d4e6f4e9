"""Two hundred people push their names, telephones, papers, receipts and secrets through every form, address and header,
through refusals and through faults, at the most talkative level: the log tells of nobody.
"""

import io
import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.kit.logs import Plain
from linli.kit.worker import without_words
from tests.canary.identities import Canary, canaries
from tests.lane import Lane, hours
from tests.test_rubbish import forms, parameters, routes, typed, visitor
from tests.world import World, address, in_every_stage, settle, undone

NUMBER = 200
SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
THOROUGH = bool(os.environ.get("LINLI_THOROUGH"))
ROLES = ("anonymous", "resident", "worker", "dispatcher") if THOROUGH else ("anonymous", "dispatcher")
MOST = 1000 if THOROUGH else 15
FIELDS = (
    *parameters(),
    "words",
    "text",
    "title",
    "name",
    "phone",
    "login",
    "password",
    "code",
    "number",
    "wishes",
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        world = settle(lane)
        yield in_every_stage(world) if THOROUGH else world


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any part says, in the form in which the installation writes it."""
    out, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Plain())
    levels = {
        name: logging.getLogger(name).level
        for name in ("", "django", "django.request", "django.template", "linli")
    }
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger("django.template").setLevel(
        logging.INFO
    )  # else a trace for each word that a page leaves out
    yield out
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def secrets_of(bird: Canary, at: int) -> list[str]:
    """Her name, telephone, paper, room, receipt and a token, as she may type them anywhere."""
    paper = f"36098219{50 + at % 50}0{at % 9 + 1}1{at % 10}{at:03}X"
    receipt = f"{at:04d}-7K3Q-X2FB-{at + 1000:04d}"
    token = f"lnl_{at:08x}{at * 7919:08x}canarytoken{at:06d}"
    return [bird.name, bird.phone, paper, bird.room, receipt, token]


def test_nothing_that_anybody_sends_stands_in_a_log(world: World, log: io.StringIO) -> None:
    print(f"seed {SEED}")
    chance, told = random.Random(SEED), [secrets_of(bird, at) for at, bird in enumerate(canaries(NUMBER))]
    asked = 0
    for role in ROLES:
        asked += pushed(world, visitor(world, role), told, chance)
    faults = in_every_way_broken(world, told, chance)
    text = log.getvalue()
    hits = sorted({sign for signs in told for sign in signs if sign in text})
    print(
        f"{asked} requests and {faults} faults, {NUMBER} people, {len(text):,} letters of log, {len(hits)} hits"
    )
    assert hits == []
    assert text.count("builtins.LookupError") >= faults and len(text) > 1000


def pushed(world: World, client: Client, told: list[list[str]], chance: random.Random) -> int:
    """Into every form, and into addresses and headers. How many requests that were."""
    asked = fields_filled(world, client, told, chance)
    for form in list(forms(client, world, chance)) if THOROUGH else ():
        for _again in range(2):
            sent = typed(form)
            for one in form.fields.values():
                if one.is_words or one.kind in {"password", "hidden"}:
                    sent[one.name] = [" ".join(chance.choice(told))]
            undone(client, lambda form=form, sent=sent: client.post(form.action, sent))
            asked += 1
    for route in chance.sample(routes(), min(2 * MOST, len(routes()))):
        name, phone, paper, _room, receipt, token = chance.choice(told)
        heads = {"Authorization": f"Bearer {token}", "Receipt": f"2603-7K3QX2 {receipt}", "User-Agent": token}
        heads |= {
            "Idempotency-Key": paper,
            "Referer": f"http://x/{phone}",
            "Host": phone if asked % 3 else "testserver",
        }
        named = (
            address(route, {**dict.fromkeys(world.ours, receipt), "slug": "a"})
            if "str:" in route
            else f"/{name}/"
        )
        for url in (f"{address(route, world.ours)}?q={phone}&words={name}", f"/c/{phone}/", named):
            undone(client, lambda url=url, heads=heads: client.get(url, headers=heads))
            asked += 1
    return asked


def fields_filled(world: World, client: Client, told: list[list[str]], chance: random.Random) -> int:
    """Every name that a form of ours may have, at once, sent to addresses drawn by lot."""
    some = chance.sample(routes(), min(2 * MOST, len(routes())))
    for route in some:
        sent = {name: " ".join(chance.choice(told)) for name in FIELDS}
        undone(client, lambda route=route, sent=sent: client.post(address(route, world.ours), sent))
    return len(some)


def in_every_way_broken(world: World, told: list[list[str]], chance: random.Random) -> int:
    """A fault whose message quotes what was typed: in a page, in the interface, in a job."""
    client, number = visitor(world, "dispatcher"), 0
    client.raise_request_exception = False
    for place, url in (
        ("linli.console.finding.Case", "/console/cases/{}/"),
        ("linli.api.cases.case_page", "/api/v1/cases/{}"),
    ):
        hers = " ".join(chance.choice(told))

        def broken(*args: Any, hers: str = hers, **words: Any) -> Any:
            raise LookupError(hers)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("linli.console.cases.views.find_case" if "console" in place else place, broken)
            answer = undone(client, lambda url=url: client.get(url.format(world.case.number)))
        assert answer.status_code == 500 and hers not in answer.content.decode()
        number += 1
    try:
        raise LookupError(" ".join(told[0]))
    except LookupError as fault:
        assert not [sign for sign in told[0] if sign in without_words(fault)]
        logging.getLogger("linli.worker").exception("A job failed.")
        number += 1
    return number


def test_a_name_in_a_sentence_of_ours_is_found_and_a_number_is_covered(log: io.StringIO) -> None:
    logging.getLogger("linli.doors").warning("called %s, %s", "欧龘靐", "13952718000")
    assert "欧龘靐" in log.getvalue() and "13952718000" not in log.getvalue()
    usual = logging.Formatter("%(message)s")
    record = logging.makeLogRecord(
        {"name": "django.request", "msg": "Not Found: %s", "args": ("/c/13952718000/",)}
    )
    assert "13952718000" in usual.format(record) and Plain().format(record).endswith("Not Found: %s")


def test_a_fault_is_written_down_with_its_place_and_its_kind(
    world: World, log: io.StringIO, monkeypatch: Any
) -> None:
    """Nobody could mend what no log tells."""

    def broken(*args: Any) -> Any:
        raise LookupError("欧龘靐")

    monkeypatch.setattr("linli.console.cases.views.find_case", broken)
    assert visitor(world, "dispatcher").get(f"/console/cases/{world.case.number}/").status_code == 500
    said = log.getvalue()
    assert (
        "[GET /console/cases/<str:number>/]" in said
        and "builtins.LookupError" in said
        and "test_logs.py" in said
    )


def test_the_installation_writes_in_that_form_and_sends_no_mail() -> None:
    from linli.kit.logs import logging_settings

    said = logging_settings("WARNING")
    assert set(said["handlers"]) == {"out"} and said["formatters"]["plain"]["()"] == "linli.kit.logs.Plain"
    assert said["loggers"]["django"]["handlers"] == ["out"]
