"""An address that a resident left is asked first. Until it says yes, no letter about her matter goes there."""

from datetime import datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.notices.addresses import CONFIRM, has_not_said_yes, mark_of
from linli.notices.channels import is_set_up
from linli.notices.models import Notice, State
from linli.people.actions.contacts import confirm_mail
from linli.people.models import Contact


@action
def ask_address(contact: Contact, *, by: Actor, at: datetime) -> list[Notice]:
    """The one letter that asks this address, the first time; afterwards none."""
    if not contact.mail or not has_not_said_yes(contact) or not is_set_up("mail"):
        return []
    row = Notice(name=CONFIRM, channel="mail", contact=contact, area_path=contact.area_path)
    row.event, row.receiver = f"{CONFIRM}:{mark_of(contact)}", f"contact:{contact.pk}"
    row.made_at = row.not_before = at
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return list(Notice.objects.filter(uid=row.uid))


@action
def say_yes(contact: Contact, *, by: Actor, at: datetime) -> list[Notice]:
    """The address is hers. The letters that were held for it and are sent now: of each kind the newest."""
    confirm_mail(contact, by=by, at=at)
    held = list(Notice.objects.held_for(contact).order_by("pk"))
    newest = {row.name: row for row in held}
    for row in held:
        last = newest[row.name]
        if row is last:
            row.state, row.not_before = State.WAITING, at
        else:
            row.state, row.folded_into = State.FOLDED, last
        row.save_changes("state", "not_before", "folded_into")
    return list(newest.values())
