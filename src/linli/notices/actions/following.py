"""Following what is public: by e-mail after the address was confirmed, or with an account in its list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.governance.reads import rulebook_for
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.kit.limiting import Measure, count
from linli.kit.models import Trace
from linli.notices.channels import is_set_up
from linli.notices.models import Following, Notice, State
from linli.notices.public import SALT
from linli.notices.recipients import after_quiet, goes_outside
from linli.people.keyring import keyring
from linli.people.models import Account

LETTERS = Measure("follow.letters", 3, timedelta(days=1))  # confirmations to one address


@dataclass(frozen=True)
class Target:
    """What is followed: a case, or (without one) an area. `about` is its public name."""

    slug: str
    origin: str
    area_path: str
    about: str
    case: Case | None = None


def can_follow_by_mail() -> Answer:
    if is_set_up("mail"):
        return yes
    return no(_("This place sends no e-mail. Use the feed instead; it needs no address."))


def mail_key(mail: str) -> str:
    return keyring().digest(f"mail:{normal_mail(mail)}")


def mail_keys(mail: str) -> list[str]:
    return keyring().digests(f"mail:{normal_mail(mail)}")


def normal_mail(mail: str) -> str:
    name, _at, host = mail.strip().rpartition("@")
    return f"{name}@{host.lower()}"


@action
def follow_by_mail(target: Target, *, mail: str, by: Actor, at: datetime) -> list[Notice]:
    """Ask the address whether it wants this. Whether it was known already, nobody learns from the answer.

    The letters that are to be sent: none where the address confirmed before, or was asked too often today.
    """
    permit(can_follow_by_mail())
    row = _standing(target).filter(mail_key__in=mail_keys(mail)).select_for_update().first()
    if row is not None and row.confirmed_at is not None:
        return []
    if count(LETTERS, mail_key(mail)[-32:], at) > LETTERS.most:
        return []
    if row is None:
        row = _new(target, at)
        row.mail, row.mail_key = mail.strip(), mail_key(mail)
        row = _kept(row, _standing(target).filter(mail_key=row.mail_key))
    notice = Notice(name="public.confirm", channel="mail", following=row)
    notice.event, notice.receiver = f"confirm:{notice.uid.hex}", f"following:{row.pk}"
    notice.made_at = notice.not_before = at
    notice.save(force_insert=True)
    return [notice]


@action
def follow_by_account(target: Target, *, by: Actor, at: datetime) -> Following:
    """Somebody signed in hears of it in her list. Once more changes nothing."""
    if by.account_id is None:
        raise Refused(_("Please sign in first."))
    row: Following | None = _standing(target).filter(account=by.account_id).first()
    if row is None:
        row = _new(target, at)
        row.account, row.confirmed_at = Account.objects.get(pk=by.account_id), at
        row = _kept(row, _standing(target).filter(account=by.account_id))
    return row


def _standing(target: Target) -> Any:
    rows = Following.objects.standing()
    return (
        rows.filter(case=target.case) if target.case else rows.filter(case=None, area_path=target.area_path)
    )


def _kept(row: Following, same: Any) -> Following:
    """The row as it is stored; where the same was asked for at the same moment, that one."""
    Following.objects.bulk_create([row], ignore_conflicts=True)
    found: Following = same.get()
    return found


def _new(target: Target, at: datetime) -> Following:
    return Following(
        slug=target.slug,
        origin=target.origin[:200],
        area_path=target.area_path,
        about=target.about[:60],
        case=target.case,
        made_at=at,
    )


@action
def confirm_following(following: Following, *, by: Actor, at: datetime) -> Following:
    """The address says yes. Whoever holds the letter's token is the address."""
    following = following.locked()
    if following.ended_at is not None:
        raise Refused(_("This was ended, or not confirmed in time. You can follow it anew."))
    following.confirmed_at = following.confirmed_at or at
    following.save_changes("confirmed_at")
    return following


@action
def end_following(following: Following, *, by: Actor, at: datetime) -> Following:
    """Nothing more is sent, and the address is gone. Once more changes nothing."""
    following = following.locked()
    following.ended_at = following.ended_at or at
    following.mail, following.mail_key = "", None
    following.save_changes("ended_at", "mail", "mail_key")
    return following


@action
def tell_followers(told: Trace, case: Case, *, by: Actor, at: datetime) -> list[Notice]:
    """One row for each follower and event, however often this runs; those that are to be sent now."""
    rows = []
    quiet = after_quiet(timezone.localtime(at), rulebook_for(case.area_path), "")
    for one in Following.objects.confirmed().of(case).order_by("pk"):
        row = Notice(name=f"public.{told.name.removeprefix('case.')}", event=f"trace:{told.pk}", case=case)
        row.following, row.account, row.area_path = one, one.account, case.area_path
        row.channel = "inapp" if one.account_id else "mail"
        row.receiver = (
            f"public:{one.account_id}" if one.account_id else f"address:{(one.mail_key or '')[-20:]}"
        )
        row.made_at, row.not_before = at, at if one.account_id else quiet
        if one.account_id:
            row.state, row.sent_at = State.SENT, at
        elif not goes_outside(told.at, at):
            continue
        rows.append(row)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Notice.objects.filter(uid__in=[row.uid for row in rows], state=State.WAITING))


def following_of(token: str) -> Following | None:
    """Whose token this is; None for one that nobody signed."""
    try:
        uid = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found: Following | None = Following.objects.filter(uid=uid).first()
    return found


def drop_unconfirmed(at: datetime) -> int:
    """Addresses that never said yes are gone after two days."""
    rows = list(Following.objects.never_confirmed(at)[:500])
    for row in rows:
        end_following(row, by=SYSTEM, at=at)
    return len(rows)
