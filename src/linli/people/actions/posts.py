"""Giving and ending posts: the only source of authority."""

from datetime import date, datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.text import local_day
from linli.kit.trace import trace
from linli.people import rules
from linli.people.models import Account, Post
from linli.people.models.posts import facts_of
from linli.places.models import Area, Organisation


@action
def appoint(
    account: Account,
    *,
    by: Actor,
    at: datetime,
    role: str,
    area: Area,
    organisation: Organisation | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    title: str = "",
    sole: bool = False,
) -> Post:
    """She holds this role from a day (today) up to, not including, another. `sole`: one person only at a time."""
    area = area.locked()  # two appointments in one area wait for each other, so that overlaps are seen
    account = account.locked()
    starts_on = starts_on or local_day(at)
    permit(rules.can_appoint(by, account, area, organisation))
    permit(first_no(rules.role_fits(role, area), rules.term_is_sound(starts_on, ends_on)))
    permit(rules.post_is_free(account, sole, overlapping(role, area, organisation, starts_on, ends_on)))

    post = Post(account=account, role=role, title=title.strip(), area=area, area_path=area.path, sole=sole)
    post.organisation, post.appointed_by_id = organisation, by.account_id
    post.starts_on, post.ends_on = starts_on, ends_on
    post.save(force_insert=True)

    trace("post.appointed", post, by=by, at=at, facts=facts_of(post), first=True)
    return post


def overlapping(
    role: str, area: Area, organisation: Organisation | None, first: date, end: date | None
) -> list[Post]:
    rows = Post.objects.of_role(role).filter(area=area, organisation=organisation)
    return list(rows.between(first, end).select_related("account"))


@action
def end_post(post: Post, *, by: Actor, at: datetime, on: date | None = None) -> Post:
    """`on` (today) is the first day without it."""
    post = post.locked()
    day = on or local_day(at)
    permit(first_no(rules.can_end_post(by, post), rules.can_end_on(post, day)))

    post.ends_on = day
    post.save_changes("ends_on")

    trace("post.ended", post, by=by, at=at, facts={"ends_on": day.isoformat()})
    return post
