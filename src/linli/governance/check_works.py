"""Checks of meetings, rhythms, lists, assessments, checklists, programmes and agreements."""

import re

from linli.governance.check_people import check_code, known_role
from linli.governance.check_whistle import check_whistle
from linli.governance.faults import nearest
from linli.governance.limits import AS_NEEDED
from linli.governance.model import DecisionProcess, MeetingType, RuleBook, Scheme
from linli.governance.parts import Where
from linli.governance.reader import Draft
from linli.governance.vocabulary import END_STATES, STAGES

_FRACTION = re.compile(r"^([1-9])/([1-9]\d?)$")
WHOLE = 100


def check_works(book: RuleBook, draft: Draft) -> None:
    for meeting in book.meetings.values():
        _check_meeting(book, draft, meeting)
    for process in book.processes.values():
        _check_process(book, draft, process)
    for promise in book.promises.values():
        for role in promise.by:
            known_role(book, draft, role, (*promise.where, "by"))
    for scheme in book.schemes.values():
        _check_scheme(book, draft, scheme)
    _check_lists(book, draft)
    _check_project(book, draft)
    check_whistle(book, draft)
    _check_checklists(book, draft)
    _check_programmes(book, draft)
    _check_agreements(book, draft)
    _check_ends(book, draft)
    _check_dangers(book, draft)
    _check_stage_names(book, draft)


def _check_meeting(book: RuleBook, draft: Draft, meeting: MeetingType) -> None:
    known = tuple(level.key for level in book.levels)
    if meeting.level and meeting.level not in known:
        facts = {"level": meeting.level, "known": nearest(meeting.level, known)}
        draft.fault("unknown_level", (*meeting.where, "level"), **facts)
    for role in meeting.called_by:
        known_role(book, draft, role, (*meeting.where, "called_by"))
    for key in ("quorum", "majority"):
        _check_fraction(draft, getattr(meeting, key), (*meeting.where, key), key)
    if meeting.decides and not (meeting.quorum and meeting.majority):
        draft.fault("decides_without_quorum", meeting.where, meeting=meeting.name)


def _check_process(book: RuleBook, draft: Draft, process: DecisionProcess) -> None:
    if not process.steps:
        draft.fault("process_empty", process.where, process=process.name)
    for step in process.steps:
        if step.meeting and step.meeting not in book.meetings:
            facts = {"meeting": step.meeting, "known": nearest(step.meeting, tuple(book.meetings))}
            draft.fault("unknown_meeting", (*step.where, "meeting"), **facts)
        for key in ("quorum", "majority"):
            _check_fraction(draft, getattr(step, key), (*step.where, key), key)


def _check_fraction(draft: Draft, said: str, where: Where, key: str) -> None:
    if not said:
        return
    found = _FRACTION.match(said)
    if not found or int(found[1]) > int(found[2]):
        draft.fault("bad_fraction", where, key=key, value=said)


def _check_scheme(book: RuleBook, draft: Draft, scheme: Scheme) -> None:
    weights = sum(indicator.weight for indicator in scheme.indicators)
    if weights != WHOLE:
        draft.fault("weights_not_whole", scheme.where, scheme=scheme.name, found=weights)
    for indicator in scheme.indicators:
        if indicator.weight == 0:
            draft.fault("weight_missing", indicator.where, indicator=indicator.name)
    keys = [indicator.key for indicator in scheme.indicators]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            where = (*scheme.indicators[number].where, "measure")
            draft.fault("indicator_twice", where, indicator=key)
    if scheme.rhythm == AS_NEEDED:
        draft.fault("scheme_without_period", scheme.where, scheme=scheme.name)
    if scheme.comment_within is None:
        draft.fault("unit_may_not_comment", scheme.where, scheme=scheme.name)
    for role in scheme.by:
        known_role(book, draft, role, (*scheme.where, "by"))


def _check_lists(book: RuleBook, draft: Draft) -> None:
    for kind in book.lists.values():
        if kind.several and not kind.claimable:
            draft.fault("several_not_claimable", (*kind.where, "several"), list=kind.name)


def _check_project(book: RuleBook, draft: Draft) -> None:
    """Whoever spends is looked at by a second person, so somebody must be there to look."""
    rules = book.project
    for key in ("plan", "pledge", "money", "confirm"):
        for role in getattr(rules, key):
            known_role(book, draft, role, (*rules.where, key))
    if rules.money and not rules.confirm:
        draft.fault("money_without_second", rules.where)
    if rules.where and not rules.plan:
        draft.fault("project_without_planner", rules.where)


def _check_checklists(book: RuleBook, draft: Draft) -> None:
    for checklist in book.checklists.values():
        where = (*checklist.where, "items")
        if not checklist.items:
            draft.fault("checklist_empty", where, checklist=checklist.name)
        elif len(set(checklist.items)) < len(checklist.items):
            draft.fault("checklist_repeats", where, checklist=checklist.name)
        if checklist.subject and checklist.subject not in book.facilities:
            facts = {"word": checklist.subject, "known": nearest(checklist.subject, tuple(book.facilities))}
            draft.fault("unknown_facility", (*checklist.where, "subject"), **facts)
    for facility in book.facilities.values():
        if facility.checklist and facility.checklist not in book.checklists:
            facts = {"word": facility.checklist, "known": nearest(facility.checklist, tuple(book.checklists))}
            draft.fault("unknown_checklist", (*facility.where, "checklist"), **facts)


def _check_programmes(book: RuleBook, draft: Draft) -> None:
    for programme in book.programmes.values():
        for key in programme.series:
            if key not in book.promises:
                facts = {"word": key, "known": nearest(key, tuple(book.promises))}
                draft.fault("unknown_rhythm", (*programme.where, "series"), **facts)


def _check_agreements(book: RuleBook, draft: Draft) -> None:
    for agreement in book.agreements.values():
        where = (*agreement.where, "sides")
        if len(agreement.sides) < 2:
            draft.fault("agreement_one_sided", where, agreement=agreement.name)
        for side in agreement.sides:
            known = (*book.organisations, "household")
            if side not in known:
                draft.fault("unknown_organisation", where, kind=side, known=nearest(side, known))


def _check_ends(book: RuleBook, draft: Draft) -> None:
    for key in END_STATES:
        if key not in book.ends:
            draft.fault("end_missing", ("end",), end=key)
    invalid = book.ends.get("invalid")
    if invalid and not invalid.second_reviewer:
        draft.fault("invalid_by_one", invalid.where)


def _check_dangers(book: RuleBook, draft: Draft) -> None:
    if not book.dangers:
        draft.fault("no_dangers", ("danger",))
    for danger in book.dangers:
        if not danger.words:
            draft.fault("danger_without_words", danger.where, danger=danger.name)
        for code in danger.categories:
            check_code(book, draft, code, (*danger.where, "categories"))


def _check_stage_names(book: RuleBook, draft: Draft) -> None:
    for stage in STAGES:
        if stage not in book.stages:
            draft.fault("stage_without_name", ("stage",), stage=stage)
