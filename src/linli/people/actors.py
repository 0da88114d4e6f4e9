"""From an account, or from nobody in particular, to the frozen Actor that rules judge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from linli.kit.actor import ANONYMOUS, Actor, HeldPost
from linli.people.models import Absence, Account, Post
from linli.people.models.posts import Posts

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
    day = timezone.localdate(at)
    rows = acting_posts(account, day).select_related("organisation", "account")
    posts = tuple(held(row) if row.account_id == account.pk else stood_in(row) for row in rows)
    posts = posts if account.is_active else ()
    chosen = next((post for post in posts if post.id == acting), None)
    return Actor("staff", account.pk, account.name, posts, keys, chosen)


def acting_posts(account: Account, day: date) -> Posts:
    """Her own, and those whose holder is away and named one of hers."""
    absences = Absence.objects.on(day).filter(
        stand_in__in=account.posts.on(day), post__account__is_active=True
    )
    either = account.posts.order_by().values("pk").union(absences.order_by().values("post"))
    rows: Posts = Post.objects.on(day).filter(pk__in=either)
    return rows.order_by("area_path", "role", "pk")


def stood_in(post: Post) -> HeldPost:
    """The post of somebody who is away. What is sealed is entrusted to the person, and does not pass on."""
    found = held(post)
    return replace(
        found, rights=found.rights - {"sealed"}, absent_id=post.account_id, absent_name=post.account.name
    )


def held(post: Post) -> HeldPost:
    name, rights = _explain(post.role, post.area_path)
    return HeldPost(
        id=post.pk,
        role=post.role,
        role_name=post.title or name,
        area_id=post.area_id,
        area_path=post.area_path,
        organisation_id=post.organisation_id,
        organisation_name=post.organisation.name if post.organisation else "",
        rights=rights,
    )
