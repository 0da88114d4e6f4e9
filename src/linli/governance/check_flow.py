"""Checks of the flows: every step reachable, every case can end, every verb has somebody who may do it."""

from linli.governance.faults import nearest
from linli.governance.flow import Flow, Verb
from linli.governance.model import RuleBook
from linli.governance.reader import Draft
from linli.governance.sentences import stage_name
from linli.governance.vocabulary import (
    ANYONE,
    CLOSED,
    RESERVED_ACTORS,
    RESIDENT,
    START,
    SYSTEM,
    VERBS,
)

RESIDENT_VERBS = frozenset({"raise", "verify", "rate", "reopen", "withdraw", "join", "unmerge", "urge"})
OWED_TO_RESIDENTS = ("withdraw", "rate", "reopen")
FOR_RESIDENTS = frozenset({"request", "order", "wish"})


def check_flows(book: RuleBook, draft: Draft) -> None:
    if not book.flows:
        draft.fault("no_flow", ("flow",))
    for flow in book.flows.values():
        for verb in flow.verbs.values():
            _check_actors(book, draft, flow, verb)
            _check_verb(book, draft, flow, verb)
        _check_start(draft, flow)
        _check_ends(draft, flow)
        _check_pairs(book, draft, flow)
        _check_residents(draft, flow)


def _check_actors(book: RuleBook, draft: Draft, flow: Flow, verb: Verb) -> None:
    where = (*verb.where, "by")
    if not verb.roles:
        draft.fault("nobody_may", (*verb.where, "verb"), verb=verb.key, name=verb.step_name, flow=flow.name)
    known = (*book.roles, *RESERVED_ACTORS)
    for actor in sorted(verb.roles):
        if actor not in known:
            draft.fault("unknown_role", where, role=actor, known=nearest(actor, known))
    if SYSTEM in verb.roles and not VERBS[verb.key].system:
        draft.fault("not_by_clock", where, verb=verb.key)
    if RESIDENT in verb.roles and verb.key not in RESIDENT_VERBS:
        draft.fault("not_by_resident", where, verb=verb.key, known=", ".join(sorted(RESIDENT_VERBS)))
    if ANYONE in verb.roles and verb.key != "raise":
        draft.fault("not_by_anyone", where, verb=verb.key)


def _check_verb(book: RuleBook, draft: Draft, flow: Flow, verb: Verb) -> None:
    if verb.stages and not verb.stages & flow.reachable:
        stages = ", ".join(stage_name(stage) for stage in sorted(verb.stages))
        draft.fault(
            "unreachable_step", (*verb.where, "verb"), verb=verb.key, name=verb.step_name, stages=stages
        )
    if verb.meeting and verb.meeting not in book.meetings:
        facts = {"meeting": verb.meeting, "known": nearest(verb.meeting, tuple(book.meetings))}
        draft.fault("unknown_meeting", (*verb.where, "meeting"), **facts)


def _check_start(draft: Draft, flow: Flow) -> None:
    if not flow.next_verbs(START):
        draft.fault("no_start", flow.where, flow=flow.name)


def _check_ends(draft: Draft, flow: Flow) -> None:
    """Names the step that leads into a stage from which the work cannot come to an end."""
    if START not in flow.reachable or not flow.next_verbs(START):
        return
    if CLOSED not in flow.reachable or flow.verb("close") is None:
        draft.fault("never_closed", flow.where, flow=flow.name)
        return
    for stage in flow.stages:
        if not flow.ends_from(stage):
            verb = next(verb for verb in flow.next_to(stage))
            facts = {"flow": flow.name, "stage": stage_name(stage), "name": verb.step_name}
            draft.fault("never_ends", (*verb.where, "verb"), **facts)


def _check_pairs(book: RuleBook, draft: Draft, flow: Flow) -> None:
    """Verbs that need another: who suspends must be able to go on, who is sent work must be able to refuse."""
    verbs = flow.verbs
    if "suspend" in verbs and "resume" not in verbs:
        draft.fault("suspended_for_ever", verbs["suspend"].where, flow=flow.name)
    _check_looks(draft, flow)
    _check_objections(book, draft, flow)
    release = verbs.get("release")
    if release and "claim" not in verbs and release.stages & {"taken", "working"}:
        draft.fault("release_without_claim", release.where, flow=flow.name)
    _check_takers(book, draft, flow)
    if "climb" in verbs and len(book.ladder) < 2:
        draft.fault("climb_without_ladder", verbs["climb"].where, flow=flow.name)
    if accept := verbs.get("accept"):
        may_return = release.roles if release and release.allows("dispatched") else frozenset()
        for role in sorted((accept.roles & set(book.roles)) - may_return):
            if book.roles[role].voluntary:
                draft.fault("cannot_refuse", (*accept.where, "by"), role=book.roles[role].name)


def _check_looks(draft: Draft, flow: Flow) -> None:
    """Whoever is asked to go and look must be able to say what was found, and somebody must be able to ask."""
    ask, report = flow.verb("ask_check"), flow.verb("report_check")
    if ask is not None and report is None:
        draft.fault("looked_for_ever", ask.where, flow=flow.name)
    if report is not None and ask is None:
        draft.fault("nobody_asks_to_look", report.where, flow=flow.name)


def _check_objections(book: RuleBook, draft: Draft, flow: Flow) -> None:
    """Whoever may say "not ours" must find somebody of another unit who decides."""
    contest = flow.verb("contest")
    if contest is None:
        return
    for key in ("uphold", "reject", "dispatch"):
        verb = flow.verb(key)
        if verb is None:
            draft.fault("contested_for_ever", contest.where, flow=flow.name, verb=key)
        elif key == "dispatch":
            continue
        elif units := {book.roles[role].organisation for role in verb.roles if role in book.roles}:
            unit = units.pop()
            objectors = {book.roles[role].organisation for role in contest.roles if role in book.roles}
            if not units and unit and unit in objectors:
                facts = {"unit": book.organisations[unit].name if unit in book.organisations else unit}
                draft.fault("rules_on_itself", (*verb.where, "by"), **facts)


def _check_takers(book: RuleBook, draft: Draft, flow: Flow) -> None:
    """Whoever takes a case on must be able to answer it; whoever is charged with it, to take it on."""
    takers = flow.actors_of("accept", "claim") & set(book.roles)
    answering = flow.verb("answer")
    if answering is None:
        return
    for role in sorted(takers - answering.roles):
        draft.fault("cannot_finish", (*answering.where, "by"), role=book.roles[role].name, flow=flow.name)


def _check_residents(draft: Draft, flow: Flow) -> None:
    if flow.kind not in FOR_RESIDENTS or not flow.verbs:
        return
    for key in OWED_TO_RESIDENTS:
        verb = flow.verb(key)
        if verb is None or RESIDENT not in verb.roles:
            draft.fault("resident_shut_out", verb.where if verb else flow.where, verb=key, flow=flow.name)
