"""Plan a project, tick its milestones, count what was achieved. What was counted is never edited."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.cases.actions.counting import write_piece
from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.intake import says_something
from linli.cases.actions.listing import is_counted
from linli.cases.actions.moving import note
from linli.cases.actions.publishing import names_nobody
from linli.cases.models import Achieved, Case, Milestone, Picture, Plan, ShownPicture, Target
from linli.cases.rules_of_projects import (
    can_count,
    can_drop_milestone,
    can_plan,
    can_plan_or_hold,
    can_put_off,
    can_set_milestone,
    can_tick,
    can_uncount,
    has_happened,
    is_in_plan,
)
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.text import local_day
from linli.people.models import Post


@action
def plan(
    case: Case,
    *,
    aim: str,
    lead: Post,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Plan:
    """Write the plan, or write it anew: what it shall bring, who answers for it, from when until when.

    `version`: of the plan as it was read. Raises Stale when it was written anew since.
    """
    case = case.locked()
    permit(can_plan(by, case))
    permit(says_something(aim))
    permit(names_nobody(aim))
    permit(is_in_plan(starts_on, ends_on))
    if not lead.is_held_on(local_day(at)):
        raise Refused(_("This post has ended. Choose somebody who holds one now."))

    values = {"aim": aim.strip(), "lead": lead, "starts_on": starts_on, "ends_on": ends_on, "planned_at": at}
    known: Plan | None = Plan.objects.filter(case=case).first()
    if known is None:
        known = Plan.objects.create(case=case, **values)
    else:
        known = known.locked(version)
        for name, value in values.items():
            setattr(known, name, value)
        known.save_changes(*values)
    note("planned", case, by=by, at=at, lead=lead.pk, starts=starts_on, ends=ends_on, edition=known.version)
    return known


@action
def set_milestone(case: Case, *, name: str, due_on: date, by: Actor, at: datetime) -> Milestone:
    """Add a step with its day."""
    case = case.locked()
    permit(can_set_milestone(by, case))
    permit(says_something(name))
    permit(names_nobody(name))

    milestone: Milestone = Milestone.objects.create(
        case=case, name=name.strip()[:60], first_due_on=due_on, due_on=due_on
    )
    note("milestone_set", case, by=by, at=at, milestone=milestone.pk, due=due_on)
    return milestone


@action
def tick(
    milestone: Milestone, *, by: Actor, at: datetime, on: date | None = None, why_late: str = ""
) -> Milestone:
    """The step is done. Was it late, the reason is written beside it for everybody to read."""
    case = milestone.case.locked()
    milestone = milestone.locked()
    permit(can_tick(by, milestone))
    day = on or local_day(at)
    permit(has_happened(day, local_day(at)))
    permit(names_nobody(why_late))
    if day > milestone.due_on and not why_late.strip():
        raise Refused(_("This step is late. Please write why; everybody reads it."))

    post = by.acting_post(case.area_path)
    milestone.done_on, milestone.done_by_id = day, post.id if post else None
    milestone.why_late = why_late.strip()[:200] if day > milestone.due_on else ""
    milestone.save_changes("done_on", "done_by_id", "why_late")
    note("milestone_ticked", case, by=by, at=at, milestone=milestone.pk, on=day)
    return milestone


@action
def put_off(milestone: Milestone, *, due_on: date, reason: str, by: Actor, at: datetime) -> Milestone:
    """Give a step another day. The first day stays to be read, with the reason."""
    case = milestone.case.locked()
    milestone = milestone.locked()
    permit(can_put_off(by, milestone))
    permit(gives_a_reason(reason))
    permit(names_nobody(reason))

    milestone.due_on, milestone.why_later = due_on, reason.strip()[:200]
    milestone.save_changes("due_on", "why_later")
    note("milestone_put_off", case, by=by, at=at, milestone=milestone.pk, due=due_on)
    return milestone


@action
def drop_milestone(milestone: Milestone, *, by: Actor, at: datetime) -> Milestone:
    """The step is not needed any more."""
    case = milestone.case.locked()
    milestone = milestone.locked()
    permit(can_drop_milestone(by, milestone))

    milestone.dropped_at = at
    milestone.save_changes("dropped_at")
    note("milestone_dropped", case, by=by, at=at, milestone=milestone.pk)
    return milestone


@action
def aim_at(
    case: Case, *, quantity: str, amount: Decimal, by: Actor, at: datetime, version: int | None = None
) -> Target:
    """Say how much the plan promises: 57 lamps. Said again, the new figure holds; the trace keeps the old one.

    `version`: of the figure as it was read. Raises Stale when it was said anew since.
    """
    case = case.locked()
    permit(can_set_milestone(by, case))
    permit(is_counted(case, quantity, amount))

    target: Target | None = Target.objects.filter(case=case, quantity=quantity).first()
    before = target.amount if target else None
    if target is None:
        target = Target.objects.create(case=case, quantity=quantity, amount=amount)
    else:
        target = target.locked(version)
        target.amount = amount
        target.save_changes("amount")
    note("target_set", case, by=by, at=at, quantity=quantity, amount=str(amount), before=str(before or ""))
    return target


@action
def count(
    case: Case,
    *,
    quantity: str,
    amount: Decimal,
    by: Actor,
    at: datetime,
    on: date | None = None,
    words: str = "",
) -> Achieved:
    """Write down a dated piece of what was achieved. The pieces add up."""
    case = case.locked()
    permit(can_count(by, case))
    permit(is_counted(case, quantity, amount))
    permit(names_nobody(words))
    day = on or local_day(at)
    permit(has_happened(day, local_day(at)))

    return write_piece(case, (quantity, amount), on=day, words=words, by=by, at=at)


@action
def uncount(achieved: Achieved, *, reason: str, by: Actor, at: datetime) -> Achieved:
    """Take a wrong figure back by a counter-record. Both stay to be read."""
    case = achieved.case.locked()
    achieved = Achieved.objects.select_related("case", "reversed_by").get(pk=achieved.pk)
    permit(can_uncount(by, achieved))
    permit(gives_a_reason(reason))
    permit(names_nobody(reason))

    post = by.acting_post(case.area_path)
    row = Achieved.objects.create(
        case=case,
        quantity=achieved.quantity,
        amount=-achieved.amount,
        on=achieved.on,
        at=at,
        post_id=post.id if post else None,
        words=reason.strip()[:120],
        reverses=achieved,
    )
    note("uncounted", case, by=by, at=at, achieved=achieved.pk, quantity=row.quantity, amount=str(row.amount))
    return row


@action
def show_picture(picture: Picture, *, by: Actor, at: datetime, words: str = "") -> ShownPicture:
    """Put a picture of the case on its public page. A person looked at it: no face, no door number, no plate."""
    case = picture.case.locked()
    permit(can_plan_or_hold(by, case))
    permit(names_nobody(words))

    shown, made = ShownPicture.objects.get_or_create(
        picture=picture, defaults={"at": at, "words": words.strip()[:60]}
    )
    if made:
        note("picture_shown", case, by=by, at=at, picture=picture.pk)
    return shown


@action
def hide_picture(picture: Picture, *, by: Actor, at: datetime) -> None:
    """Take a picture off the public page."""
    case = picture.case.locked()
    permit(can_plan_or_hold(by, case))

    gone, _rows = ShownPicture.objects.filter(picture=picture).delete()
    if gone:
        note("picture_hidden", case, by=by, at=at, picture=picture.pk)
