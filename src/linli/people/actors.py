"""From an account, or from nobody in particular, to the frozen Actor that rules judge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from linli.kit.actor import ANONYMOUS, Actor, HeldPost
from linli.kit.prepared import prepared
from linli.people.models import Account, Post

CASE_KEYS = "case_keys"  # in the session: ids of cases opened with their receipt code
VOICE_KEYS = "voice_keys"  # in the session: ids of voices ("mine too") opened with their receipt code
ACTING_POST = "acting_post"  # in the session: id of the post chosen among several

RoleSense = tuple[str, frozenset[str]]
_explain: Callable[[str, str], RoleSense] = lambda role, area_path: (role, frozenset())  # noqa: E731


def explain_roles_with(book: Callable[[str, str], RoleSense]) -> None:
    """Tell how a role is called in an area and which rights it has there. The rule book, on the floor above, does."""
    global _explain
    _explain = book


def actor_of(request: HttpRequest, at: datetime) -> Actor:
    """Who this request comes from."""
    keys = frozenset(request.session.get(CASE_KEYS, ()))
    voices = frozenset(request.session.get(VOICE_KEYS, ()))
    if not isinstance(request.user, Account):
        return Actor(kind="anonymous", keys=keys, voices=voices) if keys or voices else ANONYMOUS
    actor = actor_for(request.user, at, keys=keys, acting=request.session.get(ACTING_POST))
    return replace(actor, voices=voices)


def actor_for(
    account: Account, at: datetime, *, keys: frozenset[int] = frozenset(), acting: int | None = None
) -> Actor:
    """With the posts that she holds on the day of `at`, and those in which she stands in that day. One query."""
    rows = acting_posts(account.pk, timezone.localdate(at)) if account.is_active else []
    held_now = map(Row._make, rows)
    posts = tuple(_held(row) if row.account == account.pk else _stood_in(row) for row in held_now)
    chosen = next((post for post in posts if post.id == acting), None)
    return Actor("staff", account.pk, account.name, posts, keys, chosen)


class Row(NamedTuple):
    """Of a post what an actor needs: every page reads it, and whole records would cost twice the time."""

    id: int
    role: str
    title: str
    area: int
    area_path: str
    organisation: int | None
    organisation_name: str | None
    account: int
    account_name: str


COLUMNS = (
    *("pk", "role", "title", "area_id", "area_path"),
    *("organisation_id", "organisation__name", "account_id", "account__name"),
)


@prepared
def acting_posts(account: int, day: date) -> QuerySet[Post, tuple[Any, ...]]:
    """Her own, and those whose holder is away and named one of hers."""
    posts = Post.objects.on(day).order_by()
    hers = Q(absences__stand_in__ends_on=None) | Q(absences__stand_in__ends_on__gt=day)
    away = posts.filter(
        hers,
        absences__starts_on__lte=day,
        absences__ends_on__gt=day,
        absences__stand_in__account=account,
        absences__stand_in__starts_on__lte=day,
        account__is_active=True,
    )
    own = posts.filter(account=account).values_list(*COLUMNS)
    return own.union(away.values_list(*COLUMNS)).order_by("area_path", "role", "pk")


def held(post: Post) -> HeldPost:
    """Reads the organisation of the post."""
    unit = post.organisation.name if post.organisation else None
    places = (post.area_id, post.area_path, post.organisation_id, unit)
    return _held(Row(post.pk, post.role, post.title, *places, post.account_id, ""))


def _stood_in(row: Row) -> HeldPost:
    """The post of somebody who is away. What is sealed is entrusted to the person, and does not pass on."""
    found = _held(row)
    return replace(
        found, rights=found.rights - {"sealed"}, absent_id=row.account, absent_name=row.account_name
    )


def _held(row: Row) -> HeldPost:
    name, rights = _explain(row.role, row.area_path)
    return HeldPost(
        id=row.id,
        role=row.role,
        role_name=row.title or name,
        area_id=row.area,
        area_path=row.area_path,
        organisation_id=row.organisation,
        organisation_name=row.organisation_name or "",
        rights=rights,
    )
