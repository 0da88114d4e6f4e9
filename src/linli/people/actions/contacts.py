"""The identity vault: who spoke, kept apart from what was said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.trace import Entry, trace, trace_all
from linli.people import rules
from linli.people.actions.looks import note_look
from linli.people.models import Contact, Look
from linli.people.sealed import phone_key
from linli.places.models import Area

REACHING = ("way", "phone", "mail")
MAIL_LEFT, NUMBER_LEFT = "contact.mail_left", "contact.number_left"  # it waits for a yes from there
SEALED = ("name", "phone", "mail", "room", "wishes")


@dataclass(frozen=True)
class ClearContact:
    """What was behind an alias, for the eyes of one look."""

    look_id: int
    alias: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    mail: str = field(repr=False)
    room: str = field(repr=False)
    wishes: str = field(repr=False)
    way: str = field(repr=False)
    language: str = field(repr=False)
    mail_is_confirmed: bool
    phone_is_confirmed: bool


@action
def keep_contact(
    area: Area,
    *,
    by: Actor,
    at: datetime,
    alias: str,
    name: str = "",
    phone: str = "",
    mail: str = "",
    room: str = "",
    way: str = Contact.Way.CODE,
    wishes: str = "",
    language: str = "",
    mail_read_back: bool = False,
    phone_read_back: bool = False,
) -> Contact:
    """Put into the vault who spoke. Anybody may leave her own contact, or none at all.

    `…_read_back`: whoever wrote it down read it back to her, so that no message need ask.
    """
    permit(rules.can_be_reached(way, phone, mail))
    vouched = vouched_for(mail=mail_read_back and mail, phone=phone_read_back and phone)
    if vouched:
        permit(rules.can_vouch(by, area.path))

    contact = Contact(alias=alias, area=area, area_path=area.path, way=way, language=language, kept_at=at)
    contact.name, contact.room, contact.wishes = name.strip(), room.strip(), wishes.strip()
    contact.phone, contact.phone_key = phone.strip(), phone_key(phone)
    contact.mail, contact.mail_confirmed_at = mail.strip(), at if "mail" in vouched else None
    contact.phone_confirmed_at = at if "phone" in vouched else None
    contact.save(force_insert=True)

    entries = [Entry("contact.kept", by, {f"{part}_read_back": True for part in vouched})]
    if contact.mail and not contact.mail_confirmed_at:
        entries.append(Entry(MAIL_LEFT, by))
    if way == Contact.Way.MESSAGE and not contact.phone_confirmed_at:
        entries.append(Entry(NUMBER_LEFT, by))
    trace_all(contact, entries, at=at, first=True)
    return contact


def vouched_for(**read_back: str | bool) -> list[str]:
    """What was read back, as far as it is there at all."""
    return [part for part, written in read_back.items() if isinstance(written, str) and written.strip()]


@action
def correct_contact(
    contact: Contact,
    *,
    by: Actor,
    at: datetime,
    name: str | None = None,
    phone: str | None = None,
    mail: str | None = None,
    room: str | None = None,
    wishes: str | None = None,
    way: str | None = None,
    mail_read_back: bool = False,
    phone_read_back: bool = False,
) -> Contact:
    """Correct parts at her wish; None leaves a part as it is. It stands in her log as a look does."""
    contact = contact.locked()
    permit(rules.may_look(by, contact))
    parts = {"name": name, "phone": phone, "mail": mail, "room": room, "wishes": wishes, "way": way}
    changed = {part: value.strip() for part, value in parts.items() if value is not None}
    permit(rules.are_sound(changed.get("phone", ""), changed.get("mail", "")))
    if not changed.keys().isdisjoint(REACHING):  # what is not said anew holds, and stays sealed
        there = {part: changed.get(part, getattr(contact, part)) for part in REACHING}
        permit(rules.leaves_a_way(there["way"], phone=bool(there["phone"]), mail=bool(there["mail"])))
    vouched = vouched_for(mail=mail_read_back and (mail or ""), phone=phone_read_back and (phone or ""))
    if vouched:
        permit(rules.can_vouch(by, contact.area_path))

    for part, value in changed.items():
        setattr(contact, part, value)
    if phone is not None:  # another number or address has to say yes itself, unless it was read back to her
        contact.phone_key, contact.phone_confirmed_at = phone_key(phone), at if "phone" in vouched else None
    if mail is not None:
        contact.mail_confirmed_at = at if "mail" in vouched else None
    contact.save_changes(*parts, "phone_key", "mail_confirmed_at", "phone_confirmed_at")
    note_look(contact, by=by, at=at, purpose=Look.Purpose.CORRECT)

    facts = {"parts": sorted(changed)} | {f"{part}_read_back": True for part in vouched}
    entries = [Entry("contact.corrected", by, facts), *_asking(contact, changed, by)]
    trace_all(contact, entries, at=at)
    return contact


def _asking(contact: Contact, changed: Mapping[str, str], by: Actor) -> Iterator[Entry]:
    """What waits, after a correction, for a yes from there."""
    writes = changed.get("mail") or changed.get("way") == Contact.Way.MAIL
    if writes and not contact.mail_confirmed_at:
        yield Entry(MAIL_LEFT, by)
    texts = contact.way == Contact.Way.MESSAGE and {"phone", "way"} & changed.keys()
    if texts and not contact.phone_confirmed_at:
        yield Entry(NUMBER_LEFT, by)


@action
def confirm_mail(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The address says yes. Whoever holds the letter is the address. Once more changes nothing."""
    return _confirmed(contact.locked(), "mail", by, at)


@action
def confirm_phone(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The number says yes, as an address does."""
    return _confirmed(contact.locked(), "phone", by, at)


def _confirmed(contact: Contact, part: str, by: Actor, at: datetime) -> Contact:
    moment = f"{part}_confirmed_at"
    if getattr(contact, moment) is None:
        setattr(contact, moment, at)
        contact.save_changes(moment)
        trace(f"contact.{part}_confirmed", contact, by=by, at=at)
    return contact


@action
def erase_contact(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Empty the vault row: alias, dates and the log of looks stay, nothing that identifies does."""
    contact = contact.locked()
    permit(first_no(rules.keeps_people(by, contact.area_path)))

    for part in SEALED:
        setattr(contact, part, "")
    contact.phone_key, contact.way = None, Contact.Way.CODE
    contact.mail_confirmed_at = contact.phone_confirmed_at = None
    contact.save_changes(*SEALED, "phone_key", "way", "mail_confirmed_at", "phone_confirmed_at")

    trace("contact.erased", contact, by=by, at=at)
    return contact


def look_at_contact(
    contact: Contact, *, by: Actor, at: datetime, purpose: str, words: str = ""
) -> ClearContact:
    """What is behind the alias, once the look is durable. Raises Refused; without a log row nothing is opened."""
    with transaction.atomic(durable=True):
        look = note_look(contact, by=by, at=at, purpose=purpose, words=words)
    fresh = Contact.objects.get(pk=contact.pk)
    opened = {part: opened_text(fresh, part) for part in SEALED}
    return ClearContact(
        look.pk,
        fresh.alias,
        **opened,
        way=fresh.way,
        language=fresh.language,
        mail_is_confirmed=fresh.mail_confirmed_at is not None,
        phone_is_confirmed=fresh.phone_confirmed_at is not None,
    )


def opened_text(row: object, part: str) -> str:
    sealed = getattr(row, part)
    return sealed.open() if sealed else ""
