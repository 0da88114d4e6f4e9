"""One case as the console shows it: what was said, what is proposed, what may be done, and the one form that stands open."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.publishing import public_area_name
from linli.cases.asides import aside_name
from linli.cases.holders import Proposal
from linli.cases.ladder import meeting_words
from linli.cases.lookers import found_words
from linli.cases.models import Answer as GivenAnswer
from linli.cases.models import Case, Check, Picture, Rating
from linli.cases.reads import Act, CasePage
from linli.cases.reads_of_alike import Alike
from linli.cases.reads_of_history import office_name
from linli.cases.reads_of_links import Bonds
from linli.cases.reads_of_whistles import WhistlePage, whistle_page
from linli.console.case.asking import VerbForm, new_key
from linli.console.case.drawing import Drawing
from linli.console.case.forms import AT_ONCE
from linli.console.case.look import CorrectForm, LookForm
from linli.console.case.reviews import ReviewLine, review_lines
from linli.governance.explain import class_words
from linli.kit.actor import ANONYMOUS, Actor
from linli.kit.answer import Answer
from linli.people.actions.contacts import ClearContact
from linli.places.explain import ExplainedDay


@dataclass(frozen=True)
class Choice:
    """A category that may be meant, why, and who would get the case."""

    code: str
    name: str
    because: str
    to: str
    chosen: bool
    kind: str = ""  # the kind of case that this category usually starts, where it is another one


@dataclass(frozen=True)
class Reckoning:
    """One clock, explained day by day."""

    name: str
    limit: str
    due_at: datetime | None
    met_at: datetime | None
    days: tuple[ExplainedDay, ...]
    unconfirmed: bool
    late: bool


@dataclass(frozen=True)
class Warned:
    """A part of a text that may lead to a person."""

    field: str
    kind: str
    text: str


@dataclass(frozen=True)
class Button:
    key: str
    name: str
    at_once: bool
    obvious: bool
    opened: bool

    @property
    def route(self) -> str:
        return f"console:case-{self.key}"


@dataclass(frozen=True)
class AnswerLine:
    answer: GivenAnswer
    end: str
    rating: Rating | None
    verdict: str


@dataclass(frozen=True)
class LookLine:
    check: Check
    who: str
    found: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Unkept:
    """What somebody heard and typed, and why it was not kept."""

    digest: str
    text: str
    why: str


@dataclass(frozen=True)
class Pane:
    page: CasePage
    acts: tuple[Act, ...]
    refused: tuple[Act, ...]
    obvious: str
    form: VerbForm | None
    opened_answer: Answer  # whether the open form may be sent; its reason stands where the form would be
    reply: Answer
    may_look: Answer
    choices: tuple[Choice, ...]
    proposal: Proposal | None
    drawing: Drawing | None
    reckonings: tuple[Reckoning, ...]
    warned: tuple[Warned, ...]
    reader: Actor = ANONYMOUS
    may_write_down: bool = False
    look_form: LookForm = field(default_factory=LookForm)
    seen: ClearContact | None = None
    correct_form: CorrectForm | None = None  # beside what was shown, or come back
    unkept: Unkept | None = None
    alike: tuple[Alike, ...] = ()
    urgency: str = ""
    danger: str = ""  # told by a later word of hers that nobody has answered
    may_ask_on_paper: bool = False
    returns: datetime | None = None  # when a claim that nobody began goes back to the pool
    theirs: tuple[tuple[str, str], ...] = ()  # how the case stands, for who decided on an older state of it
    key: str = field(default_factory=new_key)

    @property
    def case(self) -> Case:
        return self.page.case

    @property
    def opened(self) -> str:
        return self.form.verb if self.form else ""

    @property
    def opened_name(self) -> str:
        return self._name(self.opened)

    def _name(self, key: str) -> str:
        if key == "reply":
            return _("Write to the resident")
        if key == "publish" and self.on_board:
            return _("Change the published text")
        verb = self.case.flow.verb(key)
        return verb.name if verb else aside_name(key, self.case)

    @property
    def form_route(self) -> str:
        return f"console:case-{self.opened}"

    @property
    def form_shown(self) -> bool:
        """A form that came back keeps standing, so that nothing typed is lost, even if its time is over."""
        return self.form is not None and (self.form.is_bound or bool(self.opened_answer))

    @property
    def buttons(self) -> tuple[Button, ...]:
        asides = [act.key for act in self.page.asides]
        keys = [act.key for act in self.acts] + asides + (["reply"] if self.reply else [])
        return tuple(
            Button(key, self._name(key), key in AT_ONCE, key == self.obvious, key == self.opened)
            for key in keys
        )

    @property
    def refused_steps(self) -> tuple[Act, ...]:
        """Steps of the chain that the stage allows and this reader's post does not."""
        return tuple(act for act in self.refused if act.verb.main)

    @property
    def refused_rest(self) -> tuple[Act, ...]:
        return tuple(act for act in self.refused if not act.verb.main)

    @property
    def has_choice(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def proposal_chosen(self) -> bool:
        if self.proposal is None or self.proposal.holder is None or self.form is None:
            return False
        return not self.form.is_bound or self.form["holder"].value() == self.proposal.holder.key

    @property
    def legal_class(self) -> str:
        return class_words(self.proposal.duty.legal_class) if self.proposal else ""

    @property
    def channel(self) -> str:
        found = self.case.rulebook.channels.get(self.case.channel)
        return found.name if found else self.case.channel

    @property
    def kind(self) -> str:
        return self.case.flow.name

    @property
    def stage(self) -> str:
        return self.case.rulebook.stage(self.case.stage)

    @property
    def end(self) -> str:
        return end_name(self.case, self.case.end_state)

    @property
    def rung(self) -> str:
        return self.case.rulebook.rung(self.case.rung).name

    @property
    def meeting(self) -> str:
        return meeting_words(self.case)

    @property
    def category(self) -> str:
        return category_name(self.case, self.case.category)

    @property
    def holder(self) -> str:
        post, unit = self.case.holder_post, self.case.holder_organisation
        role = self.case.rulebook.roles.get(post.role) if post else None
        names = [unit.name if unit else "", role.name if role else "", post.account.name if post else ""]
        return " ".join(filter(None, names))

    @property
    def alias(self) -> str:
        return self.case.alias or _("The resident")

    @property
    def whistles(self) -> tuple[WhistlePage, ...]:
        return tuple(whistle_page(one, self.reader) for one in self.page.whistles)

    @property
    def reviews(self) -> tuple[ReviewLine, ...]:
        return review_lines(self.case, self.page.reviews, self.reader)

    @property
    def bonds(self) -> Bonds:
        return self.page.bonds

    @property
    def looks(self) -> tuple[LookLine, ...]:
        """Each time somebody went to see whether it is so, or is asked to."""
        names = found_words()
        return tuple(
            LookLine(one, office_name(self.case, one.post), names.get(one.outcome, ""), pictures)
            for one, pictures in self.page.looks
        )

    @property
    def on_board(self) -> bool:
        public = self.page.publication
        return public is not None and public.withdrawn_at is None

    @property
    def public_area(self) -> str:
        return public_area_name(self.case)

    @property
    def answers(self) -> tuple[AnswerLine, ...]:
        said = {
            Rating.Verdict.SOLVED: _("Solved"),
            Rating.Verdict.PARTLY: _("Partly solved"),
            Rating.Verdict.UNSOLVED: _("Not solved"),
        }
        ratings: dict[int, Any] = {rating.round: rating for rating in self.page.ratings}
        return tuple(
            AnswerLine(
                answer,
                end_name(self.case, answer.end_state),
                ratings.get(answer.round),
                said[ratings[answer.round].verdict] if answer.round in ratings else "",
            )
            for answer in self.page.answers
        )


def end_name(case: Case, end_state: str) -> str:
    end = case.rulebook.ends.get(end_state)
    return end.name if end else end_state


def category_name(case: Case, code: str) -> str:
    top, found = case.rulebook.top_category(code), case.rulebook.category(code)
    names = [top.name if top else "", found.name if found and found is not top else ""]
    return " · ".join(filter(None, names))
