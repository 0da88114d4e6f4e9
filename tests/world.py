"""More than the lane: a second street with its own office, and one of everything that an address can point to.

`ours` fills the parts of every route with objects of our street, `theirs` with the same of the other street.
"""

import io
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from PIL import Image

from linli.cases.actions.intake import Intake, raise_case, reply
from linli.cases.models import Case
from linli.cases.pictures import clean
from linli.cases.receipts import code_for
from linli.cases.verbs import ACTIONS
from linli.governance.actions.editions import bind, publish_edition
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.importing import store
from linli.kit.importing.batches import hand_in
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from linli.people.models import Account
from linli.places import entrances
from linli.places.actions.addresses import name_address
from linli.places.actions.areas import found_area
from linli.places.actions.calendar import mark_local_day
from linli.places.actions.organisations import found_organisation
from linli.places.models import Area
from tests.lane import MONDAY, PASSWORD, RULES, SINCE, Lane, hours

FOUNDED = MONDAY - timedelta(days=400)
Parts = dict[str, str]


@dataclass
class World:
    lane: Lane
    case: Case
    stages: dict[str, Case] = field(default_factory=dict)
    ours: Parts = field(default_factory=dict)
    theirs: Parts = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    photo: bytes = b""


def settle(lane: Lane, photo: bytes = b"") -> World:
    street = _other_street(lane)
    colleague = _person(lane, "colleague", "陶然亭", "street_clerk", lane.areas["street"])
    elsewhere = _person(lane, "elsewhere", "谢远山", "street_dispatcher", street)
    stranger = _person(lane, "stranger", "莫相识", "street_clerk", street)
    case = lane.bring(lane.case(), "taken")
    other = raise_case(
        Intake(words="隔壁街道的井盖没了。", area=street, channel="portal"), by=ANONYMOUS, at=MONDAY
    )
    world = World(lane, case, photo=photo)
    world.accounts = {**lane.accounts, "colleague": colleague, "elsewhere": elsewhere, "stranger": stranger}
    world.ours = _parts(lane.areas["village"], case, colleague, "zhangjiashan", photo)
    world.theirs = _parts(street, other, stranger, "linjie", photo)
    return world


def in_every_stage(world: World) -> World:
    """One case in each stage that the lane's own way leads through, one of them on the board."""
    lane = world.lane
    for stage in ("registered", "triaged", "offered", "taken", "working", "answered", "closed"):
        world.stages[stage] = lane.bring(lane.case(words=f"{stage}：垃圾桶满了，没有人来收。"), stage)
    world.stages["dispatched"] = lane.bring(lane.case(words="门禁坏了。"), "triaged")
    ACTIONS["dispatch"](
        world.stages["dispatched"], by=lane.secretary, at=hours(2), organisation=lane.units["team"]
    )
    world.stages["sent"] = sent_to_the_worker(lane)
    world.stages["held"] = in_the_workers_hands(lane)
    world.stages["paused"] = in_the_workers_hands(lane)
    ACTIONS["suspend"](world.stages["paused"], by=lane.worker, at=hours(5), reason="等配件")
    world.stages["published"] = lane.bring(lane.case(words="published：垃圾桶满了。"), "closed")
    words = {"title": "垃圾桶", "problem": "垃圾桶满了。", "result": "已经收走了。"}
    ACTIONS["publish"](world.stages["published"], by=lane.secretary, at=hours(9), **words)
    return world


def sent_to_the_worker(lane: Lane) -> Case:
    case = lane.bring(lane.case(words="等配件的灯。"), "triaged")
    ACTIONS["dispatch"](case, by=lane.secretary, at=hours(2), post=lane.post("worker"))
    return case


def in_the_workers_hands(lane: Lane) -> Case:
    case = sent_to_the_worker(lane)
    ACTIONS["accept"](case, by=lane.worker, at=hours(3))
    return case


def _other_street(lane: Lane) -> Area:
    street = found_area(
        lane.areas["county"],
        level="street",
        name="临江街道",
        code="360982099",
        valid_from=SINCE,
        by=SYSTEM,
        at=FOUNDED,
    )
    text = RULES.read_text("utf-8").replace('slug = "zhangjiashan"', 'slug = "linjie"')
    publish_edition(text.replace('code = "360982005"', 'code = "360982099"'), by=SYSTEM, at=FOUNDED)
    bind(street, "linjie", "樟树市临江街道", by=SYSTEM, at=FOUNDED)
    return street


def _person(lane: Lane, username: str, called: str, role: str, area: Area) -> Account:
    account = open_account(
        area, by=SYSTEM, at=FOUNDED, username=username, name=called, password=PASSWORD, temporary=False
    )
    appoint(
        account, by=SYSTEM, at=FOUNDED, role=role, area=area, organisation=None, starts_on=date(2025, 3, 1)
    )
    return account


def _parts(area: Area, case: Case, person: Account, slug: str, photo: bytes) -> Parts:
    building = name_address(area, valid_from=SINCE, by=SYSTEM, at=FOUNDED, road="沿江路", number="3")
    unit = found_organisation(
        area, kind="property", name=f"{area.name}物业", valid_from=SINCE, by=SYSTEM, at=FOUNDED
    )
    day = mark_local_day(area, day=date(2026, 5, 8), kind="holiday", name="庙会", by=SYSTEM, at=FOUNDED)
    token = store.keep([f"区域代码,名称,级别\n360982{area.pk:06},新村,村\n".encode()])
    batch = hand_in("areas", area.path, file_name="x.csv", token=token, by=SYSTEM, at=MONDAY)
    return {
        "number": case.number,
        "case_id": str(case.pk),
        "receipt": code_for(case),
        "slug": slug,
        "digest": picture_of(case, photo),
        "provider_id": "nobody",
        "area": str(area.pk),
        "person": str(person.pk),
        "post": str(person.posts.get().pk),
        "building": str(building.pk),
        "unit": str(unit.pk),
        "day": str(day.pk),
        "batch": str(batch.pk),
        "edition": "1",
        "code": entrances.code_for(building),
        "year": "2026",
        "key": "nothing",
        "nothing": "999999",
    }


def picture_of(case: Case, photo: bytes) -> str:
    if not photo:
        return "0" * 64
    kept = clean(photo)
    by = actor_for_resident(case)
    reply(case, "看图。", by=by, at=hours(4), pictures=(kept,))
    return kept.digest


def actor_for_resident(case: Case) -> Any:
    from linli.kit.actor import Actor

    return Actor(kind="anonymous", keys=frozenset({case.pk}))


# What a route's part stands for, where its name alone does not say so; the longest beginning counts.
MEANINGS = {
    "console/places/<int:pk>/buildings/<int:id>": {"pk": "area", "id": "building"},
    "console/places/<int:pk>/days/<int:id>": {"pk": "area", "id": "day"},
    "console/places/<int:pk>/units/<int:id>": {"pk": "area", "id": "unit"},
    "console/places/<int:pk>": {"pk": "area"},
    "console/people/<int:pk>": {"pk": "person"},
    "console/people/posts/<int:pk>": {"pk": "post"},
    "console/import/<int:number>": {"number": "batch"},
    "console/rulebook/<slug:slug>/editions/<int:number>": {"number": "edition"},
    "accounts/": {"pk": "nothing", "key": "nothing"},
}


def address(route: str, parts: Parts) -> str:
    """The route with its parts filled in: with what they stand for, else with something that is not there."""
    known = [beginning for beginning in MEANINGS if route.startswith(beginning)]
    means = MEANINGS[max(known, key=len)] if known else {}
    filled, rest = "", route.lstrip("^")
    while "<" in rest:
        before, _, rest = rest.partition("<")
        part, _, rest = rest.partition(">")
        name = part.rpartition(":")[2]
        found = next((parts[key] for key in (means.get(name, name), name) if key in parts), None)
        filled += before + (parts["nothing"] if found is None else found)
    return "/" + (filled + rest).rstrip("$")


def actors(world: World) -> Any:
    return {name: actor_for(account, MONDAY) for name, account in world.accounts.items()}


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "JPEG")
    return target.getvalue()


def read(answer: Any) -> bytes:
    """All of it; a file that is handed out is closed by reading it to its end."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def undone(client: Client, ask: Callable[[], Any]) -> Any:
    """The answer, after which nothing has happened: neither in the database nor in the browser."""
    cookies, point = deepcopy(client.cookies), transaction.savepoint()
    try:
        answer = ask()
        read(answer)
        return answer
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies
