"""What is said about levels, roles, the duty list and the ladder."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "no_levels": (_("The file declares no levels."), _("Add [level.…] from the top down.")),
    "unknown_level": (
        _('The level "%(level)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [level.%(level)s]."),
    ),
    "level_loop": (
        _('The level "%(level)s" is to lie under "%(above)s", which comes after it.'),
        _("List the levels from the top down, each under one that stands before it."),
    ),
    "no_roles": (_("The file declares no roles."), _("Add [role.…] for every kind of post.")),
    "reserved_role": (
        _('"%(role)s" is a word of the engine and cannot be a role.'),
        _("Give the role another key; its name can stay."),
    ),
    "unknown_organisation": (
        _('The kind of organisation "%(kind)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [organisation.%(kind)s]."),
    ),
    "right_without_holder": (
        _('No role holds the right "%(right)s".'),
        _("Add it to the rights of one role, or nobody could do that work."),
    ),
    "idle_role": (
        _('The role "%(role)s" has nothing to do in this file.'),
        _("Name it in a step, a duty or a meeting, or take it out."),
    ),
    "no_categories": (
        _("The file declares no categories."),
        _('Write base = "cn" at the top, or add [category.…].'),
    ),
    "unknown_category": (
        _('There is no category "%(category)s".'),
        _("Correct the code (probably meant: %(known)s)."),
    ),
    "duty_covers_nothing": (
        _("This line of the duty list covers no category."),
        _('Add covers = ["…"] with the codes of categories.'),
    ),
    "duty_overlap": (
        _('%(category)s is given to "%(other)s" here and to "%(one)s" on line %(line)s, for the same level.'),
        _("Keep one of them, or name different levels."),
    ),
    "own_backup": (
        _('"%(role)s" is to stand in for itself.'),
        _("Name another role as backup."),
    ),
    "category_without_unit": (
        _('Nobody is charged with "%(category)s" (%(code)s).'),
        _('Add duty = "…" to the category, or a line [[duty]] that covers it.'),
    ),
    "holder_unbound": (
        _(
            '"%(category)s" (%(code)s) is the duty of "%(duty)s", and the file does not say which role that is.'
        ),
        _("Add [holder.%(duty)s] with its role."),
    ),
    "no_ladder": (
        _("The file declares no ladder, so a case that cannot be solved below stays there."),
        _("Add [[rung]] from the lowest level upwards."),
    ),
    "rung_without_duty": (
        _('At the rung "%(rung)s" nobody is on duty.'),
        _('Add duty = "…" with a role.'),
    ),
    "rung_without_meeting": (
        _('At the rung "%(rung)s" no meeting decides.'),
        _('Add meeting = "…" with one of the meetings of this file.'),
    ),
    "rung_goes_down": (
        _('The rung "%(rung)s" stands above "%(below)s" and lies at a lower level.'),
        _("List the rungs from the lowest level upwards."),
    ),
    "rung_waits_for_ever": (
        _('A case never climbs from the rung "%(rung)s" by itself.'),
        _('Add after = "…" if it should.'),
    ),
}
