"""Whether address or number of a contact has said yes, and the token of the message that asks it."""

import base64
import hashlib
import uuid
from binascii import Error as NotBase64
from typing import Final

from django.conf import settings
from django.core import signing

from linli.people.models import Contact

CONFIRM = "contact.confirm"  # the message that asks
SALT, NUMBER_SALT = "linli.address", "linli.number"
# The wish of a contact → which part of it is written to.
PARTS: Final = {Contact.Way.MAIL.value: "mail", Contact.Way.MESSAGE.value: "phone"}
MARK = 8  # bytes; a text message is short


def addresses_are_asked() -> bool:
    """Where messages hold links. Without a public address they hold a number, which opens nothing without its code."""
    return bool(settings.LINLI_PUBLIC_ADDRESS)


def has_not_said_yes(contact: Contact) -> bool:
    part = PARTS.get(contact.way)
    return part is not None and getattr(contact, f"{part}_confirmed_at") is None and addresses_are_asked()


def mark_of(contact: Contact, part: str = "mail") -> str:
    """Of it as it is sealed: another one in its place has another mark, and the old message opens nothing."""
    return hashlib.sha256(getattr(contact, part).token.encode()).hexdigest()[:32]


def token_of(contact: Contact) -> str:
    return signing.dumps([contact.uid.hex, mark_of(contact)], salt=SALT)


def contact_of(token: str) -> Contact | None:
    """Whose address was asked by this token; None for one that nobody signed, or of an address that is hers no more."""
    try:
        uid, mark = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return _of(uid, "mail", mark)


def number_token_of(contact: Contact) -> str:
    """As short as it can be: a text message is paid by the letter."""
    packed = contact.uid.bytes + bytes.fromhex(mark_of(contact, "phone"))[:MARK]
    return signing.Signer(salt=NUMBER_SALT).sign(base64.urlsafe_b64encode(packed).decode())


def contact_of_number(token: str) -> Contact | None:
    """As `contact_of`, for a number that was asked by a text message."""
    try:
        packed = base64.urlsafe_b64decode(signing.Signer(salt=NUMBER_SALT).unsign(token))
    except (signing.BadSignature, NotBase64):
        return None
    return _of(uuid.UUID(bytes=packed[:16]).hex, "phone", packed[16:].hex())


def _of(uid: str, part: str, mark: str) -> Contact | None:
    found = Contact.objects.filter(uid=uid).first()
    there = found is not None and getattr(found, part)
    return found if found is not None and there and mark_of(found, part)[: len(mark)] == mark else None
