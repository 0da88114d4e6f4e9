"""Who may urge, ask for time, call back, ask on paper, and propose an end that another one confirms."""

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, Review
from linli.cases.rules import allowed, can_close, can_extend, can_verify, holds, is_petitioner
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes


def can_urge(actor: Actor, case: Case) -> Answer:
    """The resident, and whoever the rule book sets over those who work; nobody urges what is in her own hands."""
    permitted = allowed("urge", actor, case)
    if permitted.ok and not is_petitioner(actor, case) and case.holder_post_id and holds(actor, case).ok:
        return no(_("You have this case yourself."))
    return permitted


def can_answer_urge(actor: Actor, case: Case) -> Answer:
    if not case.is_open:
        return no(_("This case is closed. If it is not solved, have it opened again, or tell us anew."))
    if holds(actor, case).ok or (is_unheld(case) and allowed("triage", actor, case).ok):
        return yes
    return no(_("Whoever has the case answers."))


def is_unheld(case: Case) -> bool:
    return case.holder_post_id is None and case.holder_organisation_id is None


def can_ask_extension(actor: Actor, case: Case) -> Answer:
    """Whoever has the case asks; where she may extend it herself, she need not ask."""
    verb = case.flow.verb("extend")
    if verb is None:
        return no(_("This step is not part of the work in this place."))
    if not verb.allows(case.stage):
        return no(_("More time is asked for while somebody works on the case."))
    if can_extend(actor, case).ok:
        return no(_("You may extend the limit yourself."))
    return holds(actor, case)


def can_grant_extension(actor: Actor, case: Case) -> Answer:
    return can_extend(actor, case)


def can_refuse_extension(actor: Actor, case: Case) -> Answer:
    return can_extend(actor, case)


def can_try_call(actor: Actor, case: Case) -> Answer:
    """Whoever works on the case, and who may ask the resident afterwards, write down that she was not there."""
    if case.stage in {"taken", "working"}:
        return holds(actor, case)
    return can_verify(actor, case)


def can_ask_on_paper(actor: Actor, case: Case) -> Answer:
    """A form that opens the verdict is printed by whoever may ask the resident, so not by the unit that did the work."""
    if case.rulebook.is_sealed(case.category):
        return no(_("A case of this category is asked about in person, never by a paper or a link."))
    return can_verify(actor, case)


def can_propose_end(actor: Actor, case: Case) -> Answer:
    return can_close(actor, case)


def can_confirm_end(actor: Actor, case: Case) -> Answer:
    return can_close(actor, case)


def can_decline_end(actor: Actor, case: Case) -> Answer:
    return can_close(actor, case)


def is_another_person(asked: Review, by: Actor) -> Answer:
    if by.account_id is not None and by.account_id != asked.asked_by_id:
        return yes
    return no(_("Another person than the one who proposed it must look at it."))
