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
    OTHER_SIDE = "other side"  # the office tells the petitioner, she tells the holder
    DUTY = "duty"  # the person named by the rung
    OFFICE = "office"  # who sorts cases of this place


@dataclass(frozen=True)
class Line:
    """`gathered`: told once a day in a summary, never one by one."""

    who: Who
    gathered: bool = False


TABLE: Final[Mapping[str, tuple[Line, ...]]] = MappingProxyType(
    {
        "case.dispatched": (Line(Who.HOLDER),),
        "case.offered": (Line(Who.CLAIMERS, gathered=True),),
        "case.answered": (Line(Who.PETITIONER),),
        "case.closed": (Line(Who.PETITIONER),),
        "case.replied": (Line(Who.OTHER_SIDE),),
        "case.climbed": (Line(Who.DUTY),),
        "deadline.day": (Line(Who.HOLDER),),
        "deadline.hours": (Line(Who.HOLDER),),
        "deadline.late": (Line(Who.HOLDER), Line(Who.OFFICE)),
    }
)
TRACES: Final = tuple(name for name in TABLE if name.startswith("case."))
HOOKED: Final = ("case.registered", *TRACES, "case.claimed", "case.rated", "case.reopened", "case.published")
TOO_OLD = timedelta(days=3)


def lines_for(name: str, facts: Mapping[str, Any], *, sealed: bool) -> tuple[Line, ...]:
    """Nothing goes out about a sealed matter, nor about what happened in another system."""
    if sealed or facts.get("elsewhere"):
        return ()
    return TABLE.get(name, ())


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
