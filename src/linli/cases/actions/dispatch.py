"""Give a case to whoever shall do it, or open it for those who want to."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.moving import first_contact, hand_over, move, note
from linli.cases.holders import keeper, may_accept
from linli.cases.models import Case
from linli.cases.rules import can_accept, can_claim, can_dispatch, can_offer, can_release
from linli.kit.action import action
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.kit.text import local_day
from linli.people.models import Post
from linli.places.models import Organisation


@action
def dispatch(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    post: Post | None = None,
    words: str = "",
    version: int | None = None,
) -> Case:
    """Send the case to a unit, or to one person by her post."""
    case = case.locked(version)
    permit(can_dispatch(by, case))
    permit(names_a_holder(organisation, post))
    permit(somebody_can_accept(case, organisation, post, local_day(at)))

    move(case, "dispatch")
    hand_over(
        case, organisation_id=organisation_of(organisation, post), post_id=post.pk if post else None, at=at
    )
    case.save_changes("stage", "holder_organisation", "holder_post")

    note(
        "dispatched",
        case,
        by=by,
        at=at,
        unit=case.holder_organisation_id,
        post=case.holder_post_id,
        words=words,
    )
    return case


def names_a_holder(organisation: Organisation | None, post: Post | None) -> Answer:
    if organisation is None and post is None:
        return no(_("Choose who shall do it."))
    if post is not None and post.ends_on is not None:
        return no(_("This post has ended. Choose somebody who holds one now."))
    return yes


def somebody_can_accept(case: Case, organisation: Organisation | None, post: Post | None, on: date) -> Answer:
    """What nobody there may accept would lie there until it is late."""
    if may_accept(case, on, organisation, post):
        return yes
    if post is not None:
        return no(_("This post may not take such a case on. Choose another post or a unit."))
    return no(_("Nobody in this unit may take such a case on. Choose another unit, or open it for claiming."))


def organisation_of(organisation: Organisation | None, post: Post | None) -> int | None:
    if organisation is not None:
        return int(organisation.pk)
    return post.organisation_id if post else None


@action
def offer(case: Case, *, by: Actor, at: datetime, words: str = "", version: int | None = None) -> Case:
    """Open the case for claiming: those who may take it see it in their pool."""
    case = case.locked(version)
    permit(can_offer(by, case))

    move(case, "offer")
    hand_over(case, organisation_id=None, post_id=None, at=at)
    case.save_changes("stage", "holder_organisation", "holder_post")

    note("offered", case, by=by, at=at, words=words)
    return case


@action
def claim(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take a waiting case on. One person wins, whoever comes at the same moment reads who it was."""
    case = case.locked()
    permit(is_still_free(case, by))
    permit(can_claim(by, case))

    post = acting_post(case, "claim", by)
    move(case, "claim")
    try:
        with transaction.atomic():
            hand_over(case, organisation_id=post.organisation_id, post_id=post.id, at=at)
    except IntegrityError as taken:
        raise Refused(taken_by(case.locked())) from taken
    first_contact(case, at)
    case.save_changes("stage", "holder_organisation", "holder_post", "contacted_at", "due_at")

    note("claimed", case, by=by, at=at, post=post.id)
    return case


def is_still_free(case: Case, by: Actor) -> Answer:
    if case.stage in {"taken", "working"} and case.holder_post_id not in {post.id for post in by.posts}:
        return no(taken_by(case))
    return yes


def taken_by(case: Case) -> str:
    """Who has it now, said to somebody who came a moment too late."""
    if case.holder_post is None:
        return _("Somebody else was a moment faster.")
    return _("%(name)s (%(unit)s) was a moment faster and has this case now.") % {
        "name": case.holder_post.account.name,
        "unit": case.holder_organisation.name if case.holder_organisation else case.holder_post.area.name,
    }


def acting_post(case: Case, verb_key: str, by: Actor) -> HeldPost:
    verb = case.flow.verb(verb_key)
    post = by.acting_post(case.area_path, verb.roles if verb else None)
    if post is None:
        raise Refused(_("Your posts do not reach this place."))
    return post


@action
def accept(case: Case, *, by: Actor, at: datetime) -> Case:
    """Acknowledge a case that was sent: from now on it is in these hands."""
    case = case.locked()
    permit(can_accept(by, case))

    move(case, "accept")
    post = next((post for post in by.posts if holds_it(post, case)), None)
    if post is not None and case.holder_post_id is None:
        hand_over(case, organisation_id=case.holder_organisation_id, post_id=post.id, at=at)
    first_contact(case, at)
    case.save_changes("stage", "holder_post", "holder_organisation", "contacted_at", "due_at")

    note("accepted", case, by=by, at=at, post=case.holder_post_id)
    return case


def holds_it(post: HeldPost, case: Case) -> bool:
    return post.id == case.holder_post_id or post.organisation_id == case.holder_organisation_id is not None


@action
def release(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Give a case back with the reason: a claimed one to the pool; a dispatched one to whoever sent it, who has it then."""
    case = case.locked()
    permit(can_release(by, case))
    permit(gives_a_reason(reason))

    back = keeper(case, local_day(at)) if case.stage == "dispatched" else None
    move(case, "release")
    unit = back.organisation_id if back else None
    hand_over(case, organisation_id=unit, post_id=back.pk if back else None, at=at)
    case.save_changes("stage", "holder_organisation", "holder_post")

    note("released", case, by=by, at=at, to=case.holder_post_id, words=reason)
    return case


def gives_a_reason(reason: str) -> Answer:
    return (
        yes if reason.strip() else no(_("Please give the reason in a few words; the resident reads it too."))
    )
