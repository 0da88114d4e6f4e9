"""Counts how often something comes from one line in one span of time: in the database, so that every process counts along."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from linli.kit.models import Tally
from linli.kit.rhythm import every

KEPT_FOR = timedelta(days=2)
COUNT = (
    "INSERT INTO kit_tally (what, line, since, number) VALUES %s "
    "ON CONFLICT (what, line, since) DO UPDATE SET number = kit_tally.number + 1 RETURNING what, line, number"
)


@dataclass(frozen=True)
class Measure:
    """So many of one thing in each span are as usual; what is more meets friction, never a wall."""

    what: str
    most: int
    span: timedelta = timedelta(hours=1)

    def begun(self, at: datetime) -> datetime:
        seconds = self.span.total_seconds()
        return datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=at.tzinfo)


def count(measure: Measure, line: str, at: datetime) -> int:
    """How many there are with this one."""
    return count_each([(measure, line)], at)[measure, line]


def count_each(things: Iterable[tuple[Measure, str]], at: datetime) -> dict[tuple[Measure, str], int]:
    """How many there are of each with this one. One statement, and so one commit, for all of them together."""
    # In one order, so that two requests which count the same lines never wait for one another in a circle.
    rows = sorted(set(things), key=lambda thing: (thing[0].what, thing[1]))
    moment = connection.ops.adapt_datetimefield_value
    values = [value for measure, line in rows for value in (measure.what, line, moment(measure.begun(at)), 1)]
    with connection.cursor() as cursor:
        cursor.execute(COUNT % ", ".join(["(%s, %s, %s, %s)"] * len(rows)), values)
        found = {(what, line): number for what, line, number in cursor.fetchall()}
    return {(measure, line): found[measure.what, line] for measure, line in rows}


def counting_along() -> AbstractContextManager[Any]:
    """Around a change and the count of it. Where one writes at a time they share a commit, since each waits for the disk;
    elsewhere the count stays alone: its row, held to the end of a longer transaction, would make all others wait.
    """
    return transaction.atomic() if connection.vendor == "sqlite" else nullcontext()


def counted(measure: Measure, line: str, at: datetime) -> int:
    mine = {"what": measure.what, "line": line, "since": measure.begun(at)}
    return Tally.objects.filter(**mine).values_list("number", flat=True).first() or 0


@every(timedelta(hours=6))
def sweep_tallies(at: str) -> int:
    """Counts are of use for an hour; nothing is kept of where somebody wrote from."""
    return Tally.objects.filter(since__lt=datetime.fromisoformat(at) - KEPT_FOR).delete()[0]
