"""More than the lane: a second street with its own office, and one of everything that an address can point to.

`ours` fills the parts of every route with objects of our street, `theirs` with the same of the other street.
"""

import io
import wave
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from PIL import Image

from linli.cases import sounds
from linli.cases.actions.heating import note_issue
from linli.cases.actions.intake import Intake, raise_case, reply
from linli.cases.actions.joining import join
from linli.cases.models import (
    BulkAct,
    Case,
    Export,
    ListLine,
    Picture,
    Pledge,
    Publication,
    PublicPicture,
    SavedView,
    Whistle,
    WhistlePart,
)
from linli.cases.pictures import clean
from linli.cases.receipts import code_for
from linli.cases.verbs import ACTIONS, ASIDES
from linli.cases.verdict_links import Sent, token_for
from linli.governance.actions.editions import bind, publish_edition
from linli.kit.actor import ANONYMOUS, SYSTEM, Actor
from linli.kit.importing import store
from linli.kit.importing.batches import hand_in
from linli.kit.models import PaperOrder
from linli.kit.papers.orders import ask_for_paper
from linli.notices.addresses import number_token_of
from linli.notices.addresses import token_of as address_token
from linli.notices.models import Following
from linli.notices.public import link
from linli.people.actions.accounts import open_account
from linli.people.actions.contacts import keep_contact
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from linli.people.models import Absence, Account, Post
from linli.places import entrances
from linli.places.actions.addresses import name_address
from linli.places.actions.areas import found_area
from linli.places.actions.calendar import mark_local_day
from linli.places.actions.organisations import found_organisation
from linli.places.models import Area, Organisation
from tests.lane import MONDAY, PASSWORD, RULES, SINCE, Lane, hours
from tests.undoing import taken_back

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
        Intake(words="隔壁街道的井盖没了。", area=street, channel="portal", category="04.manhole"),
        by=ANONYMOUS,
        at=MONDAY,
    )
    world = World(lane, case, photo=photo)
    world.accounts = {**lane.accounts, "colleague": colleague, "elsewhere": elsewhere, "stranger": stranger}
    world.ours = _parts(lane.areas["village"], case, colleague, "zhangjiashan", photo)
    world.theirs = _parts(street, other, stranger, "linjie", photo)
    helped = lane.bring(lane.case(words="水管爆了。"), "taken")
    world.ours |= called(helped, lane.post("secretary"), lane.units["company"])
    world.theirs |= called(other, stranger.posts.get(), None)
    return world


def in_every_stage(world: World) -> World:
    """One case in each stage that the lane's own way leads through, one of them on the board."""
    lane = world.lane
    for stage in ("registered", "triaged", "offered", "taken", "working", "answered", "closed"):
        world.stages[stage] = lane.bring(lane.case(words=f"{stage}：垃圾桶满了，没有人来收。"), stage)
    world.ours["token"] = token_for(world.stages["answered"], Sent.PAPER)
    world.stages["dispatched"] = lane.bring(lane.case(words="门禁坏了。"), "triaged")
    ACTIONS["dispatch"](
        world.stages["dispatched"], by=lane.secretary, at=hours(2), organisation=lane.units["office"]
    )
    world.stages["sent"] = sent_to_the_worker(lane)
    world.stages["held"] = in_the_workers_hands(lane)
    world.stages["paused"] = in_the_workers_hands(lane)
    ACTIONS["suspend"](world.stages["paused"], by=lane.worker, at=hours(5), reason="等配件")
    world.stages["contested"] = in_the_workers_hands(lane)
    ACTIONS["contest"](world.stages["contested"], by=lane.worker, at=hours(5), reason="不归网格管")
    world.stages["checked"] = lane.bring(lane.case(words="说是井盖松了。"), "triaged")
    ACTIONS["ask_check"](world.stages["checked"], by=lane.secretary, at=hours(5), post=lane.post("worker"))
    after_another(world)
    world.stages["published"] = lane.bring(lane.case(words="published：垃圾桶满了。"), "closed")
    words = {"title": "垃圾桶", "problem": "垃圾桶满了。", "result": "已经收走了。"}
    ACTIONS["publish"](world.stages["published"], by=lane.secretary, at=hours(9), **words)
    world.stages["listed"] = lane.bring(lane.case(words="listed：垃圾桶满了。"), "triaged")
    asked = {"onto": "needs", "title": "垃圾桶", "wanted": "添两个垃圾桶。"}
    ACTIONS["enlist"](world.stages["listed"], by=lane.secretary, at=hours(9), **asked)
    return world


def after_another(world: World) -> None:
    """Cases in which somebody has asked for something, so that another one may answer."""
    lane, wait = world.lane, {"days": 3, "reason": "等配件"}
    world.stages["urged"] = in_the_workers_hands(lane)
    ACTIONS["urge"](world.stages["urged"], by=lane.secretary, at=hours(5), words="请说明进展。")
    world.stages["wanting"] = in_the_workers_hands(lane)
    ASIDES["ask_extension"](world.stages["wanting"], by=lane.worker, at=hours(5), **wait)
    world.stages["merged"] = lane.bring(lane.case(words="merged：垃圾桶满了。"), "working")
    ACTIONS["merge"](world.stages["merged"], into=world.stages["working"], by=lane.secretary, at=hours(5))
    world.stages["decided"] = proposal_answered(lane)
    world.stages["doubted"] = proposal_answered(lane)
    doubt = {"end_state": "invalid", "reason": "说的不是本村的事"}
    ASIDES["propose_end"](world.stages["doubted"], by=lane.secretary, at=hours(6), **doubt)


def proposal_answered(lane: Lane) -> Case:
    """A flow that a person ends, not her verdict."""
    case = lane.case(words="村口要不要装路灯，请议一议。", kind="proposal")
    ways: list[tuple[str, Actor, dict[str, Any]]] = [
        ("register", lane.secretary, {}),
        ("triage", lane.secretary, {"category": "04.lamp", "title": "村口装灯"}),
        ("dispatch", lane.secretary, {"organisation": lane.units["villagers"]}),
        ("accept", lane.committee, {}),
        ("answer", lane.committee, {"text": "议定今年装。", "end_state": "solved"}),
    ]
    for hour, (verb, who, arguments) in enumerate(ways, start=1):
        if verb != "register" or case.stage == "raised":
            case = ACTIONS[verb](case, by=who, at=hours(hour), **arguments)
    return case


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
    order = ask_for_paper("posters", area.path, title="海报", asked={}, right="console", by=SYSTEM, at=MONDAY)
    PaperOrder.objects.filter(pk=order.pk).update(account_id=person.pk)
    view = SavedView.objects.create(account=person, name="本周", query="stage=open")
    export = Export.objects.create(
        account=person, kind="cases", form="csv", reason="月报", token=f"world{person.pk}", begun_at=MONDAY
    )
    act = BulkAct.objects.create(account=person, verb="offer", key=f"world{person.pk}", begun_at=MONDAY)
    return {
        "bulk": str(act.pk),
        "view": str(view.pk),
        "export": str(export.pk),
        "number": case.number,
        "case_id": str(case.pk),
        "receipt": code_for(case),
        "hot": str(note_issue([case.pk], shared="", households=5, by=SYSTEM, at=hours(6)).pk),
        "voice": join(case, by=ANONYMOUS, at=hours(6)).number,
        "slug": slug,
        "digest": picture_of(case, photo),
        "sound": sound_of(case, photo),
        "upload": "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01",
        "provider_id": "nobody",
        "area": str(area.pk),
        "person": str(person.pk),
        "post": str(person.posts.get().pk),
        "absence": away_in_summer(person.posts.get()),
        "building": str(building.pk),
        "unit": str(unit.pk),
        "day": str(day.pk),
        "batch": str(batch.pk),
        "order": str(order.pk),
        "edition": "1",
        **listed(case, area, person),
        **published(area, photo),
        "feed": "atom",
        "month": "2026-03",
        "data_form": "csv",
        "list_beside": "objections",
        "following": followed(area, slug),
        "asked": asked(area),
        "asked_number": asked_number(area),
        "code": entrances.code_for(building),
        "year": "2026",
        "key": "nothing",
        "token": token_for(case, Sent.PAPER),
        "nothing": "999999",
    }


def away_in_summer(post: Post) -> str:
    """Leave that is noted and lies ahead, so that it can be ended and stands in no other's way."""
    days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 7, 15)}
    return str(Absence.objects.create(post=post, **days, noted_at=MONDAY).pk)


def published(area: Area, photo: bytes) -> Parts:
    """A result on the board, with a picture."""
    case = raise_case(Intake(words="垃圾满了。", area=area, channel="portal"), by=ANONYMOUS, at=MONDAY)
    digest = clean(photo).digest if photo else "0" * 64
    kept = Picture.objects.create(
        case=case, moment="after", digest=digest, width=40, height=30, at=MONDAY, by_resident=False
    )
    row = Publication.objects.create(
        case=case,
        title="垃圾",
        problem="垃圾满了。",
        result="收走了。",
        area_name=area.name,
        area_path=area.path,
        end_state="solved",
        days=1,
        published_at=MONDAY,
    )
    shown = PublicPicture.objects.create(publication=row, picture=kept)
    return {"publication": str(row.pk), "public_picture": str(shown.pk)}


def followed(area: Area, slug: str) -> str:
    """The signed part of a link in a letter."""
    row = Following(
        slug=slug, origin="http://testserver", area_path=area.path, about=area.name, made_at=MONDAY
    )
    row.mail, row.mail_key = "wu@example.org", f"key{area.pk}"
    row.save(force_insert=True)
    return link(row, "follow-end").split("/")[-3]


def asked(area: Area) -> str:
    """The same of the letter that asks an address whether it is hers."""
    left = keep_contact(area, alias="甲", mail="he@example.org", way="mail", by=SYSTEM, at=MONDAY)
    return address_token(left)


def asked_number(area: Area) -> str:
    return number_token_of(
        keep_contact(area, alias="乙", phone="13900009876", way="message", by=SYSTEM, at=MONDAY)
    )


def listed(case: Case, area: Area, person: Account) -> Parts:
    """A line of a public list, and a promise made for it."""
    line = ListLine.objects.create(
        case=case,
        list_key="needs",
        public=True,
        title="路灯",
        wanted="装一盏灯。",
        area_name=area.name,
        area_path=area.path,
        since=MONDAY,
    )
    promise = Pledge.objects.create(
        case=case, post=person.posts.get(), kind="things", words="出一盏灯", promised_at=MONDAY
    )
    return {
        "line": str(line.pk),
        "pledge": str(promise.pk),
        "list_key": "needs",
        "step": "keep",
        "target": str(promise.pk),
    }


def called(case: Case, post: Post, unit: Organisation | None) -> Parts:
    """A call to a case, and the part of one unit in it."""
    times = {"blown_at": MONDAY, "arrive_by": hours(20)}
    blown = Whistle.objects.create(case=case, post=post, reason="爆管", place="泵房", **times)
    unit = unit or found_organisation(
        case.area, kind="utility", name="临江供水", valid_from=SINCE, by=SYSTEM, at=FOUNDED
    )
    part = WhistlePart.objects.create(whistle=blown, organisation=unit, asked="关阀门")
    return {"whistle": str(blown.pk), "part": str(part.pk), "whistle_step": "report_in"}


def picture_of(case: Case, photo: bytes) -> str:
    if not photo:
        return "0" * 64
    kept = clean(photo)
    by = actor_for_resident(case)
    reply(case, "看图。", by=by, at=hours(4), pictures=(kept,))
    return kept.digest


def sound_of(case: Case, photo: bytes) -> str:
    """Spoken where pictures are drawn too: both cost a child process."""
    if not photo:
        return "0" * 64
    kept = sounds.clean(spoken(1))
    reply(case, "", by=actor_for_resident(case), at=hours(4), sounds=(kept,))
    return kept.digest


def spoken(seconds: float) -> bytes:
    """A recording as a telephone without any sense for formats would send it."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x10\x00\xf0" * int(4000 * seconds))
    return made.getvalue()


def actor_for_resident(case: Case) -> Any:
    return Actor(kind="anonymous", keys=frozenset({case.pk}))


# What a route's part stands for, where its name alone does not say so; the longest beginning counts.
MEANINGS = {
    "console/places/<int:pk>/buildings/<int:id>": {"pk": "area", "id": "building"},
    "console/places/<int:pk>/days/<int:id>": {"pk": "area", "id": "day"},
    "console/places/<int:pk>/units/<int:id>": {"pk": "area", "id": "unit"},
    "console/places/<int:pk>": {"pk": "area"},
    "console/people/<int:pk>": {"pk": "person"},
    "console/cases/bulk/<int:pk>": {"pk": "bulk"},
    "console/cases/views/<int:pk>": {"pk": "view"},
    "console/cases/exports/<int:pk>": {"pk": "export"},
    "console/cases/lists/<slug:listed>": {"listed": "list_beside"},
    "console/people/posts/<int:pk>": {"pk": "post"},
    "console/import/<int:number>": {"number": "batch"},
    "console/rulebook/<slug:slug>/editions/<int:number>": {"number": "edition"},
    "console/hot/<int:pk>": {"pk": "hot"},
    "console/whistles/<int:pk>": {"pk": "whistle", "step": "whistle_step"},
    "field/whistles/<int:pk>": {"pk": "whistle", "step": "whistle_step"},
    "v/<str:number>": {"number": "voice"},
    "at/<slug:slug>/board/feed.": {"kind": "feed"},
    "at/<slug:slug>/data/": {"form": "data_form"},
    "follow/<str:token>": {"token": "following"},
    "mail/<str:token>": {"token": "asked"},
    "sms/<str:token>": {"token": "asked_number"},
    "at/<slug:slug>/board/<int:pk>": {"pk": "publication", "picture": "public_picture", "kind": "feed"},
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
    cookies = deepcopy(client.cookies)
    try:
        with taken_back():
            answer = ask()
            read(answer)
            return answer
    finally:
        client.cookies = cookies
