"""What whole screens read, each as one frozen value. Doors only show these."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import reads_of_rows as rows
from linli.cases.asides import aside_verbs
from linli.cases.deadlines import due
from linli.cases.models import (
    Answer,
    Call,
    Case,
    Check,
    Clock,
    Detail,
    Extension,
    Message,
    Objection,
    Pause,
    Picture,
    Publication,
    Rating,
    Review,
    Sound,
    Urge,
    Whistle,
)
from linli.cases.reads_of_history import Event, events_of, steps_of
from linli.cases.reads_of_links import NONE, TELLING, Bonds, bonds_of
from linli.cases.reads_of_whistles import whistles_of
from linli.cases.rules_by_verb import RULES
from linli.cases.rules_of_whistles import is_only_called
from linli.governance.limits import Limit
from linli.governance.model import Step, Verb
from linli.governance.vocabulary import UNANSWERED
from linli.kit.actor import Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.answer import yes
from linli.kit.models import Trace
from linli.places.reads import calendar_for
from linli.places.worktime import Due
from linli.places.worktime import Pause as Stop

JUDGED = frozenset({"rated", "verified"})
PAUSING = frozenset({"suspended", "contested"})


CONSENT_WORDS = {
    "not_asked": _("The speaker was not asked yet whether her name may be kept."),
    "agrees": _("The speaker was asked and agrees that name and number are kept."),
    "declines": _("The speaker was asked and would rather not be named."),
}


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
    details: tuple[Detail, ...]
    sounds: tuple[Sound, ...]
    answers: tuple[Answer, ...]
    ratings: tuple[Rating, ...]
    pauses: tuple[Pause, ...]
    deadlines: tuple[Deadline, ...]
    publication: Publication | None
    objection: Objection | None  # the open one
    acts: tuple[Act, ...]
    bonds: Bonds = NONE
    urges: tuple[Urge, ...] = ()
    extensions: tuple[Extension, ...] = ()
    calls: tuple[Call, ...] = ()
    reviews: tuple[Review, ...] = ()
    asides: tuple[Act, ...] = ()
    checks: tuple[Check, ...] = ()
    whistles: tuple[Whistle, ...] = ()
    called: bool = (
        False  # the reader is only called to help: what was said stays with those who have the case
    )

    @property
    def consent(self) -> str:
        """Whether the speaker was asked, as whoever wrote it down noted; nothing where nobody noted it."""
        noted = next((event.facts.get("consent") for event in self.events if event.verb == "raise"), None)
        return str(CONSENT_WORDS[noted]) if noted in CONSENT_WORDS else ""

    @property
    def said_earlier(self) -> datetime | None:
        """When it was said, where that was on a day before it was written down: on paper, in a chat."""
        said = self.case.words.said_at
        earlier = timezone.localdate(said) < timezone.localdate(self.case.raised_at)
        return said if earlier else None

    @property
    def before(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.moment == "before")

    @property
    def after(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.moment == "after")

    @property
    def looks(self) -> tuple[tuple[Check, tuple[Picture, ...]], ...]:
        """Each time that somebody went and looked, or is asked to, with what she photographed there."""
        seen = tuple(picture for picture in self.pictures if picture.moment == "check")
        return tuple((one, tuple(p for p in seen if p.at == one.ended_at)) for one in self.checks)

    @property
    def open_check(self) -> Check | None:
        return next((one for one in self.checks if one.is_open), None)

    @property
    def spoken(self) -> tuple[Sound, ...]:
        """What was said by voice when the case was raised; the rest belongs to a message."""
        return tuple(sound for sound in self.sounds if sound.message_id is None)

    @property
    def unwritten(self) -> bool:
        """Said by voice alone, and nobody has written it down yet."""
        return not self.called and not self.words and not any(sound.transcript for sound in self.spoken)

    @property
    def said(self) -> str:
        """Her words; where she spoke instead, what the office heard, as it was typed last."""
        return self.words or "\n".join(sound.transcript.text for sound in self.spoken if sound.transcript)

    @property
    def answer(self) -> Answer | None:
        return next((a for a in self.answers if a.round == self.case.round), None)

    @property
    def open_urges(self) -> tuple[Urge, ...]:
        """Those that nobody has answered, nor made idle by answering the case itself."""
        waits = self.case.stage in UNANSWERED
        return tuple(u for u in self.urges if waits and u.answered_at is None and u.round == self.case.round)

    @property
    def open_extension(self) -> Extension | None:
        return next((e for e in self.extensions if not e.decided_at and e.round == self.case.round), None)

    @property
    def open_review(self) -> Review | None:
        return next((r for r in self.reviews if not r.reviewed_at and r.round == self.case.round), None)

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
    traces = rows.traces(case.pk)
    raised: dict[str, Any] = next((trace.facts for trace in traces if trace.name == "case.raised"), {})
    told = {trace.name.removeprefix("case.") for trace in traces}
    pauses = tuple(rows.pauses(case.pk)) if told & PAUSING else ()
    urges = tuple(rows.urges(case.pk)) if "urged" in told else ()
    extensions = tuple(rows.extensions(case.pk)) if "extension_asked" in told else ()
    reviews = tuple(rows.reviews(case.pk)) if "end_proposed" in told else ()
    whistles = whistles_of(case) if "blown" in told else ()
    called = is_only_called(actor, case, whistles)
    inside = actor.serves(case.area_path) and not called
    asides = aside_verbs(case, actor, (urges, extensions, reviews, whistles))
    page = CasePage(
        case=case,
        words=case.words.text,
        steps=steps_of(case, traces),
        events=tuple(events_of(case, traces, inside=inside)),
        messages=tuple(rows.messages(case.pk)) if "replied" in told else (),
        pictures=tuple(rows.pictures(case.pk)),
        details=tuple(rows.details(case.pk)) if "details" in raised else (),
        sounds=rows.sounds(case) if any("sounds" in trace.facts for trace in traces) else (),
        answers=tuple(rows.answers(case.pk)) if "answered" in told else (),
        ratings=tuple(rows.ratings(case.pk)) if told & JUDGED else (),
        pauses=pauses,
        deadlines=deadlines_of(case, pauses),
        publication=next(iter(rows.publications(case.pk)), None) if "published" in told else None,
        objection=next(iter(rows.objections(case.pk)), None) if case.contested else None,
        acts=acts_of(case, actor),
        bonds=bonds_of(case) if told & TELLING or is_part(traces) else NONE,
        urges=urges,
        extensions=extensions,
        calls=tuple(rows.calls(case.pk)) if "tried" in told else (),
        reviews=reviews,
        asides=tuple(Act(verb, yes) for verb in asides),
        checks=rows.checks(case) if "check_asked" in told else (),
        whistles=whistles,
    )
    return needed_to_help(page) if called else page


def needed_to_help(page: CasePage) -> CasePage:
    """For a unit that is only called: the place, the matter and its own part; nothing that leads to whoever spoke."""
    return replace(
        page,
        words="",
        details=(),
        messages=(),
        sounds=(),
        urges=(),
        calls=(),
        ratings=(),
        checks=(),
        called=True,
    )


def is_part(traces: list[Trace]) -> bool:
    return bool(traces and traces[0].facts.get("whole"))


def acts_of(case: Case, actor: Actor) -> tuple[Act, ...]:
    return tuple(
        Act(verb, RULES[verb.key](actor, case))
        for verb in case.flow.next_verbs(case.stage)
        if verb.key in RULES
    )


def deadlines_of(case: Case, pauses: Iterable[Pause]) -> tuple[Deadline, ...]:
    stops = [Stop(pause.since, pause.until) for pause in pauses]
    calendar = calendar_for(case.area_path)
    return tuple(
        Deadline(
            clock, due(Limit(clock.amount, clock.unit), clock.started_at, case.rulebook, calendar, stops)
        )
        for clock in rows.clocks(case.pk, case.round)
    )
