"""One case as its resident reads it: the steps under the locality's names, what was said, why until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.models import Message
from linli.cases.reads import CasePage, Deadline, Event
from linli.places.explain import ExplainedDay, explained
from linli.portal.holders import office_of


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
    is_answer: bool = False


@dataclass(frozen=True)
class Why:
    """One time limit with its reckoning."""

    name: str
    due_at: datetime | None
    limit: str
    days: tuple[ExplainedDay, ...]
    unconfirmed: bool
    met_at: datetime | None


def step_lines(page: CasePage) -> list[StepLine]:
    latest = {event.verb: event for event in page.events}
    return [
        StepLine(step.name, state, None if state == "next" else latest.get(step.verb))
        for step, state in page.steps
    ]


def conversation(page: CasePage) -> list[Said]:
    """Sentences and answers in the order in which they were said; the first words stand above them."""
    said = [*spoken(page), *answered(page)]
    return sorted(said, key=lambda one: one.at)


def spoken(page: CasePage) -> Iterator[Said]:
    for message in page.messages:
        mine = message.side == Message.Side.RESIDENT
        yield Said(
            message.at, _("You") if mine else office_of(page.case, message.post), message.text, mine=mine
        )


def answered(page: CasePage) -> Iterator[Said]:
    for answer in page.answers:
        yield Said(answer.at, office_of(page.case, answer.post), answer.text, is_answer=True)


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
