"""A link is no key: whoever copies the address of a file into another browser, or has another post, gets nothing.

Every door that hands out a file, and every address that carries a secret, stands in LINKS; a new one is red until it does.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client

from linli.api.open311 import reading
from linli.cases.actions.exporting import file_of
from linli.cases.models import Export, Picture
from linli.console.desk import receipts
from linli.kit.doors import doors
from linli.kit.files import file_answer
from linli.kit.importing import store
from linli.kit.models import ImportBatch, PaperOrder
from linli.kit.papers import orders
from tests import world as worlds
from tests.lane import Lane, hours
from tests.test_permissions import visitors
from tests.world import World, address, read, undone

HANDS = (FileResponse, StreamingHttpResponse, file_answer)
BYTES = re.compile(r"^(application/(?!json|problem|manifest)|image/|audio/|video/|text/csv|text/calendar)")
SECRET = re.compile(r"<(?:\w+:)?(sealed|secret|token|code|key)>")
EVERYBODY = (
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
OFFICE = ("worker", "secretary", "dispatcher")


@dataclass(frozen=True)
class Link:
    """`owner` gets it; so do `others`; nobody else."""

    owner: str
    others: tuple[str, ...] = ()
    made_by_us: bool = False  # a paper that we print: nothing of a stranger is in it

    @property
    def strangers(self) -> tuple[str, ...]:
        return tuple(role for role in EVERYBODY if role not in {self.owner, *self.others})


LINKS: dict[str, Link] = {
    "c/<str:number>/picture/<str:digest>/": Link("resident"),
    "c/<str:number>/sound/<str:sound>/": Link("resident"),
    "field/cases/<str:number>/pictures/<str:digest>/": Link("volunteer", OFFICE),
    "field/cases/<str:number>/sounds/<str:sound>/": Link("volunteer", OFFICE),
    "console/cases/<str:number>/picture/<str:digest>/": Link("dispatcher", OFFICE),
    "console/cases/<str:number>/sound/<str:sound>/": Link("dispatcher", OFFICE),
    "console/cases/exports/<int:pk>/sheet/": Link("dispatcher"),
    "console/import/<int:number>/faults.xlsx": Link("dispatcher"),
    "console/posters/<int:order>/posters.pdf": Link("dispatcher", made_by_us=True),
    "console/desk/<str:number>/receipt/<slug:size>.pdf": Link("dispatcher", made_by_us=True),
}
# Made in the answer to a form and stored nowhere: there is no address that could be copied. Their tests are beside them.
NO_ADDRESS = {
    "console/lists/<slug:list_key>/sheet/",
    "console/posters/make/",
    "console/desk/forms/",
    "console/callbacks/papers/",
}
# What a person looked at and made public.
PUBLIC = {
    "at/<slug:slug>/data/<str:month>.<str:form>",
    "at/<slug:slug>/board/<int:pk>/picture/<int:picture>/",
    "at/<slug:slug>/lists/<slug:list_key>/<int:line>/picture/<str:digest>/",
}
# The address itself is the key, for programs that have no session; what holds it in is tested below.
SIGNED = {"open311/pictures/<str:sealed>.jpg"}
# Addresses with a secret that open a page and no file: one question of one case, the end of one subscription, the yes of
# one address; the tests of those pages try them all.
PAGES = {
    "j/<str:token>/",
    "follow/<str:token>/yes/",
    "follow/<str:token>/end/",
    "mail/<str:token>/yes/",
    "sms/<str:token>/yes/",
}
# A printed code that says where a door or a kind of work is, and opens nothing of anybody.
CODES = re.compile(r"^(q/<|open311/(test/)?v2/services/<)")


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        world = worlds.in_every_stage(worlds.settle(lane, photo=worlds.photo()))
        yield with_files(world)


def with_files(world: World) -> World:
    """A sheet, a copy with faults, a poster and a slip that the dispatcher asked for."""
    owner = world.accounts["dispatcher"]
    exports = Export.objects.filter(pk=world.ours["export"])
    exports.update(account=owner, state=Export.State.DONE, ended_at=hours(10), begun_at=hours(10))
    put(file_of(exports.get()))
    batch = ImportBatch.objects.get(pk=world.ours["batch"])
    put(store.copy_with_faults(batch.token))
    paper = PaperOrder.objects.filter(pk=world.ours["order"])
    paper.update(account_id=owner.pk, state=orders.State.DONE, begun_at=hours(10))
    put(orders.file_of(paper.get()))
    return world


def put(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"%PDF- of the house")


def people(world: World) -> dict[str, Client]:
    found = visitors(world, EVERYBODY)
    session = found["dispatcher"].session
    session[receipts.FRESH] = {world.case.number: hours(10).isoformat()}
    session.save()
    return found


def status_of(client: Client, url: str) -> int:
    answer = client.get(url)
    read(answer)
    return answer.status_code


def url_of(route: str, world: World) -> str:
    return address(route, {**world.ours, "size": "a6"})


def hands_out(view: Callable[..., Any], deeper: int = 4) -> bool:
    """Whether this function, or one of ours that it calls, answers with a file."""
    inner: Any = inspect.unwrap(view)
    code = getattr(inner, "__code__", None)
    if code is None or not inner.__module__.startswith(("linli.", __name__)):
        return False
    called = [inner.__globals__.get(name) for name in code.co_names]
    if any(one in HANDS for one in called if callable(one)) or any(map(is_bytes, code.co_consts)):
        return True
    return deeper > 0 and any(hands_out(one, deeper - 1) for one in called if inspect.isfunction(one))


def is_bytes(constant: object) -> bool:
    return isinstance(constant, str) and BYTES.match(constant) is not None


def test_every_door_that_hands_out_a_file_and_every_address_with_a_secret_is_known() -> None:
    routes = dict(doors())
    files = {route for route, view in routes.items() if hands_out(view)}
    secrets = {route for route in routes if SECRET.search(route) and not CODES.match(route)} - PAGES
    assert files | secrets == {*LINKS, *NO_ADDRESS, *PUBLIC, *SIGNED}, (
        "list the new link in tests/test_links.py"
    )


def test_a_new_door_with_a_file_would_be_found() -> None:
    def helper() -> Any:
        return FileResponse(iter([b"x"]))

    def view(request: Any) -> Any:
        return FileResponse(iter([b"x"]))

    assert hands_out(view) and hands_out(helper)
    assert SECRET.search("feed/<str:token>.ics") and not hands_out(is_bytes)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_copied_link_opens_for_its_owner_alone(world: World) -> None:
    visits, cells = people(world), 0
    for route, link in LINKS.items():
        url = url_of(route, world)
        owned = undone(visits[link.owner], lambda url=url, link=link: visits[link.owner].get(url))
        assert owned.status_code == 200, (url, owned.status_code)
        seen = read(undone(visits[link.owner], lambda url=url, link=link: visits[link.owner].get(url)))
        assert owned["Cache-Control"] in {"no-store", "private, no-store"}, url
        assert owned["X-Content-Type-Options"] == "nosniff", url
        assert link.made_by_us or "sandbox" in owned["Content-Security-Policy"], url
        for role in link.strangers:
            answer = undone(visits[role], lambda url=url, role=role: visits[role].get(url))
            cells += 1
            assert answer.status_code in {302, 403, 404}, (role, url, answer.status_code)
            assert not seen or seen not in read(answer), (role, url)
        assert status_of(Client(), url) in {302, 403, 404}, url
    print(f"{len(LINKS)} kinds of links, {cells} visits of strangers, none opened")


@pytest.mark.slow
@pytest.mark.django_db
def test_a_link_ends_with_the_visit_the_post_and_the_day(world: World) -> None:
    """Signed out, without her post, or tomorrow: the same address, the same browser, nothing."""
    visits = people(world)
    office = {route: url_of(route, world) for route in LINKS if LINKS[route].owner == "dispatcher"}
    worker = visits["dispatcher"]
    assert [url for url in office.values() if status_of(worker, url) != 200] == []
    with time_machine.travel(hours(10) + timedelta(hours=25), tick=False):
        for_a_day = [office[route] for route in office if re.search(r"exports|posters|receipt", route)]
        assert len(for_a_day) == 3
        assert [url for url in for_a_day if status_of(worker, url) == 200] == []
    world.lane.accounts["dispatcher"].posts.update(ends_on=hours(0).date())
    assert [url for url in office.values() if status_of(worker, url) == 200] == []
    worker.logout()
    assert [url for url in office.values() if status_of(worker, url) == 200] == []


@pytest.mark.django_db
def test_a_signed_address_is_for_a_week_for_one_picture_and_cannot_be_made(world: World) -> None:
    case, other = world.case, world.stages["working"]
    digest = Picture.objects.get(case=case).digest

    def get(number: int, digest: str, salt: str = reading.PICTURE_SALT) -> Any:
        return Client().get(f"/open311/pictures/{signing.dumps([number, digest], salt=salt)}.jpg")

    right = get(case.pk, digest)
    assert right.status_code == 200
    assert right["Cache-Control"] == "no-store" and "sandbox" in right["Content-Security-Policy"]
    assert [get(other.pk, digest).status_code, get(case.pk, "0" * 64).status_code] == [404, 404]
    assert get(case.pk, digest, salt="another").status_code == 404
    sealed = signing.dumps([case.pk, digest], salt=reading.PICTURE_SALT)
    for at in range(0, len(sealed), 3):
        wrong = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert Client().get(f"/open311/pictures/{wrong}.jpg").status_code == 404
    with time_machine.travel(hours(10) + timedelta(days=8), tick=False):
        assert Client().get(f"/open311/pictures/{sealed}.jpg").status_code == 404


@pytest.mark.django_db
def test_a_door_that_forgets_to_ask_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    view = dict(doors())["console/cases/<str:number>/picture/<str:digest>/"]
    monkeypatch.setattr(view, "door", "public")
    monkeypatch.setattr("linli.console.cases.views.find_case", lambda request, number: world.case)
    with pytest.raises(AssertionError):
        test_a_copied_link_opens_for_its_owner_alone(world)
