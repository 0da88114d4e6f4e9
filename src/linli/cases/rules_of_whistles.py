"""Who calls units together, who reports in for a unit, who ends it, and who says afterwards how it went."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.rules import holds, is_petitioner
from linli.cases.rules_of_lists import one_of
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, first_no, no, yes

BEFORE_SORTING = ("raised", "registered")
AFTER_THE_WORK = ("answered", "verified", "closed")
LONGEST_DONE = 500


def can_blow(actor: Actor, case: Case) -> Answer:
    rules = case.rulebook.whistle
    if case.kind not in rules.kinds:
        return no(_("Units are not called together for a case of this kind here."))
    if case.rulebook.is_sealed(case.category):
        return no(_("A case of this category is not shown to other units."))
    return first_no(is_in_work(case), one_of(rules.blow, actor, case))


def is_in_work(case: Case) -> Answer:
    if case.parts:
        return no(_("This case was split. Call the units to the part that needs them."))
    if case.stage in BEFORE_SORTING:
        return no(_("Sort the case first, so that the units see what it is about."))
    if case.stage in AFTER_THE_WORK:
        return no(_("This case has its answer already. Nobody needs to be called to it."))
    if case.contested:
        return no(_("It is being decided who is in charge. Until then nothing else is done with this case."))
    return yes


def is_only_called(actor: Actor, case: Case, whistles: Iterable[Whistle]) -> bool:
    """Somebody who sees this case for no other reason than that her unit is called to it."""
    if is_petitioner(actor, case) or holds(actor, case):
        return False
    if actor.has_right("console", case.area_path) or actor.has_right("desk", case.area_path):
        return False
    units = actor.units_with("called")
    return any(part.organisation_id in units for one in whistles if one.is_open for part in one.parts.all())


def is_open(whistle: Whistle) -> Answer:
    return yes if whistle.is_open and whistle.case.is_open else no(_("This call has ended."))


def posts_of_unit(actor: Actor, part: WhistlePart) -> tuple[HeldPost, ...]:
    """The actor's posts that may report in for this unit."""
    report = part.whistle.case.rulebook.whistle.report
    return tuple(
        post
        for post in actor.posts
        if post.organisation_id == part.organisation_id is not None and post.role in report
    )


def is_of_unit(actor: Actor, part: WhistlePart) -> Answer:
    return yes if posts_of_unit(actor, part) else no(_("The unit that was called says this itself."))


def is_caller(actor: Actor, whistle: Whistle) -> Answer:
    """Whoever blew; or, so that nothing hangs on one person, another such post of the same area."""
    book, caller = whistle.case.rulebook, whistle.post
    for post in actor.posts:
        same_office = post.role in book.whistle.blow and post.area_path == caller.area_path
        if post.id == caller.pk or same_office:
            return yes
    return no(_("Whoever called the units decides this."))


def can_report_in(actor: Actor, part: WhistlePart) -> Answer:
    if part.state not in {part.State.CALLED, part.State.UNABLE}:
        return no(_("It was said already that this unit is there."))
    return first_no(is_open(part.whistle), is_of_unit(actor, part))


def can_beg_off(actor: Actor, part: WhistlePart) -> Answer:
    if part.state not in {part.State.CALLED, part.State.ARRIVED}:
        return no(_("This unit has answered already."))
    return first_no(is_open(part.whistle), is_of_unit(actor, part))


def can_finish_part(actor: Actor, part: WhistlePart) -> Answer:
    if part.is_settled:
        return no(_("This part is settled already."))
    if part.state != part.State.ARRIVED:
        return no(_("Report in first; then say what was done."))
    return first_no(is_open(part.whistle), is_of_unit(actor, part))


def can_excuse_part(actor: Actor, part: WhistlePart) -> Answer:
    if part.is_settled:
        return no(_("This part is settled already."))
    return first_no(is_open(part.whistle), is_caller(actor, part.whistle))


def can_end_whistle(actor: Actor, whistle: Whistle) -> Answer:
    return first_no(is_open(whistle), is_caller(actor, whistle))


def can_rate_response(actor: Actor, part: WhistlePart) -> Answer:
    """Of a unit, never of a person: how it answered this one call."""
    if part.response:
        return no(_("This was said already."))
    return first_no(is_over(part.whistle), is_caller(actor, part.whistle))


def can_rate_call(actor: Actor, part: WhistlePart) -> Answer:
    if part.call:
        return no(_("This was said already."))
    return first_no(is_over(part.whistle), is_of_unit(actor, part))


def is_over(whistle: Whistle) -> Answer:
    if whistle.outcome == whistle.Outcome.JOINT:
        return yes
    return no(_("This is said after the units have come to an end together."))


def can_tell_whistle(actor: Actor, whistle: Whistle) -> Answer:
    """Only the clock says that somebody is silent, lifts it, or lets it lapse with its case."""
    return yes if actor.kind == "system" else no(_("The clock does this by itself."))
