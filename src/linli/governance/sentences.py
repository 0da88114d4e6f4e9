"""What the checker says: what is wrong, and what to do next. Keys of a file stay as they are written."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise
else:
    _StrOrPromise = object

ADVISORY = frozenset({"idle_role", "day_hours_differ", "rung_waits_for_ever", "no_quiet"})

_STAGES: Mapping[str, "_StrOrPromise"] = {
    "": _("nothing yet"),
    "raised": _("raised"),
    "registered": _("registered"),
    "triaged": _("triaged"),
    "offered": _("open for claiming"),
    "dispatched": _("dispatched"),
    "taken": _("taken on"),
    "working": _("being worked on"),
    "answered": _("answered"),
    "verified": _("verified"),
    "closed": _("closed"),
}


_FORMS: Mapping[str, "_StrOrPromise"] = {
    "text": _("words between quotation marks"),
    "texts": _('words in brackets, as ["…", "…"]'),
    "number": _("a whole number without quotation marks"),
    "flag": _("true or false"),
    "table": _("keys with their values under a heading"),
    "rows": _("rows, each under [[…]]"),
}


def form_name(form: str) -> str:
    """How a value of this form is written, for somebody who wrote another one."""
    return str(_FORMS[form])


def stage_name(stage: str) -> str:
    return str(_STAGES[stage])


_FAULTS: Mapping[str, tuple[Promise | str, Promise | str]] = {
    # reading
    "not_utf8": (
        _("This line holds characters that are not UTF-8."),
        _("Save the file again with the encoding UTF-8."),
    ),
    "too_big": (
        _("The file is larger than %(most)s characters."),
        _("A governance file is a few hundred lines: check that this is the right file."),
    ),
    "full_width": (
        _("The full-width sign %(sign)s stands here where a half-width one belongs."),
        _('Type = , " [ ] with the keyboard switched to English.'),
    ),
    "key_twice": (_("This line sets something that was set before."), _("Keep one of the two lines.")),
    "table_twice": (
        _("The heading on this line, or a part of it, was used before."),
        _("Put both parts under one heading, or write [[ ]] when it is a further row."),
    ),
    "no_equals": (
        _("The sign = is missing after the key on this line."),
        _('Write it as: key = "words".'),
    ),
    "string_open": (
        _("Words begin with a quotation mark on this line and never end."),
        _("Put a second quotation mark at the end of the words."),
    ),
    "array_open": (
        _("A list in brackets is not closed, or a comma is missing in it."),
        _("Check the commas between its words and the ] at its end."),
    ),
    "header_open": (
        _("The heading on this line is not closed."),
        _("Write it as [name] or, for a row, as [[name]]."),
    ),
    "bad_value": (
        _("What stands after the sign = on this line cannot be read."),
        _("Put words between quotation marks; write true, false and numbers without them."),
    ),
    "syntax": (
        _("This line cannot be read: %(said)s."),
        _("Compare it with the same place in one of the files that come with Linli."),
    ),
    "unknown_base": (
        _('There is no base called "%(base)s".'),
        _("Write one of these, or leave the line out: %(known)s."),
    ),
    "format_unknown": (
        _("This file is written in format %(format)s, which this version does not read."),
        _("Write format = %(known)s, or install the version of Linli it was written for."),
    ),
    "wrong_type": (
        _('"%(key)s" is written in the wrong form; expected: %(expected)s.'),
        _("Compare this line with the reference of the governance file."),
    ),
    "missing": (
        _('"%(key)s" is missing in [%(table)s].'),
        _("Add a line: %(key)s = …"),
    ),
    "blank": (_('"%(key)s" is empty.'), _("Write the words that people should read there.")),
    "out_of_range": (
        _('"%(key)s" is %(value)s; it must lie between %(least)s and %(most)s.'),
        _("Change the number."),
    ),
    "bad_limit": (
        _('"%(value)s" is not a span of time.'),
        _("Write a number and a unit: 30 min, 24 h, 7 d, 4 wh (working hours), 3 wd (working days)."),
    ),
    "bad_rhythm": (
        _('"%(value)s" is not a rhythm.'),
        _("Write week, month, quarter, year, festival, 2 x month, 3 days, or as needed."),
    ),
    "bad_span": (
        _('"%(value)s" is not a span of the day.'),
        _("Write it as 08:00-12:00."),
    ),
    "unknown_word": (
        _('"%(word)s" is not a word that Linli knows here.'),
        _("It cannot be invented. Probably meant: %(known)s."),
    ),
    "unknown_key": (
        _('"%(key)s" means nothing in [%(table)s].'),
        _("Correct the spelling (probably meant: %(known)s) or take the line out."),
    ),
    "norm_upside_down": (
        _("The norm goes from %(least)s to %(most)s, which is the wrong way round."),
        _("Write the smaller number as least and the larger one as most."),
    ),
    # flows
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
    "cannot_refuse": (
        _('"%(role)s" is voluntary, is sent work here, and has no way to give it back.'),
        _("Let the role do release from dispatched, or let it claim in place of accept."),
    ),
    "resident_shut_out": (
        _('In "%(flow)s" the resident may not do %(verb)s.'),
        _('Add %(verb)s with by = ["resident"]: it is owed to whoever raised the case.'),
    ),
    # levels, roles
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
    # duty list
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
    # ladder
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
    # hours and clocks
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
    # wider works
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
    # guard rails
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

SAID: Mapping[str, Promise | str] = MappingProxyType({code: pair[0] for code, pair in _FAULTS.items()})
NEXT: Mapping[str, Promise | str] = MappingProxyType({code: pair[1] for code, pair in _FAULTS.items()})
