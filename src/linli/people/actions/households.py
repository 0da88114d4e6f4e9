"""Household files, as small as can be: a door, who can be reached there, and what was agreed to."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.text import local_day
from linli.kit.trace import trace
from linli.people import rules
from linli.people.actions.contacts import opened_text
from linli.people.actions.looks import note_look
from linli.people.models import Consent, Contact, Household, Resident
from linli.people.sealed import phone_key
from linli.places.models import Address, Area


@dataclass(frozen=True)
class ClearResident:
    name: str = field(repr=False)
    phone: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class ClearHousehold:
    look_id: int
    room: str = field(repr=False)
    residents: tuple[ClearResident, ...]


@action
def open_household(
    area: Area, *, by: Actor, at: datetime, room: str, address: Address | None = None
) -> Household:
    permit(rules.can_keep_household(by, area.path))

    household = Household(area=area, area_path=area.path, address=address, opened_at=at)
    household.room = room.strip()
    household.save(force_insert=True)

    trace("household.opened", household, by=by, at=at, first=True)
    return household


@action
def add_resident(
    household: Household, *, by: Actor, at: datetime, name: str, phone: str = "", language: str = ""
) -> Resident:
    household = household.locked()
    permit(first_no(rules.can_keep_household(by, household.area_path), rules.name_is_sound(name)))
    permit(rules.phone_is_sound(phone))

    resident = Resident(household=household, language=language)
    resident.name, resident.phone, resident.phone_key = name.strip(), phone.strip(), phone_key(phone)
    resident.save(force_insert=True)

    trace("household.resident_added", household, by=by, at=at, facts={"resident": resident.pk})
    return resident


def look_at_household(
    household: Household, *, by: Actor, at: datetime, purpose: str, words: str = ""
) -> ClearHousehold:
    """The file in clear, once the look is durable. Raises Refused; without a log row nothing is opened."""
    with transaction.atomic(durable=True):
        look = note_look(household, by=by, at=at, purpose=purpose, words=words)
    fresh = Household.objects.get(pk=household.pk)
    residents = tuple(
        ClearResident(opened_text(row, "name"), opened_text(row, "phone"), row.language)
        for row in fresh.residents.order_by("pk")
    )
    return ClearHousehold(look.pk, opened_text(fresh, "room"), residents)


@action
def give_consent(
    subject: Contact | Household,
    *,
    by: Actor,
    at: datetime,
    purpose: str,
    ends_on: date,
    given_on: date | None = None,
    basis: str = Consent.Basis.CONSENT,
) -> Consent:
    """Note what was agreed to, for what, and until when."""
    subject = subject.locked()
    given_on = given_on or local_day(at)
    permit(first_no(rules.can_give_consent(by, subject), rules.consent_has_an_end(given_on, ends_on)))

    consent = Consent(purpose=purpose.strip(), basis=basis, given_on=given_on, ends_on=ends_on)
    setattr(consent, "contact" if isinstance(subject, Contact) else "household", subject)
    consent.noted_by_id = by.account_id
    consent.save(force_insert=True)

    trace(
        "consent.given", consent, by=by, at=at, facts={"purpose": consent.purpose, "basis": basis}, first=True
    )
    return consent


@action
def withdraw_consent(consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """From today on; what was done before stays lawful (PIPL art. 15)."""
    consent = consent.locked()
    permit(rules.can_withdraw_consent(by, consent, local_day(at)))

    consent.withdrawn_on = local_day(at)
    consent.save_changes("withdrawn_on")

    trace("consent.withdrawn", consent, by=by, at=at)
    return consent
