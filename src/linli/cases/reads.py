"""What whole screens read, each as one frozen value. Doors only show these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.cases.deadlines import due
from linli.cases.models import Answer, Case, Clock, Message, Pause, Picture, Publication, Rating
from linli.cases.rules import RULES
from linli.governance.limits import Limit
from linli.governance.model import Step, Verb
from linli.kit.actor import Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.models import Trace
from linli.kit.trace import traces_of
from linli.people.models import Post
from linli.places.reads import calendar_for
from linli.places.worktime import Due
from linli.places.worktime import Pause as Stop

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
    "climbed": "climb",
    "answered": "answer",
    "verified": "verify",
    "closed": "close",
    "rated": "rate",
    "reopened": "reopen",
    "withdrawn": "withdraw",
    "published": "publish",
    "unpublished": "unpublish",
}
JUDGED = frozenset({"rated", "verified"})
# Reasons in these traces are meant for the resident; the words of others stay inside.
READ_BY_RESIDENT = frozenset({"released", "suspended", "extended", "climbed", "reopened", "rated"})


@dataclass(frozen=True)
class Event:
    """One line of the timeline, under the locality's own name for the step."""

    at: datetime
    verb: str
    name: str
    who: str
    words: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Deadline:
    """One clock with its reckoning, day by day."""

    clock: Clock
    due: Due

    @property
    def name(self) -> str:
        return self.clock.name


@dataclass(frozen=True)
class Act:
    """A verb that the flow knows in this stage, and whether this actor may do it (or why not)."""

    verb: Verb
    answer: Ruling

    @property
    def key(self) -> str:
        return self.verb.key


@dataclass(frozen=True)
class CasePage:
    """All that a screen shows of one case. Nothing in here tells who the resident is."""

    case: Case
    words: str
    steps: tuple[tuple[Step, str], ...]  # each with "past", "now" or "next"
    events: tuple[Event, ...]
    messages: tuple[Message, ...]
    pictures: tuple[Picture, ...]
    answers: tuple[Answer, ...]
    ratings: tuple[Rating, ...]
    pauses: tuple[Pause, ...]
    deadlines: tuple[Deadline, ...]
    publication: Publication | None
    acts: tuple[Act, ...]

    @property
    def before(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.moment == "before")

    @property
    def after(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.moment == "after")

    @property
    def answer(self) -> Answer | None:
        return next((a for a in self.answers if a.round == self.case.round), None)

    @property
    def rating(self) -> Rating | None:
        return next((r for r in self.ratings if r.round == self.case.round), None)

    def may(self, verb: str) -> bool:
        return any(act.key == verb and act.answer.ok for act in self.acts)

    @property
    def possible(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.answer.ok)


def case_page(case: Case, actor: Actor) -> CasePage:
    """At most ten queries, whatever the length of the story. `case` comes through `visible_to` with its holder and area.

    Every change leaves a trace, so what the traces do not tell of is not looked for.
    """
    inside = actor.serves(case.area_path)
    traces = list(traces_of(case).select_related("said").order_by("number"))
    told = {trace.name.removeprefix("case.") for trace in traces}
    pauses = tuple(Pause.objects.filter(case=case).order_by("since")) if "suspended" in told else ()
    return CasePage(
        case=case,
        words=case.words.text,
        steps=steps_of(case, traces),
        events=tuple(events_of(case, traces, inside=inside)),
        messages=messages_of(case) if "replied" in told else (),
        pictures=tuple(Picture.objects.filter(case=case).order_by("at")),
        answers=tuple(Answer.objects.filter(case=case).order_by("round")) if "answered" in told else (),
        ratings=tuple(Rating.objects.filter(case=case).order_by("round")) if told & JUDGED else (),
        pauses=pauses,
        deadlines=deadlines_of(case, pauses),
        publication=Publication.objects.filter(case=case).first() if "published" in told else None,
        acts=acts_of(case, actor),
    )


def messages_of(case: Case) -> tuple[Message, ...]:
    rows = Message.objects.filter(case=case).select_related("post__organisation", "post__area")
    return tuple(rows.order_by("at"))


def with_page(cases: Any) -> Any:
    """The relations that a case page shows, fetched with the case."""
    return cases.select_related(
        "words", "area", "holder_organisation", "holder_post__account", "holder_post__area"
    )


def acts_of(case: Case, actor: Actor) -> tuple[Act, ...]:
    return tuple(
        Act(verb, RULES[verb.key](actor, case))
        for verb in case.flow.next_verbs(case.stage)
        if verb.key in RULES
    )


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
    posts = Post.objects.select_related("organisation", "area", "account").in_bulk(
        {trace.post_id for trace in traces if trace.post_id}
    )
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
            who=_who(case, posts.get(trace.post_id or 0)),
            words=said.words if said and readable else "",
            facts=trace.facts,
        )


def _who(case: Case, post: Post | None) -> str:
    """The unit (or the area) and the kind of post; whose person it is, the office's own pages say."""
    if post is None:
        return ""
    role = case.rulebook.roles.get(post.role)
    place = post.organisation.name if post.organisation else post.area.name
    return f"{place} {role.name}" if role else place


def deadlines_of(case: Case, pauses: Iterable[Pause]) -> tuple[Deadline, ...]:
    stops = [Stop(pause.since, pause.until) for pause in pauses]
    calendar = calendar_for(case.area_path)
    return tuple(
        Deadline(
            clock, due(Limit(clock.amount, clock.unit), clock.started_at, case.rulebook, calendar, stops)
        )
        for clock in Clock.objects.filter(case=case, round=case.round).order_by("name")
    )
