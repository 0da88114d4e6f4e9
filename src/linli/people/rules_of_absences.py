"""Who notes that somebody is away, and who may stand in. No database: what a rule must know is handed to it."""

from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.people.models import Absence, Post
from linli.people.rules import keeps_people

LONGEST = timedelta(days=366)


def can_note_absence(actor: Actor, post: Post) -> Answer:
    """She herself for her own post, or the office that keeps the posts there."""
    if actor.account_id is not None and actor.account_id == post.account_id:
        return yes
    return keeps_people(actor, post.area_path)


def can_end_absence(actor: Actor, absence: Absence, day: date) -> Answer:
    if absence.ends_on <= day:
        return no(_("This absence is over already."))
    return can_note_absence(actor, absence.post)


def days_are_sound(post: Post, starts_on: date, ends_on: date, today: date) -> Answer:
    if ends_on <= starts_on:
        return no(_("The first day back comes after the first day away."))
    if starts_on < today:
        return no(_("An absence begins today or later."))
    if ends_on - starts_on > LONGEST:
        return no(_("Nobody is away for longer than a year in one go. End the post instead."))
    if not post.is_held_on(starts_on):
        return no(_("This post is not held on that day."))
    return yes


def is_not_away_already(others: list[Absence]) -> Answer:
    """`others` are absences of the same post in that time."""
    if others:
        return no(_("An absence is noted for that time already. End it first."))
    return yes


def can_stand_in(post: Post, stand_in: Post | None, starts_on: date, ends_on: date) -> Answer:
    """Of the same organisation, or of an area around or inside; and all the time in her own post."""
    if stand_in is None:
        return yes
    if stand_in.account_id == post.account_id:
        return no(_("Nobody stands in for herself. Choose somebody else, or nobody."))
    if not stand_in.account.is_active or not stand_in.is_held_on(starts_on):
        return no(_("She holds no post on that day. Choose somebody else."))
    if stand_in.ends_on is not None and stand_in.ends_on < ends_on:
        return no(_("Her own post ends before that. Choose somebody else, or an earlier day."))
    together = stand_in.organisation_id is not None and stand_in.organisation_id == post.organisation_id
    if not (together or is_near(post, stand_in)):
        return no(_("Somebody of the same organisation or area stands in. Choose another person."))
    return yes


def is_near(post: Post, other: Post) -> bool:
    return post.area_path.startswith(other.area_path) or other.area_path.startswith(post.area_path)


def makes_no_chain(
    post: Post, stand_in: Post | None, hers: list[Absence], in_her_place: list[Absence]
) -> Answer:
    """`hers`: absences of the stand-in in that time; `in_her_place`: for whom the absent one stands in meanwhile."""
    if stand_in is not None and hers:
        return no(
            format_lazy(
                _("{name} is away herself in that time. Choose another one."), name=stand_in.account.name
            )
        )
    if in_her_place:
        return no(
            format_lazy(
                _("In that time {name} is stood in for by her. Find another stand-in for {name} first."),
                name=in_her_place[0].post.account.name,
            )
        )
    return yes
