"""What a rule book declares of works beyond the single case, as frozen values: meetings, lists, projects, assessment, facilities.

`where` is the key path in the file, for faults only.
"""

from dataclasses import dataclass

from linli.governance.limits import Limit, Rhythm
from linli.governance.parts import Where


@dataclass(frozen=True)
class MeetingType:
    key: str
    name: str
    level: str = ""
    rhythm: Rhythm | None = None
    called_by: tuple[str, ...] = ()
    quorum: str = ""  # "2/3", "1/2"; empty: none is asked
    majority: str = ""
    vote_by: str = "none"
    notice: Limit | None = None
    basis: str = ""  # law and article
    decides: bool = False
    where: Where = ()


@dataclass(frozen=True)
class ProcessStep:
    """A stage of a decision process: which meeting decides it, or for how many days it hangs out."""

    name: str
    meeting: str = ""
    quorum: str = ""
    majority: str = ""
    notice: Limit | None = None
    published_for: Limit | None = None
    where: Where = ()


@dataclass(frozen=True)
class DecisionProcess:
    """A staged decision as 四议两公开: no step may be skipped."""

    key: str
    name: str
    basis: str = ""
    steps: tuple[ProcessStep, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class Promise:
    """A standing rhythm: a visit every 3 days, a lesson each week, one wish a year."""

    key: str
    name: str
    subject: str
    rhythm: Rhythm
    by: tuple[str, ...] = ()
    group: str = ""  # "四个一"
    where: Where = ()


@dataclass(frozen=True)
class ListKind:
    """A list is a view of records. `kinds`: of which cases; `claimable`: units and people may claim lines; `several`:
    several units may promise parts of one line.
    """

    key: str
    name: str
    source: str = "case"
    kinds: tuple[str, ...] = ()
    claimable: bool = False
    public: bool = False
    by_law: bool = False
    several: bool = False
    where: Where = ()


@dataclass(frozen=True)
class QuantityKind:
    """Something that is counted or measured, with its unit: lamps (盏), path (米)."""

    key: str
    name: str
    unit: str
    where: Where = ()


@dataclass(frozen=True)
class ProjectRules:
    """Which kinds of case have a plan and a public ledger; which roles plan, promise, write money down, and confirm it."""

    kinds: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    pledge: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    residents: bool = False  # whoever has an account and no post promises things or hands for herself
    named: bool = False  # duty-holders stand on the public page by name
    where: Where = ()


@dataclass(frozen=True)
class WhistleRules:
    """Who calls several units to one case at once, which kinds of unit, who reports in there, and within which time.

    `urgent`: the shorter time, where whoever blows says that it cannot wait. `lift`: so long after the arrive-by time,
    what nobody answered goes to the duty person of the next rung; the case itself stays where it is.
    """

    name: str = ""
    kinds: tuple[str, ...] = ()
    blow: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    arrive: Limit | None = None
    urgent: Limit | None = None
    lift: Limit | None = None
    where: Where = ()


@dataclass(frozen=True)
class Indicator:
    key: str
    name: str
    measure: str
    weight: int
    target: str = ""
    where: Where = ()


@dataclass(frozen=True)
class Scheme:
    """An assessment of units or posts, never of residents: its indicators weigh 100 together."""

    key: str
    name: str
    assesses: str
    rhythm: Rhythm
    indicators: tuple[Indicator, ...] = ()
    comment_within: Limit | None = None
    steps: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class Checklist:
    key: str
    name: str
    subject: str
    items: tuple[str, ...]
    where: Where = ()


@dataclass(frozen=True)
class Programme:
    """A programme or brand with its series; people join it by consent only."""

    key: str
    name: str
    serves: str = ""
    series: tuple[str, ...] = ()  # keys of promises
    words: tuple[str, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class AgreementKind:
    key: str
    name: str
    sides: tuple[str, ...]
    review: Rhythm | None = None
    where: Where = ()


@dataclass(frozen=True)
class FacilityKind:
    key: str
    name: str
    rooms: tuple[str, ...] = ()
    checklist: str = ""
    walk_minutes: int = 0
    where: Where = ()
