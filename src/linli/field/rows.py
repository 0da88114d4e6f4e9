"""One line of a list: the case, and the one thing that this worker would do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from linli.cases.lists import urged_among
from linli.cases.models import Case
from linli.cases.reads import acts_of
from linli.cases.returning import returns_among
from linli.field.forms import new_key
from linli.governance.model import Verb
from linli.kit.actor import Actor

ONE_TAP = ("resume", "accept", "claim", "start")
WITH_WORDS = ("answer",)


@dataclass(frozen=True)
class NextAct:
    """`one_tap`: a button does it; otherwise a page asks for words first."""

    verb: Verb
    address: str
    one_tap: bool
    key: str


@dataclass(frozen=True)
class Row:
    case: Case
    act: NextAct | None
    urged: datetime | None = None  # when the answer to an urging is due
    returns: datetime | None = None  # when a claim that nobody began goes back to the pool
    absent: str = ""  # in whose place it is done, while she is away


def rows_of(cases: Any, actor: Actor) -> list[Row]:
    """One query for those that are urged, and two where a case is taken and not begun."""
    rows = list(cases)
    urged, back = urged_among(rows), returns_among(rows)
    absent = {post.id: post.absent_name for post in actor.posts if post.stands_in}
    return [
        Row(
            case,
            next_act(case, actor),
            urged.get(case.pk),
            back.get(case.pk),
            absent.get(case.holder_post_id or 0, ""),
        )
        for case in rows
    ]


def next_act(case: Case, actor: Actor) -> NextAct | None:
    """The first thing that may be done, in the order of the work. No query."""
    possible = {act.key: act.verb for act in acts_of(case, actor) if act.answer.ok}
    key = next((key for key in (*ONE_TAP, *WITH_WORDS) if key in possible), None)
    return act_named(case, possible[key]) if key else None


def act_named(case: Case, verb: Verb) -> NextAct:
    address = reverse(f"field:case-{verb.key}", args=[case.number])
    return NextAct(verb, address, verb.key in ONE_TAP, new_key())
