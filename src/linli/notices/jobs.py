"""Work of the worker: send one message, outside any transaction, between the two halves of its attempt."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from linli.kit.actor import SYSTEM
from linli.kit.jobs import enqueue_once, task
from linli.kit.limiting import count
from linli.notices.actions.following import LETTERS, mail_key
from linli.notices.actions.sending import begin, finish, wants_another
from linli.notices.actions.telling import BY
from linli.notices.addresses import CONFIRM, has_not_said_yes
from linli.notices.channels import CHANNELS
from linli.notices.models import Delivery, Notice
from linli.notices.outcome import Letter, Outcome, To, refused
from linli.notices.public import is_public_still, way_out
from linli.notices.sentences import text_of, title_of
from linli.people.actions.contacts import look_at_contact
from linli.people.models import Contact


def ask_to_send(row: Notice | Delivery) -> None:
    """Queue the attempt that follows the row's last one."""
    work, kind = (send_notice, "notice") if isinstance(row, Notice) else (send_delivery, "delivery")
    once = f"{kind}:{row.pk}:{row.attempts}:{row.not_before.isoformat()}"
    enqueue_once(work, once, row.not_before, row.pk, row.attempts)


@task(whole=False)  # type: ignore[untyped-decorator]
def send_notice(pk: int, after: int) -> str:
    rows = Notice.objects.select_related("account", "contact", "robot", "case__area", "following")
    return send(rows.get(pk=pk), after)


@task(whole=False)  # type: ignore[untyped-decorator]
def send_delivery(pk: int, after: int) -> str:
    return send(Delivery.objects.select_related("webhook").get(pk=pk), after)


def send(row: Notice | Delivery, after: int) -> str:
    """What became of it. Run again after its worker fell silent, it goes on where that one stopped."""
    turn = begin(row, after=after, by=SYSTEM, at=timezone.now())
    if turn.go:
        outcome = sent_by_notice(row) if isinstance(row, Notice) else sent_by_webhook(row)
        row = finish(row, turn, outcome, by=SYSTEM, at=timezone.now())
    else:
        row.refresh_from_db()
    if row.attempts in {after, after + 1} and wants_another(row):
        ask_to_send(row)
    return row.state


def sent_by_webhook(row: Delivery) -> Outcome:
    if row.webhook.stopped_at is not None:
        return refused("the webhook was stopped")
    letter = Letter(row.uid.hex, row.name, row.body, timezone.now())
    return CHANNELS["hook"].send(letter, To(row.webhook.url, row.webhook.secret.open()))


def sent_by_notice(row: Notice) -> Outcome:
    now = timezone.now()
    to = where_to(row, now)
    if to is None:
        return refused("there is no way to reach this receiver any more")
    if row.following is not None and row.case is not None and not is_public_still(row):
        return refused("it was taken off meanwhile")
    with translation.override(language_of(row)):
        unfollow = way_out(row.following) if row.following else ""
        letter = Letter(row.uid.hex, title_of(row.name), text_of(row, now), now, unfollow)
    return CHANNELS[row.channel].send(letter, to)


def language_of(row: Notice) -> str:
    reader = row.account or row.contact
    return (reader.language if reader else "") or settings.LANGUAGE_CODE


def where_to(row: Notice, now: datetime) -> To | None:
    """The address as it is now: whoever withdrew hers meanwhile gets nothing."""
    if row.following is not None:
        found = opened(row.following.mail)
        return To(found) if found and row.following.ended_at is None else None
    if row.robot is not None:
        secret = row.robot.secret.open() if row.robot.secret else ""
        return None if row.robot.stopped_at else To(row.robot.token.open(), secret)
    if row.account is not None:
        found = row.account.email if row.channel == "mail" else opened(row.account.phone)
        return To(found) if found and row.account.is_active else None
    if row.contact is None or (row.name != CONFIRM and has_not_said_yes(row.contact)):
        return None
    to = to_contact(row.contact, row.channel, now)
    return None if to and row.name == CONFIRM and was_asked_enough(to.address, row, now) else to


def was_asked_enough(address: str, row: Notice, now: datetime) -> bool:
    """However many matters name it: somebody else's address, typed again and again, is not flooded."""
    return row.attempts == 0 and count(LETTERS, mail_key(address)[-32:], now) > LETTERS.most


def opened(sealed: object) -> str:
    return str(sealed.open()) if sealed else ""  # type: ignore[attr-defined]


def to_contact(contact: Contact, channel: str, now: datetime) -> To | None:
    """Through the vault: the look stands in her log before the number or the address is read."""
    kept = contact.mail if channel == "mail" else contact.phone
    if BY.get(contact.way) != channel or not kept:
        return None
    clear = look_at_contact(contact, by=SYSTEM, at=now, purpose="deliver")
    return To(clear.mail if channel == "mail" else clear.phone)
