"""What is said about flows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "no_flow": (
        _("The file declares no flow, so no case could be raised."),
        _("Add at least [flow.request] with its steps."),
    ),
    "unknown_kind": (
        _('"%(kind)s" is not a kind of case.'),
        _("A kind cannot be invented. Use one of: %(known)s."),
    ),
    "unknown_verb": (
        _('"%(verb)s" is not a verb of the engine.'),
        _("A verb cannot be invented; it can be named as you like. Probably meant: %(known)s."),
    ),
    "verb_twice": (
        _("The verb %(verb)s stands twice in this flow."),
        _("Keep one step and take the other out."),
    ),
    "like_unknown": (
        _('This flow is to be like "%(like)s", which has no steps of its own in this file.'),
        _("Name a flow that lists its own steps."),
    ),
    "verb_not_from_there": (
        _('%(verb)s cannot be done when a case is "%(stage)s".'),
        _('After "from" use only: %(known)s.'),
    ),
    "nobody_may": (
        _('Nobody may do the step "%(name)s" (%(verb)s) of "%(flow)s".'),
        _('Add by = ["…"] with at least one role.'),
    ),
    "unknown_role": (
        _('The role "%(role)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [role.%(role)s]."),
    ),
    "not_by_clock": (
        _("%(verb)s is a decision of a person and cannot be done by the system."),
        _("Name a role in its place."),
    ),
    "not_by_resident": (
        _("%(verb)s is the work of a post and cannot be done by the resident."),
        _("Name a role; residents may do: %(known)s."),
    ),
    "not_by_anyone": (
        _("%(verb)s cannot be done by anyone who passes by."),
        _('Use "resident" for the person who raised the case, or name a role.'),
    ),
    "unreachable_step": (
        _('The step "%(name)s" (%(verb)s) can never be reached: no case comes to the stage %(stages)s.'),
        _("Add the step that leads there, or take this one out."),
    ),
    "unknown_meeting": (
        _('The meeting "%(meeting)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [meeting.%(meeting)s]."),
    ),
    "no_start": (
        _('"%(flow)s" has no beginning: nobody can raise a case.'),
        _('Add a first step with verb = "raise".'),
    ),
    "never_closed": (
        _('A case of "%(flow)s" can never be closed.'),
        _('Add a step with verb = "close" that can be reached, and say who may do it.'),
    ),
    "never_ends": (
        _('After "%(name)s" a case of "%(flow)s" stays "%(stage)s" for ever: no step leads on to its end.'),
        _('Add the step that goes on from there, or take "%(name)s" out.'),
    ),
    "suspended_for_ever": (
        _('"%(flow)s" lets a case be suspended, but nobody can resume it.'),
        _("Add resume under also, with the same roles."),
    ),
    "looked_for_ever": (
        _('"%(flow)s" lets somebody be asked to go and look, but nobody can say what was found.'),
        _("Add report_check under also, with the roles that go and look."),
    ),
    "nobody_asks_to_look": (
        _('In "%(flow)s" somebody may say what was found, but nobody can ask her to go and look.'),
        _("Add ask_check under also, with the roles that ask."),
    ),
    "release_without_claim": (
        _('"%(flow)s" lets work be given back into the pool, but nobody can claim it there.'),
        _('Add a claim step, or write from = ["dispatched"].'),
    ),
    "climb_without_ladder": (
        _('"%(flow)s" lets a case climb, but the ladder has no second rung.'),
        _("Add rungs with [[rung]], or take climb out."),
    ),
    "cannot_finish": (
        _('"%(role)s" may take a case of "%(flow)s" on and may not answer it.'),
        _("Add the role to by in this step, or let it take no case on."),
    ),
    "charged_cannot_take": (
        _('"%(role)s" is charged with "%(category)s" (%(code)s) and may take no request on.'),
        _("Add the role to by in the steps accept and answer, or charge another one."),
    ),
    "charged_cannot_accept": (
        _(
            '"%(role)s" is charged with "%(category)s" (%(code)s), but nothing can be sent to it: it may not accept.'
        ),
        _("Add the role to by in the step accept, or charge another one."),
    ),
    "contested_for_ever": (
        _('In "%(flow)s" a unit may say that a case is not its own, but nobody does %(verb)s.'),
        _("Add %(verb)s under also, with the roles that decide."),
    ),
    "rules_on_itself": (
        _('Only "%(unit)s" decides on objections, so nobody could decide on its own.'),
        _("Add a role of another kind of unit to by."),
    ),
    "cannot_refuse": (
        _('"%(role)s" is voluntary, is sent work here, and has no way to give it back.'),
        _("Let the role do release from dispatched, or let it claim in place of accept."),
    ),
    "resident_shut_out": (
        _('In "%(flow)s" the resident may not do %(verb)s.'),
        _('Add %(verb)s with by = ["resident"]: it is owed to whoever raised the case.'),
    ),
}
