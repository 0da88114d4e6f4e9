"""What the pages show of a whistle: each unit's part, how it stands, and what this reader may do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case, Whistle, WhistlePart
from linli.cases.rules_of_whistles import (
    LONGEST_DONE,
    can_beg_off,
    can_end_whistle,
    can_excuse_part,
    can_finish_part,
    can_rate_call,
    can_rate_response,
    can_report_in,
)
from linli.cases.telltales import without_persons
from linli.kit.actor import Actor
from linli.kit.answer import Answer


@dataclass(frozen=True)
class Step:
    """An act about one part: without words, with words under `label`, or with one of three `marks` and words if wanted."""

    key: str
    name: Any
    label: Any
    rule: Callable[[Actor, WhistlePart], Answer]
    word: str = ""  # the name of the words among the arguments of the act
    longest: int = 200
    marks: tuple[tuple[str, Promise], ...] = ()


RESPONSES: Final = (
    (WhistlePart.Response.WELL.value, gettext_lazy("They came and did it")),
    (WhistlePart.Response.PARTLY.value, gettext_lazy("They did a part of it")),
    (WhistlePart.Response.BADLY.value, gettext_lazy("They left us alone with it")),
)
CALLS: Final = (
    (WhistlePart.Call.NEEDED.value, gettext_lazy("It was right to call us")),
    (WhistlePart.Call.PARTLY.value, gettext_lazy("Partly ours")),
    (WhistlePart.Call.NEEDLESS.value, gettext_lazy("We were not needed")),
)
STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        step.key: step
        for step in (
            Step("report_in", gettext_lazy("Report in: we are there"), "", can_report_in),
            Step(
                "finish_part",
                gettext_lazy("Done"),
                gettext_lazy("What was done?"),
                can_finish_part,
                "did",
                LONGEST_DONE,
            ),
            Step(
                "beg_off",
                gettext_lazy("We cannot"),
                gettext_lazy("Why can it not be done?"),
                can_beg_off,
                "reason",
            ),
            Step(
                "excuse_part",
                gettext_lazy("Go on without them"),
                gettext_lazy("Why does it go without this unit?"),
                can_excuse_part,
                "reason",
            ),
            Step(
                "rate_response",
                gettext_lazy("How did they answer this call?"),
                gettext_lazy("A word to them, if you like"),
                can_rate_response,
                "words",
                marks=RESPONSES,
            ),
            Step(
                "rate_call",
                gettext_lazy("Was it right to call us?"),
                gettext_lazy("A word to them, if you like"),
                can_rate_call,
                "words",
                marks=CALLS,
            ),
        )
    }
)


@dataclass(frozen=True)
class PartLine:
    part: WhistlePart
    steps: tuple[Step, ...]  # what this reader may do now
    mine: bool  # the reader's own unit

    @property
    def state(self) -> str:
        return state_words(self.part)

    @property
    def style(self) -> str:
        """Of the tag that shows the state."""
        kinds = {"called": "wait", "arrived": "", "unable": "late", "done": "done", "excused": "plain"}
        return kinds[self.part.state]

    @property
    def response(self) -> str:
        return str(dict(RESPONSES).get(self.part.response, ""))

    @property
    def call(self) -> str:
        return str(dict(CALLS).get(self.part.call, ""))


@dataclass(frozen=True)
class WhistlePage:
    whistle: Whistle
    lines: tuple[PartLine, ...]
    may_end: Answer
    by_me: bool

    @property
    def case(self) -> Case:
        return self.whistle.case

    @property
    def name(self) -> str:
        return self.case.rulebook.whistle.name

    @property
    def caller(self) -> str:
        return caller_of(self.whistle)

    @property
    def place(self) -> str:
        return place_of(self.whistle)

    @property
    def settled(self) -> int:
        return sum(line.part.is_settled for line in self.lines)

    @property
    def silent(self) -> tuple[PartLine, ...]:
        return tuple(line for line in self.lines if line.part.is_silent)

    @property
    def calling_me(self) -> bool:
        return any(line.mine for line in self.lines)

    @property
    def outcome(self) -> str:
        return outcome_of(self.whistle)

    @property
    def waits_for_me(self) -> bool:
        """Something that this reader may do besides going on without a unit."""
        return any(step.key != "excuse_part" for line in self.lines for step in line.steps)


def caller_of(whistle: Whistle) -> str:
    """The unit or the area of whoever blew; not the person."""
    post = whistle.post
    return post.organisation.name if post.organisation else post.area.name


def place_of(whistle: Whistle, *, in_sheet: bool = False) -> str:
    """Whoever may see a call reads where to go, down to the room; in a sheet, which goes on to others, no room stands."""
    return without_persons(whistle.place) if in_sheet else whistle.place


def outcome_of(whistle: Whistle) -> str:
    if whistle.is_open:
        return ""
    return _("ended together") if whistle.outcome == Whistle.Outcome.JOINT else _("ended with its case")


def state_words(part: WhistlePart) -> str:
    return {
        WhistlePart.State.CALLED: _("called, no word yet"),
        WhistlePart.State.ARRIVED: _("is there"),
        WhistlePart.State.UNABLE: _("cannot"),
        WhistlePart.State.DONE: _("done"),
        WhistlePart.State.EXCUSED: _("not needed"),
    }[WhistlePart.State(part.state)]


def with_parts(rows: Any) -> Any:
    """One query more, for all parts together."""
    related = rows.select_related("case__area", "post__organisation", "post__area")
    return related.prefetch_related("parts__organisation")


def whistle_page(whistle: Whistle, actor: Actor) -> WhistlePage:
    """No query: the whistle comes through `with_parts`."""
    units = actor.units_with("called")
    lines = tuple(
        PartLine(part, steps_of(part, actor), part.organisation_id in units) for part in whistle.parts.all()
    )
    by_me = whistle.post_id in {post.id for post in actor.posts}
    return WhistlePage(whistle, lines, can_end_whistle(actor, whistle), by_me)


def steps_of(part: WhistlePart, actor: Actor) -> tuple[Step, ...]:
    return tuple(step for step in STEPS.values() if step.rule(actor, part))


SHOWN: Final = ("open", "by_me", "calling_me", "ended")


def whistles_for(actor: Actor, show: str) -> Any:
    """Of those that this actor may see: the open ones, or all that she blew, that call her unit, or that have ended."""
    rows = Whistle.objects.visible_to(actor)
    if show == "by_me":
        rows = rows.blown_by(actor)
    elif show == "calling_me":
        rows = rows.calling(actor)
    else:
        rows = rows.exclude(ended_at=None) if show == "ended" else rows.open()
    return with_parts(rows)


def whistles_of(case: Case) -> tuple[Whistle, ...]:
    """Of this case, the last one first. Three queries."""
    found = tuple(with_parts(Whistle.objects.filter(case=case)).order_by("-blown_at", "-id"))
    for one in found:
        one.case = case
    return found


def open_whistle(whistles: tuple[Whistle, ...]) -> Whistle | None:
    return next((one for one in whistles if one.is_open), None)
