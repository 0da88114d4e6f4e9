"""What happened to a case, as its page tells it: each trace under its verb's own name, and the steps of its flow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.models import (
    Case,
)
from linli.governance.model import Step
from linli.kit.models import Trace
from linli.people.models import Post

# The past tense of a trace, back to its verb.
VERB_OF = {
    "raised": "raise",
    "registered": "register",
    "triaged": "triage",
    "dispatched": "dispatch",
    "offered": "offer",
    "accepted": "accept",
    "claimed": "claim",
    "released": "release",
    "started": "start",
    "suspended": "suspend",
    "resumed": "resume",
    "extended": "extend",
    "contested": "contest",
    "upheld": "uphold",
    "rejected": "reject",
    "climbed": "climb",
    "joined": "join",
    "merged": "merge",
    "gathered": "merge",
    "unmerged": "unmerge",
    "parted": "unmerge",
    "split": "split",
    "urged": "urge",
    "answered": "answer",
    "verified": "verify",
    "closed": "close",
    "rated": "rate",
    "reopened": "reopen",
    "withdrawn": "withdraw",
    "published": "publish",
    "unpublished": "unpublish",
    "enlisted": "enlist",
    "delisted": "delist",
    "check_asked": "ask_check",
    "check_reported": "report_check",
}


# Reasons in these traces are meant for the resident; the words of others stay inside.
READ_BY_RESIDENT = frozenset(
    {"released", "suspended", "extended", "climbed", "reopened", "rated", "unmerged", "check_reported"}
)


@dataclass(frozen=True)
class Event:
    """One line of the timeline, under the locality's own name for the step."""

    at: datetime
    verb: str
    name: str
    who: str
    words: str
    facts: dict[str, Any]


def steps_of(case: Case, traces: Iterable[Trace]) -> tuple[tuple[Step, str], ...]:
    """The chain of this kind of case under the locality's names: done, now, still to come."""
    done = {VERB_OF.get(trace.name.partition(".")[2], "") for trace in traces_of_round(traces)}
    steps = case.flow.steps
    latest = max((i for i, step in enumerate(steps) if step.verb in done), default=-1)
    states = ["past" if i < latest else "now" if i == latest else "next" for i in range(len(steps))]
    shown = [
        (step, "past" if not case.is_open and state == "now" else state)
        for step, state in zip(steps, states, strict=True)
        if not (state == "past" and step.verb not in done) and not (state == "next" and step.optional)
    ]
    return tuple(shown)


def traces_of_round(traces: Iterable[Trace]) -> list[Trace]:
    """From the last reopening on; raising and registering belong to every round."""
    rows = list(traces)
    start = max((i for i, row in enumerate(rows) if row.name == "case.reopened"), default=0)
    return [row for i, row in enumerate(rows) if i >= start or row.name in {"case.raised", "case.registered"}]


def events_of(case: Case, traces: list[Trace], *, inside: bool) -> Iterable[Event]:
    named = Post.objects.select_related("organisation", "area").only(
        "role", "organisation__name", "area__name"
    )
    posts = named.in_bulk({trace.post_id for trace in traces if trace.post_id})
    for trace in traces:
        past = trace.name.partition(".")[2]
        verb = case.flow.verb(VERB_OF.get(past, ""))
        if verb is None:
            continue
        said = getattr(trace, "said", None)
        readable = inside or past in READ_BY_RESIDENT
        yield Event(
            at=trace.at,
            verb=verb.key,
            name=verb.step_name or verb.name,
            who=who_acted(case, trace, posts.get(trace.post_id or 0)),
            words=said.words if said and readable else "",
            facts=trace.facts,
        )


def who_acted(case: Case, trace: Trace, post: Post | None) -> str:
    name = office_name(case, post)
    return str(_("%(post)s, by her stand-in") % {"post": name}) if trace.facts.get("for") else name


def office_name(case: Case, post: Post | None) -> str:
    """The unit (or the area) and the kind of post; whose person it is, the office's own pages say."""
    if post is None:
        return ""
    role = case.rulebook.roles.get(post.role)
    place = post.organisation.name if post.organisation else post.area.name
    return f"{place} {role.name}" if role else place
