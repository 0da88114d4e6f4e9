"""Who is away, and who acts in her place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from linli.kit.actor import Actor
from linli.kit.paths import lineage, within
from linli.people.models import Absence, Post

MOST_STAND_INS = 200


def away(posts: Iterable[int], day: date) -> dict[int, Absence]:
    """Of these posts those whose holder is away on this day. One query."""
    rows = Absence.objects.on(day).filter(post__in=list(posts))
    return {one.post_id: one for one in rows.select_related("stand_in__account")}


def attending(absence: Absence, day: date) -> Post | None:
    """The post of whoever stands in, as long as she holds it."""
    post: Post | None = absence.stand_in
    if post is None or not post.is_held_on(day) or not post.account.is_active:
        return None
    return post


def present(posts: Iterable[Post], day: date) -> list[Post]:
    """Whoever is to be told: the holders, and for those who are away whoever stands in. One query.

    Where nobody stands in it stays with the holder, so that it does not get lost.
    """
    posts = list(posts)
    gone = away([post.pk for post in posts], day)
    return [(attending(gone[post.pk], day) or post) if post.pk in gone else post for post in posts]


def absences_near(actor: Actor, day: date) -> list[Absence]:
    """Of today and later, in the areas that she serves. One query."""
    rows = Absence.objects.visible_to(actor).from_day(day)
    people = ("post__account", "post__area", "post__organisation", "stand_in__account", "stand_in__area")
    return list(rows.select_related(*people).order_by("starts_on", "pk")[:MOST_STAND_INS])


def stand_ins_for(post: Post, day: date) -> list[Post]:
    """Who could be asked to stand in: the same organisation first, then the nearest. One query."""
    near = Q(area_path__in=lineage(post.area_path)) | within("area_path", post.area_path)
    if post.organisation_id:
        near |= Q(organisation=post.organisation_id)
    rows = Post.objects.filter(near, account__is_active=True).exclude(account=post.account_id).on(day)
    rows = rows.select_related("account", "area", "organisation").order_by("-area_path", "role", "pk")
    found = list(rows[:MOST_STAND_INS])
    return sorted(
        found, key=lambda one: one.organisation_id != post.organisation_id or not one.organisation_id
    )
