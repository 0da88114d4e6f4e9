"""Leave: from when until when, and who stands in. It ends by itself."""

from datetime import date, datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.kit.text import local_day
from linli.kit.trace import trace
from linli.people.models import Absence, Account, Post
from linli.people.rules_of_absences import (
    can_end_absence,
    can_note_absence,
    can_stand_in,
    days_are_sound,
    is_not_away_already,
    makes_no_chain,
)


@action
def note_absence(
    post: Post, *, starts_on: date, ends_on: date, stand_in: Post | None = None, by: Actor, at: datetime
) -> Absence:
    """Away from `starts_on`, back on `ends_on`. From then until then the stand-in acts with this post, besides her own."""
    _locked_people(post, stand_in)
    post = post.locked()
    permit(can_note_absence(by, post))
    permit(days_are_sound(post, starts_on, ends_on, local_day(at)))
    permit(can_stand_in(post, stand_in, starts_on, ends_on))
    meanwhile = Absence.objects.between(starts_on, ends_on).select_related("post__account")
    others = list(meanwhile.filter(post=post))
    hers = list(meanwhile.filter(post__account=stand_in.account_id)) if stand_in else []
    in_her_place = list(meanwhile.filter(stand_in__account=post.account_id))
    permit(first_no(is_not_away_already(others), makes_no_chain(post, stand_in, hers, in_her_place)))

    absence = Absence(post=post, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, noted_at=at)
    absence.noted_by_id = by.account_id
    absence.save(force_insert=True)

    facts = {"from": starts_on, "until": ends_on, "stand_in": stand_in.pk if stand_in else None}
    trace("post.absence_noted", post, by=by, at=at, facts=facts)
    return absence


def _locked_people(post: Post, stand_in: Post | None) -> None:
    """Two who name each other at the same moment wait for each other, always in the same order."""
    ids = sorted({post.account_id, *([stand_in.account_id] if stand_in else [])})
    for one in Account.objects.filter(pk__in=ids).order_by("pk"):
        one.locked()


@action
def end_absence(absence: Absence, *, by: Actor, at: datetime) -> Absence:
    """Back sooner, or not away after all."""
    absence = absence.locked()
    day = local_day(at)
    permit(can_end_absence(by, absence, day))

    absence.ends_on = max(day, absence.starts_on)
    absence.save_changes("ends_on")

    trace("post.absence_ended", absence.post, by=by, at=at, facts={"until": absence.ends_on})
    return absence
