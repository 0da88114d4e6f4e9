"""Who is told what: one table. Who stands behind each word of it, `reads.py` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from linli.governance.model import RuleBook


class Who(StrEnum):
    HOLDER = "holder"  # the post that has the case, else everybody of the unit, and its chat group
    CLAIMERS = "claimers"  # who may take it from the pool
    PETITIONER = "petitioner"  # who raised it, if she left a way to be told
    REPORTERS = "reporters"  # she, whoever said the same in a case merged into it, and every voice
    OTHER_SIDE = "other side"  # the office tells the petitioner, she tells the holder
    DUTY = "duty"  # the person named by the rung
    URGER = "urger"  # who urged, and is answered now
    EXTENDER = "extender"  # who may give more time
    OFFICE = "office"  # who sorts cases of this place
    LOOKER = "looker"  # who was asked to go and see whether it is so
    ASKER = "asker"  # who asked for it
    REVIEWERS = "reviewers"  # who decides whether a case is somebody else's
    CLOSERS = "closers"  # who may end the case, and so confirm an end that another person proposed
    CALLED = "called"  # who reports in for the units that a whistle speaks of
    CALLER = "caller"  # who blew it
    LIFTED = "lifted"  # the duty person to whom the silence of a unit goes up
    OBJECTOR = "objector"  # who said that it is somebody else's, and was right
    PLEDGER = "pledger"  # who made the promise that this is about
    GIVERS = "givers"  # whose promises for this case stand
    PLANNERS = "planners"  # who plans, and whoever answers for the plan
    SECOND = "second"  # who may confirm a spending that another person wrote down


@dataclass(frozen=True)
class Line:
    """`gathered`: told once a day in a summary, never one by one. `called`: its own name, where it is not the trace's."""

    who: Who
    gathered: bool = False
    called: str = ""


TABLE: Final[Mapping[str, tuple[Line, ...]]] = MappingProxyType(
    {
        "case.dispatched": (Line(Who.HOLDER),),
        "case.released": (Line(Who.HOLDER),),
        "case.contested": (Line(Who.REVIEWERS),),
        "case.upheld": (Line(Who.HOLDER), Line(Who.OBJECTOR)),
        "case.rejected": (Line(Who.HOLDER),),
        "case.offered": (Line(Who.CLAIMERS, gathered=True),),
        "case.answered": (Line(Who.PETITIONER),),
        "case.end_proposed": (Line(Who.CLOSERS),),
        "case.closed": (Line(Who.REPORTERS), Line(Who.GIVERS, called="pledge.ended")),
        "case.merged": (Line(Who.REPORTERS),),
        "case.unmerged": (Line(Who.REPORTERS), Line(Who.HOLDER)),
        "case.split": (Line(Who.REPORTERS),),
        "case.replied": (Line(Who.OTHER_SIDE),),
        "case.climbed": (Line(Who.DUTY),),
        "case.urged": (Line(Who.HOLDER),),
        "case.urge_answered": (Line(Who.URGER),),
        "case.extension_asked": (Line(Who.EXTENDER),),
        "case.extended": (Line(Who.HOLDER),),
        "case.extension_refused": (Line(Who.HOLDER),),
        "case.check_asked": (Line(Who.LOOKER),),
        "case.check_reported": (Line(Who.ASKER), Line(Who.HOLDER), Line(Who.PETITIONER)),
        "case.check_called_off": (Line(Who.LOOKER),),
        "case.blown": (Line(Who.CALLED), Line(Who.HOLDER)),
        "case.reported_in": (Line(Who.CALLER),),
        "case.begged_off": (Line(Who.CALLER),),
        "case.part_finished": (Line(Who.CALLER),),
        "case.part_excused": (Line(Who.CALLED),),
        "case.whistle_unheeded": (Line(Who.CALLED), Line(Who.CALLER)),
        "case.whistle_lifted": (Line(Who.LIFTED), Line(Who.CALLER)),
        "case.whistle_ended": (Line(Who.CALLED),),
        "case.whistle_lapsed": (Line(Who.CALLED),),
        "case.response_rated": (Line(Who.CALLED),),
        "case.call_rated": (Line(Who.CALLER),),
        "deadline.day": (Line(Who.HOLDER),),
        "deadline.hours": (Line(Who.HOLDER),),
        "case.pledged": (Line(Who.PLANNERS),),
        "case.pledge_kept": (Line(Who.PLEDGER),),
        "case.pledge_taken_back": (Line(Who.PLEDGER), Line(Who.PLANNERS)),
        "case.milestone_ticked": (Line(Who.GIVERS, called="pledge.step_reached"),),
        "case.withdrawn": (Line(Who.GIVERS, called="pledge.ended"),),
        "milestone.late": (Line(Who.PLANNERS),),
        "claim.returning": (Line(Who.HOLDER),),
        "deadline.late": (Line(Who.HOLDER), Line(Who.OFFICE)),
    }
)
MONEY_WRITTEN: Final = "case.money_written"
# One trace for every line of a ledger: its side says who hears of it.
LEDGER: Final[Mapping[str, tuple[Line, ...]]] = MappingProxyType(
    {
        "pledged": (Line(Who.PLANNERS, called="money.pledged"),),
        "received": (Line(Who.PLEDGER, called="money.received"),),
        "returned": (Line(Who.PLEDGER, called="money.returned"),),
        "spent": tuple(Line(who, called="money.unconfirmed") for who in (Who.SECOND, Who.PLANNERS)),
    }
)
MONEY_REVERSED: Final = (Line(Who.PLEDGER, called="money.reversed"),)
# Told to givers: they read the public page, and not always the case.
GIVEN: Final = frozenset(
    {"case.pledge_kept", "case.pledge_taken_back", "pledge.ended", "pledge.step_reached"}
    | {"money.received", "money.returned", "money.reversed"}
)
# Their line leads to the whistle: a unit sees it longer than the case.
WHISTLED: Final = frozenset(
    name for name, lines in TABLE.items() if {line.who for line in lines} & {Who.CALLED, Who.CALLER}
)
TRACES: Final = (*(name for name in TABLE if name.startswith("case.")), MONEY_WRITTEN)
# What two units say of each other stays between them: no other system makes a table of it.
RATED: Final = ("case.response_rated", "case.call_rated")
# Not decided yet: another system hears of the end itself.
UNDECIDED: Final = "case.end_proposed"
TOO_OLD = timedelta(days=3)


def lines_for(name: str, facts: Mapping[str, Any], *, sealed: bool) -> tuple[Line, ...]:
    """Nothing goes out about a sealed matter, nor about what happened in another system."""
    if sealed or facts.get("elsewhere"):
        return ()
    if name == MONEY_WRITTEN:
        return _of_the_ledger(facts)
    return TABLE.get(name, ())


def _of_the_ledger(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """Of a line that takes another back hears whose promise it belongs to; a spending belongs to none."""
    side = str(facts.get("side", ""))
    if "reverses" in facts:
        return () if side == "spent" else MONEY_REVERSED
    return LEDGER.get(side, ())


def resolved(line: Line, facts: Mapping[str, Any], *, hides: bool) -> Who:
    """Who the other side is. A holder that may not know the petitioner hears nothing of hers: the office does."""
    if line.who != Who.OTHER_SIDE:
        return line.who
    if facts.get("side") == "office":
        return Who.PETITIONER
    return Who.OFFICE if hides else Who.HOLDER


def goes_outside(happened: datetime, now: datetime) -> bool:
    """What is long past, as after a restored backup or in a history that was entered later, stays in the list."""
    return now - happened < TOO_OLD


def after_quiet(moment: datetime, book: RuleBook | None, category: str) -> datetime:
    """This moment, or the end of the quiet hours in which it falls. `moment` is local to the place."""
    quiet = book.quiet if book else None
    if quiet is None or not quiet.holds(moment.time(), category):
        return moment
    end = moment.replace(hour=quiet.span.until.hour, minute=quiet.span.until.minute, second=0, microsecond=0)
    return end if end > moment else end + timedelta(days=1)
