"""The parts of a rule book as frozen values. `where` is the key path in the file, for faults only."""

from dataclasses import dataclass
from datetime import time

from linli.governance.limits import Limit, Span

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Level:
    """One storey of the area tree: a county, a community, a grid."""

    key: str
    name: str
    under: tuple[str, ...] = ()
    organisation: str = ""  # the body that leads here: 社区大党委
    households: tuple[int, int] | None = None  # the norm, fewest to most
    place: bool = True  # False: only a line of people, as a member's linked households
    where: Where = ()


@dataclass(frozen=True)
class OrganisationKind:
    """A kind of organisation. `identity` False: never learns who raised a case (property companies)."""

    key: str
    name: str
    level: str = ""
    identity: bool = True
    where: Where = ()


@dataclass(frozen=True)
class Role:
    """A kind of post. What it may do follows from the flows; `rights` are the rights beside them."""

    key: str
    name: str
    level: str
    organisation: str = ""
    rights: frozenset[str] = frozenset()
    voluntary: bool = False
    duties: tuple[str, ...] = ()  # the "hats" of this post, as said in the place
    term: Limit | None = None
    where: Where = ()


@dataclass(frozen=True)
class Question:
    """Asked besides the words once the category is known. It never asks who somebody is."""

    key: str
    words: str
    kind: str = "text"  # choice, yes_no, number, text or date
    choices: tuple[str, ...] = ()
    required: bool = False
    danger: str = ""  # key of a danger: a "yes" stops the form and shows its number
    where: Where = ()


@dataclass(frozen=True)
class SubCategory:
    code: str  # "04.lamp"
    name: str
    category: str
    first: Limit | None = None
    resolve: Limit | None = None
    duty: str = ""
    legal_class: str = ""
    kind: str = ""  # "project": this sub-category starts that kind of case
    words: tuple[str, ...] = ()  # said by residents: proposes the category
    safe: Limit | None = None  # until the danger is guarded, before it is removed
    because: str = ""  # why a limit is longer than the base's
    questions: tuple[Question, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class Category:
    code: str  # "04"
    short: str  # "FAC"
    name: str
    first: Limit | None
    resolve: Limit | None
    duty: str  # key of a holder
    legal_class: str
    hotline: str = "help"
    open311: str = ""
    sealed: bool = False
    common: bool = False  # of the place, not of a person: neighbours may learn that it is open, and join
    kind: str = ""  # "proposal": this category starts that kind of case
    words: tuple[str, ...] = ()
    subs: tuple[SubCategory, ...] = ()
    safe: Limit | None = None
    because: str = ""
    questions: tuple[Question, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class Holder:
    """Who stands behind a word of the duty column: community, sub-district, utility."""

    key: str
    role: str
    backup: str = ""
    where: Where = ()


@dataclass(frozen=True)
class DutyRow:
    """A line of the duty list: these categories, at this level (empty: every level), belong to this role."""

    covers: tuple[str, ...]
    role: str
    backup: str = ""
    level: str = ""
    legal_class: str = ""
    basis: str = ""
    where: Where = ()


@dataclass(frozen=True)
class Duty:
    """The answer of the duty list for one category in one place."""

    category: str
    role: str
    backup: str
    level: str  # where the role sits: look upwards from the place for an area of this level
    organisation: str  # kind of organisation, empty when the role stands in none
    legal_class: str  # core, assist or withdrawn
    basis: str = ""


@dataclass(frozen=True)
class Rung:
    """A step of the ladder. `after`: climbs by itself when the case has been here so long."""

    number: int
    name: str
    level: str
    duty_role: str
    meetings: tuple[str, ...] = ()  # the first one decides, the others help it
    after: Limit | None = None
    where: Where = ()

    @property
    def meeting(self) -> str:
        """The meeting that decides here; empty at a rung where one person decides."""
        return self.meetings[0] if self.meetings else ""


@dataclass(frozen=True)
class LadderRules:
    """What lifts a case to the next rung besides time."""

    households: int = 5
    repeats: int = 3
    repeat_days: int = 90
    where: Where = ()


@dataclass(frozen=True)
class Channel:
    key: str
    name: str
    where: Where = ()


@dataclass(frozen=True)
class EndState:
    """`counted`: stands in the denominators of the rates; `second_reviewer`: one alone may not use it."""

    key: str
    name: str
    plain: str
    counted: bool = False
    second_reviewer: bool = False
    where: Where = ()


@dataclass(frozen=True)
class Danger:
    """Words that stop a form and show the number to call."""

    key: str
    number: str
    name: str
    words: tuple[str, ...]
    categories: tuple[str, ...] = ()
    where: Where = ()

    def heard_in(self, said: str) -> str | None:
        return next((word for word in self.words if word in said), None)


@dataclass(frozen=True)
class Hours:
    """The working week, Monday first; a working day counts as `day_hours` working hours."""

    week: tuple[tuple[Span, ...], ...]
    day_hours: int = 8
    where: Where = ()


@dataclass(frozen=True)
class Quiet:
    """No message goes out in these hours, except for the categories that break them."""

    span: Span
    breaks: frozenset[str]
    where: Where = ()

    def holds(self, moment: time, category: str = "") -> bool:
        return self.span.holds(moment) and category.partition(".")[0] not in self.breaks


@dataclass(frozen=True)
class Terms:
    """How long a resident may reopen, when an untouched claim returns, when silence closes."""

    reopen_within: Limit
    claim_returns_after: Limit
    close_after_silence: Limit
    contest_within: Limit  # after it was sent, "not ours" may be said
    ruling_within: Limit  # then a reviewer decides
    unreachable_tries: int = 3
    unreachable_days: int = 2
    where: Where = ()
