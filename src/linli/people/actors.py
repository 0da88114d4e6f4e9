"""From an account, or from nobody in particular, to the frozen Actor that rules judge."""

from datetime import datetime

from django.http import HttpRequest

from linli.kit.actor import ANONYMOUS, Actor
from linli.people.models import Account

CASE_KEYS = "case_keys"  # in the session: ids of cases opened with their receipt code


def actor_of(request: HttpRequest, at: datetime) -> Actor:
    """Who this request comes from."""
    keys = frozenset(request.session.get(CASE_KEYS, ()))
    if not isinstance(request.user, Account):
        return Actor(kind="anonymous", keys=keys) if keys else ANONYMOUS
    return actor_for(request.user, at, keys=keys)


def actor_for(account: Account, at: datetime, *, keys: frozenset[int] = frozenset()) -> Actor:
    return Actor(kind="staff", account_id=account.pk, name=account.name, keys=keys)
