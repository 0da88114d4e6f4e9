"""One case as its resident reads it: the steps under the locality's names, what was said, why until when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.lookers import found_words
from linli.cases.models import Message, Picture, Sound, Whistle
from linli.cases.reads import CasePage, Deadline
from linli.cases.reads_of_history import Event
from linli.cases.reads_of_whistles import state_words
from linli.places.explain import ExplainedDay, explained
from linli.portal.holders import office_of
from linli.portal.keys import is_news


@dataclass(frozen=True)
class StepLine:
    """A headline of the timeline: "past", "now" or "next", and what is known of it."""

    name: str
    state: str
    event: Event | None


@dataclass(frozen=True)
class Said:
    at: datetime
    who: str
    text: str
    mine: bool = False
    sounds: tuple[Sound, ...] = ()
    is_answer: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Why:
    """One time limit with its reckoning."""

    name: str
    due_at: datetime | None
    limit: str
    days: tuple[ExplainedDay, ...]
    unconfirmed: bool
    met_at: datetime | None


@dataclass(frozen=True)
class Looked:
    """Somebody of the office was asked to see whether it is so; `at`: when she went, or by when she goes."""

    who: str
    at: datetime
    open: bool
    found: str
    words: str
    pictures: tuple[Picture, ...]


def looked(page: CasePage) -> list[Looked]:
    names = found_words()
    return [
        Looked(
            office_of(page.case, one.post),
            one.ended_at or one.due_at,
            one.is_open,
            names.get(one.outcome, ""),
            one.words,
            pictures,
        )
        for one, pictures in page.looks
    ]


def step_lines(page: CasePage) -> list[StepLine]:
    latest = {event.verb: event for event in page.events}
    return [
        StepLine(step.name, state, None if state == "next" else latest.get(step.verb))
        for step, state in page.steps
    ]


def conversation(page: CasePage, seen: datetime | None = None) -> list[Said]:
    """Sentences and answers in the order in which they were said; the first words stand above them."""
    said = [*spoken(page), *reminded(page), *answered(page)]
    marked = (replace(one, is_new=not one.mine and is_news(seen, one.at)) for one in said)
    return sorted(marked, key=lambda one: one.at)


def spoken(page: CasePage) -> Iterator[Said]:
    for message in page.messages:
        mine = message.side == Message.Side.RESIDENT
        who = _("You") if mine else office_of(page.case, message.post)
        spoken = tuple(sound for sound in page.sounds if sound.message_id == message.pk)
        yield Said(message.at, who, message.text, mine=mine, sounds=spoken)


def reminded(page: CasePage) -> Iterator[Said]:
    """Her own questions why it takes so long, and what was said to them."""
    for urge in page.urges:
        if urge.by_resident:
            yield Said(urge.at, _("You"), urge.words, mine=True)
        if urge.by_resident and urge.answered_at and urge.answer:
            yield Said(urge.answered_at, _("The office"), urge.answer)


def answered(page: CasePage) -> Iterator[Said]:
    for answer in page.answers:
        yield Said(answer.at, office_of(page.case, answer.post), answer.text, is_answer=True)


@dataclass(frozen=True)
class CalledTogether:
    """Units that were called to this matter; units only, and how far each has come."""

    arrive_by: datetime
    is_open: bool
    units: tuple[tuple[str, str, str], ...]  # name, how it stands, the style of its tag
    note: str

    @property
    def arrived(self) -> int:
        return sum(style in {"", "done"} for _name, _state, style in self.units)


def called_together(page: CasePage) -> list[CalledTogether]:
    """The open call, or else the last one that was ended together."""
    shown = [one for one in page.whistles if one.is_open or one.outcome == one.Outcome.JOINT]
    return [called(one) for one in shown[:1]]


def called(whistle: Whistle) -> CalledTogether:
    styles = {"called": "wait", "arrived": "", "unable": "plain", "done": "done"}
    coming = [part for part in whistle.parts.all() if part.state in styles]
    units = ((part.organisation.name, state_words(part), styles[part.state]) for part in coming)
    return CalledTogether(whistle.arrive_by, whistle.is_open, tuple(units), whistle.note)


def reasons(page: CasePage) -> list[Why]:
    return [why(deadline) for deadline in page.deadlines]


def why(deadline: Deadline) -> Why:
    clock = deadline.clock
    names = {"first": _("First contact"), "resolve": _("Result")}
    return Why(
        name=names.get(clock.name, clock.name),
        due_at=clock.due_at,
        limit=limit_words(clock.amount, clock.unit),
        days=explained(deadline.due),
        unconfirmed=clock.unconfirmed,
        met_at=clock.met_at,
    )


def limit_words(amount: int, unit: str) -> str:
    words = {
        "wd": _("%(amount)d working days"),
        "wh": _("%(amount)d working hours"),
        "d": _("%(amount)d days, weekends too"),
        "h": _("%(amount)d hours, nights too"),
        "min": _("%(amount)d minutes"),
    }
    return words[unit] % {"amount": amount}
