"""Many contacts at once into the vault, from another office's list."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.bulk import insert, reserve
from linli.kit.models import Trace
from linli.kit.trace import digest_of
from linli.people.models import Contact
from linli.people.sealed import phone_key


@dataclass(frozen=True)
class Said:
    """Who spoke, as a list states it."""

    area_id: int
    area_path: str
    name: str
    phone: str
    at: datetime


@action
def keep_contacts(people: Sequence[Said], *, alias: str, by: Actor) -> list[Contact]:
    """The same rows and traces as `keep_contact` writes for each."""
    contacts = [
        _sealed(person, pk, alias) for person, pk in zip(people, reserve(Contact, len(people)), strict=True)
    ]
    insert(contacts)
    insert([_kept(contact, by) for contact in contacts])
    return contacts


def _sealed(person: Said, pk: int, alias: str) -> Contact:
    contact = Contact(
        pk=pk, uid=uuid.uuid4(), alias=alias, area_id=person.area_id, area_path=person.area_path
    )
    contact.kept_at = person.at
    contact.name, contact.phone = person.name.strip(), person.phone.strip()
    contact.phone_key = phone_key(person.phone)
    return contact


def _kept(contact: Contact, by: Actor) -> Trace:
    post = by.post or (by.posts[0] if len(by.posts) == 1 else None)
    row = Trace(
        record_kind=Contact._meta.label_lower,
        record_id=contact.pk,
        number=1,
        name="contact.kept",
        at=contact.kept_at,
        actor_kind=by.kind,
        account_id=by.account_id,
        post_id=post.id if post else None,
        facts={},
    )
    row.digest = digest_of(row)
    return row
