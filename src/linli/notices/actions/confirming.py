"""An address or a number that a resident left is asked first. Until it says yes, nothing about her matter goes there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from linli.governance.reads import rulebook_for
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.notices.addresses import CONFIRM, PARTS, has_not_said_yes, mark_of
from linli.notices.channels import is_set_up
from linli.notices.models import Notice, State
from linli.notices.recipients import after_quiet
from linli.people.actions.contacts import confirm_mail, confirm_phone
from linli.people.models import Contact

CHANNEL: Final = {"mail": "mail", "phone": "sms"}
CONFIRMED: Final[dict[str, Callable[..., Any]]] = {"mail": confirm_mail, "phone": confirm_phone}


@action
def ask_address(contact: Contact, *, by: Actor, at: datetime) -> list[Notice]:
    """The one message that asks where she is written to, the first time; afterwards none."""
    part = PARTS.get(contact.way, "")
    if (
        not part
        or not getattr(contact, part)
        or not has_not_said_yes(contact)
        or not is_set_up(CHANNEL[part])
    ):
        return []
    row = Notice(name=CONFIRM, channel=CHANNEL[part], contact=contact, area_path=contact.area_path)
    row.event, row.receiver = f"{CONFIRM}:{mark_of(contact, part)}", f"contact:{contact.pk}"
    row.made_at = row.not_before = at
    if part == "phone":  # it rings at night
        row.not_before = after_quiet(timezone.localtime(at), rulebook_for(contact.area_path), "")
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return list(Notice.objects.filter(uid=row.uid))


@action
def say_yes(contact: Contact, part: str = "mail", *, by: Actor, at: datetime) -> list[Notice]:
    """It is hers. The messages that were held for it and are sent now: of each kind the newest."""
    CONFIRMED[part](contact, by=by, at=at)
    held = list(Notice.objects.held_for(contact).filter(channel=CHANNEL[part]).order_by("pk"))
    newest = {row.name: row for row in held}
    for row in held:
        last = newest[row.name]
        if row is last:
            row.state, row.not_before = State.WAITING, at
        else:
            row.state, row.folded_into = State.FOLDED, last
        row.save_changes("state", "not_before", "folded_into")
    return list(newest.values())
