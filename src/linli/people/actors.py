"""From an account, or from nobody in particular, to the frozen Actor that rules judge."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from linli.kit.actor import ANONYMOUS, Actor, HeldPost
from linli.people.models import Account, Post

CASE_KEYS = "case_keys"  # in the session: ids of cases opened with their receipt code
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
    if not isinstance(request.user, Account):
        return Actor(kind="anonymous", keys=keys) if keys else ANONYMOUS
    return actor_for(request.user, at, keys=keys, acting=request.session.get(ACTING_POST))


def actor_for(
    account: Account, at: datetime, *, keys: frozenset[int] = frozenset(), acting: int | None = None
) -> Actor:
    """With the posts that she holds on the day of `at`. One query."""
    day = timezone.localdate(at)
    rows = account.posts.on(day).select_related("organisation").order_by("area_path", "role", "pk")
    posts = tuple(map(held, rows)) if account.is_active else ()
    chosen = next((post for post in posts if post.id == acting), None)
    return Actor("staff", account.pk, account.name, posts, keys, chosen)


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
