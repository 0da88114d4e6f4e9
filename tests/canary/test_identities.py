"""Who complained is told to nobody who has not looked, with a purpose, at that one person: on no page, in no answer,
no header, no trace, no job, no log, and not in the bytes of the database.
"""

import logging
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from linli.cases.models import Case
from linli.console.case.pane import Pane
from linli.people.actions.contacts import opened_text
from linli.people.models import Contact
from tests.canary.crawling import Walk, starts
from tests.canary.identities import NUMBER, STAGES, Canary, canaries, hits, plant
from tests.lane import Lane, hours
from tests.world import World, photo, settle

CRAWLERS = (
    "anonymous",
    "property",
    "volunteer",
    "helper",
    "neighbour",
    "elsewhere",
    "worker",
    "secretary",
    "dispatcher",
)
OUTSIDERS = CRAWLERS[:6]
# The same in all processes of one run.
LOT = os.environ.get("LINLI_SEED") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(time.time_ns())
WALKING = CRAWLERS if connection.vendor == "sqlite" else (random.Random(LOT).choice(CRAWLERS),)

pytestmark = pytest.mark.slow


@pytest.fixture
def birds() -> list[Canary]:
    return canaries()


@pytest.fixture
def world(lane: Lane, birds: list[Canary], tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        world = settle(lane, photo())
        world.stages = {case.number: case for case in plant(lane, birds)}
        yield world


def walker(world: World, name: str) -> Walk:
    client = Client(raise_request_exception=False)
    if name in world.accounts:
        client.force_login(world.accounts[name])
    stages = dict(Case.objects.values_list("number", "stage"))
    return Walk(client, stages, sends_forms=name in OUTSIDERS)


def leaks(walk: Walk, world: World, birds: list[Canary]) -> Iterator[tuple[str, list[str]]]:
    for url, text in walk.answers(starts(world, list(world.stages))):
        if found := hits(text, birds):
            yield url, found


@pytest.mark.django_db
@pytest.mark.parametrize("names", [CRAWLERS[:3], CRAWLERS[3:6], CRAWLERS[6:8], CRAWLERS[8:]], ids=" ".join)
def test_nobody_meets_an_identity_anywhere(
    names: tuple[str, ...], world: World, birds: list[Canary], caplog: pytest.LogCaptureFixture
) -> None:
    """On SQLite everybody walks in every run; on a second database one of them all, by lot."""
    caplog.set_level(logging.DEBUG)
    print(f"LINLI_SEED={LOT}")
    for name in (name for name in names if name in WALKING):
        walk = walker(world, name)
        assert list(leaks(walk, world, birds)) == []
        assert hits(caplog.text, birds) == []
        print(f"{name}: {walk.asked} answers read, {len(birds)} identities")
        assert walk.asked > 100


@pytest.mark.django_db
def test_the_canaries_are_there_and_in_every_stage(world: World, birds: list[Canary]) -> None:
    assert len(birds) == NUMBER == len(world.stages) == len({bird.phone for bird in birds})
    assert {case.stage for case in Case.objects.all()} >= set(STAGES) - {"published"}
    names = {opened_text(contact, "name") for contact in Contact.objects.all()}
    assert names - {""} == {bird.name for bird in birds}  # one left an address and no name


@pytest.mark.django_db
def test_a_leak_on_a_page_is_found(
    world: World, birds: list[Canary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pane, "alias", property(lambda pane: opened_text(pane.case.contact, "name")))
    found = next(leaks(walker(world, "secretary"), world, birds), None)
    assert found is not None


# --- at rest ---


def everything_written() -> Iterator[tuple[str, str]]:
    """Every row of every table, as the database holds it."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield model._meta.label, " ".join(map(str, row))


@pytest.mark.django_db
def test_no_table_holds_an_identity_in_the_clear(world: World, birds: list[Canary]) -> None:
    """Traces, jobs, operations, messages, sessions: all of them."""
    rows = list(everything_written())
    assert {"kit.Trace", "kit.Operation", "kit.Job", "people.Contact"} <= {
        model._meta.label for model in apps.get_models()
    }
    assert len(rows) > 500
    assert [(table, found) for table, text in rows if (found := hits(text, birds))] == []


@pytest.mark.django_db
def test_what_is_sent_through_the_doors_is_sealed_and_not_logged(
    world: World, birds: list[Canary], caplog: pytest.LogCaptureFixture
) -> None:
    """The portal's form and the interface for programs, with a key, so that operations are written too."""
    caplog.set_level(logging.DEBUG)
    for at, bird in enumerate(birds[:6]):
        body = {
            "words": "路灯坏了。",
            "area": world.lane.areas["grid"].path,
            "speaker": {"name": bird.name, "phone": bird.phone},
        }
        sent = Client().post(
            "/api/v1/cases", body, "application/json", headers={"Idempotency-Key": f"canary-{at:08}"}
        )
        assert sent.status_code == 201
        assert hits(sent.content.decode(), birds) == []
        bad = Client().post("/api/v1/cases", {**body, "area": "?"}, "application/json")
        assert bad.status_code == 422 and hits(bad.content.decode(), birds) == []
    assert [(table, found) for table, text in everything_written() if (found := hits(text, birds))] == []
    assert hits(caplog.text, birds) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of SQLite")
@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_hold_only_sealed_identities(lane: Lane, birds: list[Canary]) -> None:
    with time_machine.travel(hours(10), tick=False):
        plant(lane, birds[:9])
    file = Path(str(settings.DATABASES["default"]["TEST"]["NAME"]))
    content = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert "楼道里的灯不亮".encode() in content, "the rows have reached the file"
    for sign in {sign for bird in birds[:9] for sign in bird.signs}:
        assert sign.encode() not in content


@pytest.mark.django_db
def test_a_leak_at_rest_is_found(world: World, birds: list[Canary], caplog: pytest.LogCaptureFixture) -> None:
    case = next(iter(world.stages.values()))
    Case.objects.filter(pk=case.pk).update(place_words=f"找{birds[7].name}")
    assert [table for table, text in everything_written() if hits(text, birds)] == ["cases.Case"]
    logging.getLogger("linli.doors").warning("called %s", birds[3].phone)
    assert hits(caplog.text, birds)
