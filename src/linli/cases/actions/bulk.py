"""One step for many cases: each by its own action and rule, refusals kept with their sentence, nothing half done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import dispatch, offer
from linli.cases.actions.handling import extend
from linli.cases.actions.moving import hand_over, next_due, note, recount
from linli.cases.actions.sending import proposed_holder
from linli.cases.actions.triage import triage
from linli.cases.holders import Holder, handlers, holder_named
from linli.cases.models import BulkAct, BulkLine, Case, Clock
from linli.cases.models.bulk import UNDO_WITHIN
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.kit.text import local_day
from linli.kit.trace import trace

VERBS = ("triage", "dispatch", "offer", "extend")
MOST_CASES = 500
AS_PROPOSED = "proposed"
KEPT_FIELDS = ("stage", "category", "title", "holder_organisation_id", "holder_post_id")

Outcome = BulkLine.Outcome


def can_act_on_many(actor: Actor, verb: str, number: int) -> Answer:
    if actor.account_id is None or not actor.has_right("console"):
        return no(_("Please sign in first."))
    if verb not in VERBS:
        return no(_("This step is done for each case by itself, since somebody must read its words."))
    if not 1 <= number <= MOST_CASES:
        return no(_("Tick between 1 and %(most)s cases.") % {"most": MOST_CASES})
    return yes


@action
def begin_bulk(
    verb: str, words: Mapping[str, Any], cases: Sequence[int], token: str, *, by: Actor, at: datetime
) -> BulkAct:
    """Note what shall be done to which cases. The same token again is the same act."""
    permit(can_act_on_many(by, verb, len(cases)))
    assert by.account_id is not None  # can_act_on_many has looked
    known = BulkAct.objects.filter(key=token, account_id=by.account_id).first()
    if known is not None:
        return known

    act = BulkAct(account_id=by.account_id, verb=verb, words=dict(words), key=token, begun_at=at)
    act.language = get_language() or "zh-hans"
    act.save(force_insert=True)
    BulkLine.objects.bulk_create([BulkLine(act=act, case_id=pk) for pk in cases])

    trace("bulk.begun", act, by=by, at=at, facts={"verb": verb, "cases": len(cases)}, first=True)
    return act


def do_lines(act: BulkAct, *, by: Actor, at: datetime) -> None:
    """Each line in a transaction of its own; may be stopped and gone on with at any time."""
    seen = Case.objects.visible_to(by)
    for line in BulkLine.objects.filter(act=act, outcome=Outcome.WAITING).order_by("id"):
        try:
            case = seen.filter(pk=line.case_id).first()
            if case is None:
                raise Refused(_("This case is not there any more."))
            do_line(line, case, by=by, at=at)
        except Refused as refused:
            write_outcome(line, Outcome.REFUSED, str(refused.sentence))
    end_bulk(act, by=by, at=at)


@action
def do_line(line: BulkLine, case: Case, *, by: Actor, at: datetime) -> None:
    case = case.locked()
    line.before = {name: getattr(case, name) for name in KEPT_FIELDS}
    line.before["clocks"] = clocks_of(case)
    case = perform(line.act, case, by, at)
    line.outcome, line.version = Outcome.DONE, case.version
    line.save(update_fields=["before", "outcome", "version"])


def clocks_of(case: Case) -> list[list[Any]]:
    rows = Clock.objects.filter(case=case, round=case.round).order_by("name")
    return [list(row) for row in rows.values_list("name", "amount", "unit")]


def perform(act: BulkAct, case: Case, by: Actor, at: datetime) -> Case:
    words = act.words
    if act.verb == "triage":
        return triage(case, category=words["category"], title=case.title, by=by, at=at)
    if act.verb == "offer":
        return offer(case, by=by, at=at)
    if act.verb == "extend":
        return extend(case, days=int(words["days"]), reason=words["reason"], by=by, at=at)
    holder = holder_for(case, words["holder"], at)
    unit = holder.organisation if holder.post is None else None
    return dispatch(case, organisation=unit, post=holder.post, by=by, at=at)


def holder_for(case: Case, key: str, at: datetime) -> Holder:
    if key == AS_PROPOSED:
        return proposed_holder(case, local_day(at))
    found = holder_named(key, handlers(case, local_day(at)))
    if found is None:
        raise Refused(_("This unit or person does not handle such cases here."))
    return found


@action
def write_outcome(line: BulkLine, outcome: str, sentence: str) -> None:
    line.outcome, line.sentence = outcome, sentence
    line.save(update_fields=["outcome", "sentence"])


@action
def end_bulk(act: BulkAct, *, by: Actor, at: datetime) -> BulkAct:
    act = act.locked()
    act.ended_at = at
    act.save_changes("ended_at")
    trace("bulk.ended", act, by=by, at=at, facts={"done": act.lines.filter(outcome=Outcome.DONE).count()})
    return act


def can_undo_bulk(actor: Actor, act: BulkAct, at: datetime) -> Answer:
    if actor.account_id != act.account_id:
        return no(_("Only whoever did it takes it back."))
    if act.ended_at is None:
        return no(_("It is still being done."))
    if act.undone_at is not None:
        return no(_("This was taken back already."))
    if at - act.ended_at > UNDO_WITHIN:
        return no(_("It can be taken back for 30 minutes; that time is over. Change the cases one by one."))
    return yes


def undo_lines(act: BulkAct, *, by: Actor, at: datetime) -> BulkAct:
    """Take back each case that has not moved on since; the others stay and say why."""
    permit(can_undo_bulk(by, act, at))
    for line in act.lines.filter(outcome=Outcome.DONE).select_related("case").order_by("id"):
        try:
            take_back(line, by=by, at=at)
        except Refused as refused:
            write_outcome(line, Outcome.STAYS, str(refused.sentence))
    return close_undo(act, by=by, at=at)


@action
def close_undo(act: BulkAct, *, by: Actor, at: datetime) -> BulkAct:
    act = act.locked()
    permit(can_undo_bulk(by, act, at))
    act.undone_at = at
    act.save_changes("undone_at")
    trace("bulk.undone", act, by=by, at=at)
    return act


@action
def take_back(line: BulkLine, *, by: Actor, at: datetime) -> Case:
    """The case stands again as it stood before this act, with its holder and its limits."""
    case = line.case.locked()
    permit(can_undo_bulk(by, line.act, at))
    permit(has_not_moved(case, line))

    before = line.before
    case.stage, case.category, case.title = before["stage"], before["category"], before["title"]
    unit, post = before["holder_organisation_id"], before["holder_post_id"]
    if (unit, post) != (case.holder_organisation_id, case.holder_post_id):
        hand_over(case, organisation_id=unit, post_id=post, at=at)
    set_clocks_back(case, before["clocks"])
    case.save_changes("stage", "category", "title", "holder_organisation", "holder_post", "due_at")
    write_outcome(line, Outcome.UNDONE, "")

    note("taken_back", case, by=by, at=at, verb=line.act.verb)
    return case


def has_not_moved(case: Case, line: BulkLine) -> Answer:
    if case.version == line.version:
        return yes
    return no(_("Somebody has gone on with this case since; it stays as it is."))


def set_clocks_back(case: Case, kept: list[list[Any]]) -> None:
    limits = {name: (amount, unit) for name, amount, unit in kept}
    for clock in Clock.objects.filter(case=case, round=case.round):
        if clock.name not in limits:
            clock.delete()
        elif (clock.amount, clock.unit) != limits[clock.name] and not clock.met_at:
            clock.amount, clock.unit = limits[clock.name]
            recount(clock, case)
            clock.save(update_fields=["amount", "unit", "due_at", "unconfirmed"])
    next_due(case)
