"""Who may join a case, tie it to another one, take it apart, and take a hot issue up."""

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, HotIssue, Voice
from linli.cases.rules import MERGED, allowed, is_petitioner, posts_for
from linli.governance.vocabulary import RESIDENT
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes

NOT_COMMON = _("This concerns one household. Please tell us of yours by itself.")


def can_join(actor: Actor, case: Case) -> Answer:
    """Anybody may say "mine too" of a case that is known about here and still being worked on."""
    if is_petitioner(actor, case) or (actor.account_id and actor.account_id == case.raised_by_id):
        return no(_("This is your own matter already."))
    if case.rulebook.is_sealed(case.category):
        return no(
            _("Nobody joins a case of this category. Please tell us yourself; nobody else will read it.")
        )
    verb = case.flow.verb("join")
    if verb is not None and verb.allows(case.stage) and RESIDENT in verb.roles:
        if case.rulebook.is_common(case.category):
            return yes
        return allowed("join", actor, case) if actor.posts else no(NOT_COMMON)
    return allowed("join", actor, case)


def can_merge(actor: Actor, case: Case) -> Answer:
    if case.rulebook.is_sealed(case.category):
        return no(_("A case of this category stays by itself."))
    return allowed("merge", actor, case)


def can_take_in(actor: Actor, case: Case) -> Answer:
    """Whether this case may go on with another one in it."""
    if not case.is_open:
        return no(_("That case is closed. Choose one that is still being worked on."))
    if case.stage in {"answered", "verified"}:
        return no(_("That case has its answer already. Whoever speaks now needs one of her own."))
    if case.rulebook.is_sealed(case.category):
        return no(_("A case of this category stays by itself."))
    verb = case.flow.verb("merge")
    if actor.kind == "system" or (verb is not None and posts_for(verb, actor, case)):
        return yes
    return no(_("That case lies outside your area."))


def can_unmerge(actor: Actor, case: Case) -> Answer:
    if case.end_state != MERGED:
        return no(_("This case is not part of another one."))
    return allowed("unmerge", actor, case)


def can_split(actor: Actor, case: Case) -> Answer:
    return allowed("split", actor, case)


def can_end_whole(actor: Actor, case: Case) -> Answer:
    """Only the end of its parts ends a case that was split, or opens it again."""
    return yes if actor.kind == "system" and case.parts else no(_("Its parts end it."))


def can_take_up(actor: Actor, issue: HotIssue) -> Answer:
    if issue.raised_id is not None:
        return no(_("A case was raised for this already."))
    if actor.has_right("console", issue.area_path):
        return yes
    return no(_("The office that answers for the whole place raises this."))


def can_set_aside(actor: Actor, issue: HotIssue, reason: str) -> Answer:
    if not reason.strip():
        return no(_("Please give the reason in a few words."))
    return can_take_up(actor, issue)


def can_leave(actor: Actor, voice: Voice) -> Answer:
    if voice.left_at is not None:
        return no(_("This was taken back already."))
    if voice.pk in actor.voices:
        return yes
    return no(_("Only whoever said it takes it back."))
