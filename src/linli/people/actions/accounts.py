"""Opening, changing and stopping accounts."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, permit, yes
from linli.kit.text import local_day
from linli.kit.trace import trace
from linli.people import rules
from linli.people.models import Account, normal_username
from linli.people.sealed import phone_key
from linli.places.models import Area


@action
def open_account(
    area: Area,
    *,
    by: Actor,
    at: datetime,
    username: str,
    name: str,
    password: str | None = None,
    encoded: str = "",
    temporary: bool = True,
    phone: str = "",
    email: str = "",
) -> Account:
    """An account kept by this area. A temporary password must be replaced at the first sign-in; None is no password.

    `encoded` is a password that was hashed before, for many accounts at once.
    """
    username = normal_username(username)
    permit(rules.can_open_account(by, area))
    permit(
        first_no(rules.username_is_sound(username), rules.name_is_sound(name), rules.phone_is_sound(phone))
    )
    permit(first_no(username_is_free(username), phone_is_free(phone)))

    account = Account(username=username, name=name.strip(), email=email.strip(), opened_at=at)
    account.area, account.area_path = area, area.path
    account.phone, account.phone_key = phone, phone_key(phone)
    account.password = encoded or make_password(password)
    account.password_until = temporary_until(at) if password and temporary else None
    account.save(force_insert=True)

    trace("account.opened", account, by=by, at=at, facts={"area": area.pk}, words=account.name, first=True)
    return account


def username_is_free(username: str) -> Answer:
    if Account.objects.filter(username=username).exists():
        return no(_("Somebody has this log-in name already. Please choose another one."))
    return yes


def phone_is_free(phone: str, owner: Account | None = None) -> Answer:
    if Account.objects.with_phone(phone).exclude(pk=owner.pk if owner else None).exists():
        return no(_("Another account has this telephone number."))
    return yes


def temporary_until(at: datetime) -> datetime:
    return at + timedelta(hours=settings.LINLI_TEMPORARY_PASSWORD_HOURS)


@action
def rename(account: Account, *, by: Actor, at: datetime, name: str) -> Account:
    account = account.locked()
    permit(first_no(rules.can_rename(by, account), rules.name_is_sound(name)))

    before, account.name = account.name, name.strip()
    account.save_changes("name")

    trace("account.renamed", account, by=by, at=at, words=f"{before} → {account.name}")
    return account


@action
def change_reach(
    account: Account, *, by: Actor, at: datetime, phone: str | None = None, email: str | None = None
) -> Account:
    """Change how she is reached; None leaves a part as it is."""
    account = account.locked()
    permit(rules.can_rename(by, account))
    if phone is not None:
        permit(first_no(rules.phone_is_sound(phone), phone_is_free(phone, account)))
        account.phone, account.phone_key = phone, phone_key(phone)
    if email is not None:
        account.email = email.strip()
    account.save_changes("phone", "phone_key", "email")

    trace("account.reach_changed", account, by=by, at=at)
    return account


@action
def renew_password(account: Account, *, by: Actor, at: datetime, password: str) -> Account:
    """Give her a temporary password, for a forgotten one. Ends her sessions."""
    account = account.locked()
    permit(rules.can_keep(by, account))

    account.password, account.password_until = make_password(password), temporary_until(at)
    account.save_changes("password", "password_until")

    trace("account.password_renewed", account, by=by, at=at)
    return account


@action
def drop_second_factors(account: Account, *, by: Actor, at: datetime, words: str) -> Account:
    """For a lost phone: she sets up new ones at the next sign-in. Ends her sessions."""
    account = account.locked()
    permit(rules.can_keep(by, account))

    Authenticator.objects.filter(user=account).delete()
    account.sessions_round += 1
    account.save_changes("sessions_round")

    trace("account.second_factors_dropped", account, by=by, at=at, words=words)
    return account


@action
def end_sessions(account: Account, *, by: Actor, at: datetime) -> Account:
    """Sign her out everywhere."""
    account = account.locked()
    permit(rules.can_rename(by, account))

    account.sessions_round += 1
    account.save_changes("sessions_round")

    trace("account.sessions_ended", account, by=by, at=at)
    return account


@action
def stop_account(account: Account, *, by: Actor, at: datetime, words: str = "") -> Account:
    """She signs in no more, from the next request on, and holds no post from today. What she did stays hers."""
    account = account.locked()
    permit(rules.can_stop_account(by, account))

    account.is_active, account.stopped_at = False, at
    account.sessions_round += 1
    account.save_changes("is_active", "stopped_at", "sessions_round")
    for post in account.posts.from_day(local_day(at)):
        post.ends_on = max(local_day(at), post.starts_on)
        post.save_changes("ends_on")
        trace("post.ended", post, by=by, at=at, facts={"ends_on": post.ends_on.isoformat()})

    trace("account.stopped", account, by=by, at=at, words=words)
    return account
