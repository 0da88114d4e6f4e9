"""What is said about time, the wider works and the guard rails."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "clock_without_hours": (
        _("This clock counts working time, and the file does not say when people work."),
        _('Add [hours] with workdays = ["08:00-12:00", "14:00-18:00"].'),
    ),
    "hours_over_midnight": (
        _("The working hours %(span)s run past midnight."),
        _("Split them at 24:00 over two days, or correct the times."),
    ),
    "hours_overlap": (
        _("The working hours %(span)s overlap others of the same day."),
        _("Correct the times."),
    ),
    "day_hours_differ": (
        _("A working day counts %(hours)s hours, and the longest day has %(found)s."),
        _("Correct day_hours or the times, unless it is meant so."),
    ),
    "no_quiet": (
        _("The file declares no quiet hours."),
        _('Add [quiet] with span = "21:00-07:00".'),
    ),
    "quiet_all_day": (
        _("The quiet hours begin and end at the same time."),
        _("Write when they end."),
    ),
    "quiet_too_long": (
        _("The quiet hours last %(hours)s hours."),
        _("Keep them within 14 hours, or nobody hears anything."),
    ),
    "quiet_in_hours": (
        _("The quiet hours cover the working hours %(span)s."),
        _("Correct one of them."),
    ),
    "quiet_stops_emergencies": (
        _("Emergencies (01) would wait for the end of the quiet hours."),
        _('Add "01" to breaks.'),
    ),
    "clock_missing": (
        _('The category "%(category)s" has no clock "%(which)s".'),
        _('Add %(which)s = "…", for example "4 wh" or "5 wd".'),
    ),
    "first_after_resolve": (
        _('"%(category)s" is to be solved within %(resolve)s but first contact may take %(first)s.'),
        _("Shorten first or lengthen resolve."),
    ),
    "longer_without_reason": (
        _('"%(category)s" gets %(own)s where the base gives %(usual)s.'),
        _('Shorten it, or add because = "…" with the reason.'),
    ),
    "bad_fraction": (_('"%(value)s" is not a share.'), _("Write %(key)s as 1/2 or 2/3.")),
    "decides_without_quorum": (
        _('The meeting "%(meeting)s" decides, and its quorum or majority is not set.'),
        _('Add quorum = "2/3" and majority = "1/2" as its rules say.'),
    ),
    "process_empty": (
        _('The decision process "%(process)s" has no steps.'),
        _("Add [[process.….step]] with name and meeting."),
    ),
    "weights_not_whole": (
        _('The weights of "%(scheme)s" add up to %(found)s.'),
        _("Change them so that they add up to 100."),
    ),
    "weight_missing": (
        _('The indicator "%(indicator)s" has no weight.'),
        _("Add weight = …, or take the indicator out."),
    ),
    "indicator_twice": (
        _('The indicator "%(indicator)s" stands twice in this assessment.'),
        _("Take one out, or give it another key."),
    ),
    "scheme_without_period": (
        _('"%(scheme)s" does not say how often it is done.'),
        _('Add every = "quarter" or every = "year".'),
    ),
    "unit_may_not_comment": (
        _('Whoever is assessed by "%(scheme)s" has no time to comment.'),
        _('Add comment_within = "10 wd".'),
    ),
    "several_not_claimable": (
        _('Several units may promise parts on the list "%(list)s", and nobody may claim on it.'),
        _("Add claimable = true, or take several = true out."),
    ),
    "money_without_second": (
        _("Money is written down here and nobody may confirm it."),
        _('Add confirm = ["…"] with the roles that look at each spending a second time.'),
    ),
    "project_without_planner": (
        _("Nobody may plan a project here."),
        _('Add plan = ["…"] with the roles that write the plan.'),
    ),
    "whistle_nobody_blows": (
        _("Units can be called together here, and nobody may call them."),
        _('Add blow = ["…"] with the roles that may call.'),
    ),
    "whistle_nobody_called": (
        _("Somebody may call units together here, and no unit can be called."),
        _('Add units = ["…"] with the kinds of organisation that can be called.'),
    ),
    "whistle_without_clock": (
        _("Units are called together here, and nothing says by when they shall be there."),
        _('Add arrive = "4 wh", or another limit.'),
    ),
    "whistle_unheard": (
        _('"%(kind)s" can be called, and no post there may report in.'),
        _("Add a role of this kind of organisation to report, or take the kind out of units."),
    ),
    "checklist_empty": (_('The checklist "%(checklist)s" is empty.'), _('Add items = ["…"].')),
    "checklist_repeats": (
        _('The checklist "%(checklist)s" names the same thing twice.'),
        _("Take one out."),
    ),
    "unknown_facility": (
        _('The kind of facility "%(word)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [facility.%(word)s]."),
    ),
    "unknown_checklist": (
        _('The checklist "%(word)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [checklist.%(word)s]."),
    ),
    "unknown_rhythm": (
        _('The rhythm "%(word)s" is named here and defined nowhere.'),
        _("Correct the spelling (probably meant: %(known)s) or add [rhythm.%(word)s]."),
    ),
    "agreement_one_sided": (
        _('The agreement "%(agreement)s" has fewer than two sides.'),
        _("Name both in sides."),
    ),
    "end_missing": (
        _('The end state "%(end)s" has no words.'),
        _("Add [end.%(end)s] with name and plain."),
    ),
    "invalid_by_one": (
        _("One person alone could declare a case invalid."),
        _("Write second_reviewer = true."),
    ),
    "no_dangers": (
        _("The file names no words of danger, so a form would take in a fire."),
        _('Write base = "cn" at the top, or add [danger.…] with number and words.'),
    ),
    "danger_without_words": (
        _('"%(danger)s" has no words that would show it.'),
        _('Add words = ["…"].'),
    ),
    "stage_without_name": (
        _('The stage "%(stage)s" has no name to show.'),
        _('Add %(stage)s = "…" under [stage].'),
    ),
    "forbidden_mark": (
        _('"%(word)s" marks, ranks or tracks people. Linli keeps nothing of the kind.'),
        _("Take it out. Say what help somebody needs and until when, with consent."),
    ),
    "identity_let_out": (
        _('"%(role)s" would learn who raised a case: its organisation must not.'),
        _('Take "%(right)s" out of its rights.'),
    ),
    "right_for_volunteer": (
        _('"%(role)s" is voluntary and cannot hold the right "%(right)s".'),
        _("Give it to a post that answers for it."),
    ),
    "assesses_people": (
        _('"%(scheme)s" would assess residents or volunteers.'),
        _("Only units and posts are assessed: name a level, a kind of organisation or a post."),
    ),
    "assesses_unknown": (
        _('"%(word)s" is neither a level nor a kind of organisation nor a role of this file.'),
        _("Name what the assessment is about by its key."),
    ),
    "private_list_public": (
        _('The list "%(list)s" is about households and cannot be public.'),
        _("Take public = true out."),
    ),
    "sealed_without_office": (
        _('"%(category)s" is sealed, and no role may open what comes in.'),
        _('Add "sealed" to the rights of the one office that receives it.'),
    ),
}
