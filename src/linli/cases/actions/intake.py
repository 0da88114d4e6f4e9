"""Raise and register: from a resident's words to a case with a number, her words frozen as said."""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.cases.actions.moving import begin_rung, first_contact, move, note, note_all, wound_clocks
from linli.cases.models import Case, Clock, Detail, Message, Picture, Sound, Words
from linli.cases.numbers import new_number
from linli.cases.questions import Given, can_be_answered
from linli.cases.rules import allowed, can_register, can_reply
from linli.cases.sense import title_of
from linli.cases.sounds import CleanSound
from linli.governance.reads import rulebook_for
from linli.governance.vocabulary import ANYONE, RESIDENT
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.prepared import prepared
from linli.kit.storing import store
from linli.people.actions.contacts import keep_contact
from linli.people.aliases import alias_for
from linli.people.models import Contact
from linli.places.models import Area
from linli.places.reads import calendar_for

LONGEST_WORDS = 7000
CONSENTS = ("not_asked", "agrees", "declines")


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
    mail: str = field(default="", repr=False)
    mail_read_back: bool = False  # by whoever wrote it down, to her
    phone_read_back: bool = False

    @property
    def says_something(self) -> bool:
        return any((self.name, self.phone, self.mail, self.room, self.wishes))


NOBODY = Speaker()


def usual_way(phone: str, mail: str = "") -> str:
    """Where she does not choose herself: a letter comes by itself, a call takes a person."""
    return "mail" if mail else "phone" if phone else "code"


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
    speaker: Speaker = NOBODY
    pictures: tuple[CleanPicture, ...] = ()
    details: tuple[Given, ...] = ()
    sounds: tuple[CleanSound, ...] = ()
    source_key: str | None = None
    proactive: bool = False
    said_at: datetime | None = None  # when it was said, where it is written down later
    consent: str = ""  # whether the speaker was asked: CONSENTS


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
    permit(says_something(intake.words, heard=bool(intake.sounds)))
    permit(was_said_before(intake, at))

    case = _new_case(intake, by, at)
    permit(can_be_answered(case.rulebook, case.category, intake.details))
    case.contact = keep_speaker(intake, case.alias, by, at)
    at_once = bool(allowed("register", SYSTEM, case))
    clocks = _entered(case, at) if at_once else []
    store(case)
    store(Words(case=case, text=intake.words.strip(), said_at=intake.said_at or at))
    store(*clocks)
    keep_pictures(case, intake.pictures, moment="before", by_resident=True, at=at)
    keep_details(case, intake.details, at=at)
    keep_sounds(case, intake.sounds, by_resident=True, at=at)

    asked: dict[str, Any] = {"consent": intake.consent} if intake.consent else {}
    kept = {"details": len(intake.details), "sounds": len(intake.sounds)}
    facts = asked | {name: number for name, number in kept.items() if number}
    told = {"stage": "raised", "channel": case.channel, "kind": case.kind} | facts
    entered = [("registered", SYSTEM, {"edition": case.edition_id})] if at_once else []
    note_all(case, ("raised", by, told), *entered, at=at)
    return case


def _entered(case: Case, at: datetime) -> list[Clock]:
    """The case enters the book; its clocks run from here and are still to be stored."""
    move(case, "register")
    case.registered_at = at
    calendar = calendar_for(case.area_path)
    begin_rung(case, at, calendar)
    return wound_clocks(case, at, calendar=calendar)


def says_something(words: str, *, heard: bool = False) -> Answer:
    """`heard`: it was spoken, so nothing need be written."""
    text = words.strip()
    if not (heard and not text) and not any(unicodedata.category(letter)[0] in "LN" for letter in text):
        return no(_("Please say in a few words what it is about."))
    if len(text) > LONGEST_WORDS:
        return no(_("This is longer than %(most)s characters. Please shorten it.") % {"most": LONGEST_WORDS})
    return yes


def was_said_before(intake: Intake, at: datetime) -> Answer:
    if intake.said_at is not None and intake.said_at > at:
        return no(_("The day on which it was said lies in the future. Please look at the date again."))
    return yes


def keep_details(case: Case, given: tuple[Given, ...], *, at: datetime) -> None:
    """Each answer with its question as this edition asks it."""
    asked = {question.key: question for question in case.rulebook.questions(case.category)}
    Detail.objects.bulk_create(
        Detail(
            case=case,
            key=one.key,
            kind=asked[one.key].kind,
            question=asked[one.key].words,
            answer=one.answer,
            at=at,
        )
        for one in given
    )


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
        title=intake.title or title_of(intake.words) or _("Said by voice"),
        area=intake.area,
        area_path=intake.area.path,
        place_words=intake.place_words[:120],
        lat=intake.lat,
        lon=intake.lon,
        channel=intake.channel,
        source_key=intake.source_key,
        proactive=intake.proactive,
        edition_id=book.edition,
        alias=alias_for(1),
        raised_by_id=by.account_id,
        raised_at=at,
    )


def free_number(at: datetime) -> str:
    while _taken.count(number := new_number(at)):
        continue
    return number


@prepared
def _taken(number: str) -> QuerySet[Case, tuple[int]]:
    rows: QuerySet[Case, tuple[int]] = Case.objects.filter(number=number).values_list("pk")
    return rows


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


def keep_sounds(
    case: Case,
    sounds: Iterable[CleanSound],
    *,
    by_resident: bool,
    at: datetime,
    message: Message | None = None,
) -> None:
    for sound in {sound.digest: sound for sound in sounds}.values():
        Sound.objects.get_or_create(
            case=case,
            digest=sound.digest,
            defaults={"seconds": sound.seconds, "message": message, "at": at, "by_resident": by_resident},
        )


@action
def register(case: Case, *, by: Actor, at: datetime) -> Case:
    """Enter the case in the book. The limits run from here."""
    case = case.locked()
    permit(can_register(by, case))

    store(*_entered(case, at))
    case.save_changes("stage", "registered_at", "due_at", "rung_since", "climbs_at")

    note("registered", case, by=by, at=at, edition=case.edition_id)
    return case


@action
def reply(
    case: Case,
    text: str,
    *,
    by: Actor,
    at: datetime,
    pictures: tuple[CleanPicture, ...] = (),
    sounds: tuple[CleanSound, ...] = (),
) -> Message:
    """Add a sentence to the conversation: the resident under her alias, the office under its post."""
    case = case.locked()
    permit(can_reply(by, case))
    permit(says_something(text, heard=bool(sounds)))

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
    keep_sounds(case, sounds, by_resident=from_resident, at=at, message=message)
    if not from_resident:
        first_contact(case, at)
        case.save_changes("contacted_at", "due_at")

    spoken: dict[str, Any] = {"sounds": len(sounds)} if sounds else {}
    note("replied", case, by=by, at=at, side=message.side, **spoken)
    return message
