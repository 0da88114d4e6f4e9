"""Raise and register: from a resident's words to a case with a number, her words frozen as said."""

import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.moving import first_contact, move, note, wound_clocks
from linli.cases.models import Case, Clock, Message, Picture, Words
from linli.cases.numbers import new_number
from linli.cases.rules import allowed, can_register, can_reply
from linli.governance.reads import rulebook_for
from linli.governance.vocabulary import ANYONE, RESIDENT
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.people.actions.contacts import keep_contact
from linli.people.aliases import alias_for
from linli.people.models import Contact
from linli.places.models import Area

LONGEST_WORDS = 7000
TITLE_LETTERS = 32


@dataclass(frozen=True)
class CleanPicture:
    """A picture already drawn anew and stored under its digest (see linli.cases.pictures)."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class Speaker:
    """Who speaks, if she wants to say so. It goes into the identity vault, not into the case."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    room: str = field(default="", repr=False)
    wishes: str = field(default="", repr=False)
    way: str = "code"
    language: str = ""

    @property
    def says_something(self) -> bool:
        return any((self.name, self.phone, self.room, self.wishes))


@dataclass(frozen=True)
class Intake:
    """What is said, where, and through which door."""

    words: str
    area: Area
    channel: str
    kind: str = "request"
    category: str = ""
    title: str = ""
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    speaker: Speaker = Speaker()
    pictures: tuple[CleanPicture, ...] = ()
    source_key: str | None = None


def can_raise(actor: Actor, intake: Intake) -> Answer:
    book = rulebook_for(intake.area.path)
    if book is None:
        return no(_("Nobody here works with Linli yet. Please go to your community's office."))
    verb = book.flow(intake.kind).verb("raise") if intake.kind in book.flows else None
    if verb is None:
        return no(_("This kind of matter is not taken here. Please choose another one."))
    if (
        verb.roles & {ANYONE, RESIDENT}
        or actor.kind == "system"
        or verb.roles & actor.roles_at(intake.area.path)
    ):
        return yes
    return no(_("This kind of matter is raised by your community's office. Please speak to them."))


@action
def raise_case(intake: Intake, *, by: Actor, at: datetime) -> Case:
    """Open a case. Where the rule book lets the system register, it is registered at once and its clocks run."""
    permit(can_raise(by, intake))
    permit(says_something(intake.words))

    case = _new_case(intake, by, at)
    case.contact = keep_speaker(intake, case.alias, by, at)
    at_once = bool(allowed("register", SYSTEM, case))
    clocks = _entered(case, at) if at_once else []
    case.save(force_insert=True)
    Words(case=case, text=intake.words.strip(), said_at=at).save(force_insert=True)
    Clock.objects.bulk_create(clocks)
    keep_pictures(case, intake.pictures, moment="before", by_resident=True, at=at)

    raised = note("raised", case, by=by, at=at, stage="raised", channel=case.channel, kind=case.kind)
    if at_once:
        note("registered", case, by=SYSTEM, at=at, after=raised, edition=case.edition_id)
    return case


def _entered(case: Case, at: datetime) -> list[Clock]:
    """The case enters the book; its clocks run from here and are still to be stored."""
    move(case, "register")
    case.registered_at = at
    return wound_clocks(case, at)


def says_something(words: str) -> Answer:
    text = words.strip()
    if not any(unicodedata.category(letter)[0] in "LN" for letter in text):
        return no(_("Please say in a few words what it is about."))
    if len(text) > LONGEST_WORDS:
        return no(_("This is longer than %(most)s characters. Please shorten it.") % {"most": LONGEST_WORDS})
    return yes


def keep_speaker(intake: Intake, alias: str, by: Actor, at: datetime) -> Contact | None:
    if not intake.speaker.says_something:
        return None
    return keep_contact(intake.area, by=by, at=at, alias=alias, **asdict(intake.speaker))


def _new_case(intake: Intake, by: Actor, at: datetime) -> Case:
    book = rulebook_for(intake.area.path)
    assert book is not None and book.edition is not None  # can_raise has looked
    return Case(
        number=free_number(at),
        kind=intake.kind,
        category=intake.category,
        title=intake.title or title_of(intake.words),
        area=intake.area,
        area_path=intake.area.path,
        place_words=intake.place_words[:120],
        lat=intake.lat,
        lon=intake.lon,
        channel=intake.channel,
        source_key=intake.source_key,
        edition_id=book.edition,
        alias=alias_for(1),
        raised_by_id=by.account_id,
        raised_at=at,
    )


def free_number(at: datetime) -> str:
    while Case.objects.filter(number=(number := new_number(at))).exists():
        continue
    return number


def title_of(words: str) -> str:
    """The first sentence, shortened: what a list shows until somebody writes a better title."""
    line = " ".join(words.split())
    for stop in "。！？!?；;\n":
        line = line.partition(stop)[0] or line
    return line if len(line) <= TITLE_LETTERS else line[: TITLE_LETTERS - 1] + "…"


def keep_pictures(case: Case, pictures: Any, *, moment: str, by_resident: bool, at: datetime) -> None:
    for picture in {picture.digest: picture for picture in pictures}.values():
        Picture.objects.get_or_create(
            case=case,
            digest=picture.digest,
            defaults={
                "moment": moment,
                "width": picture.width,
                "height": picture.height,
                "at": at,
                "by_resident": by_resident,
            },
        )


@action
def register(case: Case, *, by: Actor, at: datetime) -> Case:
    """Enter the case in the book. The limits run from here."""
    case = case.locked()
    permit(can_register(by, case))

    Clock.objects.bulk_create(_entered(case, at))
    case.save_changes("stage", "registered_at", "due_at")

    note("registered", case, by=by, at=at, edition=case.edition_id)
    return case


@action
def reply(
    case: Case, text: str, *, by: Actor, at: datetime, pictures: tuple[CleanPicture, ...] = ()
) -> Message:
    """Add a sentence to the conversation: the resident under her alias, the office under its post."""
    case = case.locked()
    permit(can_reply(by, case))
    permit(says_something(text))

    from_resident = case.pk in by.keys and by.acting_post(case.area_path) is None
    acting = None if from_resident else by.acting_post(case.area_path)
    message = Message.objects.create(
        case=case,
        side=Message.Side.RESIDENT if from_resident else Message.Side.OFFICE,
        text=text.strip(),
        at=at,
        post_id=acting.id if acting else None,
    )
    keep_pictures(case, pictures, moment="before", by_resident=from_resident, at=at)
    if not from_resident:
        first_contact(case, at)
        case.save_changes("contacted_at", "due_at")

    note("replied", case, by=by, at=at, side=message.side)
    return message
