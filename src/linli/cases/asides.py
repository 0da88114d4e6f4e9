"""Acts beside the steps of a flow: they answer something that was asked, so they are offered only while it is open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from linli.cases.models import Case, Extension, Review, Urge, Whistle
from linli.cases.rules_by_verb import RULES as OF_CASES
from linli.cases.rules_of_pressing import is_another_person
from linli.cases.rules_of_whistles import AFTER_THE_WORK, BEFORE_SORTING, can_blow
from linli.governance.model import Verb
from linli.kit.actor import Actor

Open = tuple[Iterable[Urge], Iterable[Extension], Iterable[Review], Iterable[Whistle]]
RULES = {**OF_CASES, "blow": can_blow}


def aside_verbs(case: Case, actor: Actor, asked: Open) -> tuple[Verb, ...]:
    """Those that may be done now, under the names of buttons. No query."""
    return tuple(
        Verb(
            key,
            aside_name(key, case),
            aside_name(key, case),
            frozenset(),
            {case.stage: case.stage},
            main=False,
        )
        for key in offered(case, actor, asked)
        if RULES[key](actor, case).ok
    )


def offered(case: Case, actor: Actor, asked: Open) -> Iterable[str]:
    urges, extensions, reviews, whistles = asked
    if any(urge.answered_at is None and urge.round == case.round for urge in urges):
        yield "answer_urge"
    if any(one.decided_at is None and one.round == case.round for one in extensions):
        yield from ("grant_extension", "refuse_extension")
    elif case.due_at is not None:
        yield "ask_extension"
    if case.stage in {"taken", "working", "answered"}:
        yield "try_call"
    if case.looker_id is not None:
        yield "call_off_check"
    in_work = case.stage not in (*BEFORE_SORTING, *AFTER_THE_WORK)
    if in_work and case.kind in case.rulebook.whistle.kinds and not any(one.is_open for one in whistles):
        yield "blow"
    if case.stage in {"answered", "verified"}:
        proposed = next((one for one in reviews if not one.reviewed_at and one.round == case.round), None)
        if proposed is None:
            yield "propose_end"
        elif is_another_person(proposed, actor).ok:
            yield from ("confirm_end", "decline_end")


def aside_name(key: str, case: Case) -> str:
    """The rule book has its own word for calling units together."""
    return {
        "blow": case.rulebook.whistle.name,
        "answer_urge": _("Answer the urging"),
        "ask_extension": _("Ask for more time"),
        "grant_extension": _("Grant more time"),
        "refuse_extension": _("Refuse more time"),
        "try_call": _("Called, not reached"),
        "propose_end": _("Propose an end for two"),
        "confirm_end": _("Confirm the proposed end"),
        "decline_end": _("Decline the proposed end"),
        "call_off_check": _("Nobody need go and look"),
    }.get(key, "")
