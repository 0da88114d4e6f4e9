"""The identity vault: who spoke, kept apart from what was said."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.trace import trace
from linli.people import rules
from linli.people.actions.looks import note_look
from linli.people.models import Contact
from linli.people.sealed import phone_key
from linli.places.models import Area

REACHING = ("way", "phone", "mail")
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
) -> Contact:
    """Put into the vault who spoke. Anybody may leave her own contact, or none at all."""
    permit(rules.can_be_reached(way, phone, mail))

    contact = Contact(alias=alias, area=area, area_path=area.path, way=way, language=language, kept_at=at)
    contact.name, contact.room, contact.wishes = name.strip(), room.strip(), wishes.strip()
    contact.phone, contact.phone_key = phone.strip(), phone_key(phone)
    contact.mail = mail.strip()
    contact.save(force_insert=True)

    trace("contact.kept", contact, by=by, at=at, first=True)
    return contact


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
) -> Contact:
    """Correct parts at her wish; None leaves a part as it is."""
    contact = contact.locked()
    permit(rules.may_look(by, contact))
    parts = {"name": name, "phone": phone, "mail": mail, "room": room, "wishes": wishes, "way": way}
    changed = {part: value.strip() for part, value in parts.items() if value is not None}
    permit(rules.are_sound(changed.get("phone", ""), changed.get("mail", "")))
    if not changed.keys().isdisjoint(REACHING):  # what is not said anew holds, and stays sealed
        there = {part: changed.get(part, getattr(contact, part)) for part in REACHING}
        permit(rules.leaves_a_way(there["way"], phone=bool(there["phone"]), mail=bool(there["mail"])))

    for part, value in changed.items():
        setattr(contact, part, value)
    if phone is not None:
        contact.phone_key = phone_key(phone)
    contact.save_changes(*parts, "phone_key")

    trace("contact.corrected", contact, by=by, at=at, facts={"parts": sorted(changed)})
    return contact


@action
def erase_contact(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Empty the vault row: alias, dates and the log of looks stay, nothing that identifies does."""
    contact = contact.locked()
    permit(first_no(rules.keeps_people(by, contact.area_path)))

    for part in SEALED:
        setattr(contact, part, "")
    contact.phone_key, contact.way = None, Contact.Way.CODE
    contact.save_changes(*SEALED, "phone_key", "way")

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
    return ClearContact(look.pk, fresh.alias, way=fresh.way, language=fresh.language, **opened)


def opened_text(row: object, part: str) -> str:
    sealed = getattr(row, part)
    return sealed.open() if sealed else ""
