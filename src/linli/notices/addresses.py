"""Whether the address of a contact has said yes, and the token of the letter that asks it."""

import hashlib

from django.conf import settings
from django.core import signing

from linli.people.models import Contact

CONFIRM = "contact.confirm"  # the letter that asks
SALT = "linli.address"


def addresses_are_asked() -> bool:
    """Where letters hold links. Without a public address they hold a number, which opens nothing without its code."""
    return bool(settings.LINLI_PUBLIC_ADDRESS)


def has_not_said_yes(contact: Contact) -> bool:
    return contact.way == Contact.Way.MAIL and contact.mail_confirmed_at is None and addresses_are_asked()


def mark_of(contact: Contact) -> str:
    """Of the address as it is sealed: another one in its place has another mark, and the old letter opens nothing."""
    return hashlib.sha256(contact.mail.token.encode()).hexdigest()[:32]


def token_of(contact: Contact) -> str:
    return signing.dumps([contact.uid.hex, mark_of(contact)], salt=SALT)


def contact_of(token: str) -> Contact | None:
    """Whose address was asked by this token; None for one that nobody signed, or of an address that is hers no more."""
    try:
        uid, mark = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Contact.objects.filter(uid=uid).first()
    return found if found is not None and found.mail and mark_of(found) == mark else None
