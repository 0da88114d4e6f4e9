"""The step of a migration that begins the counts of days."""

from typing import Any

from django.db import connection
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.base import Operation

from linli.cases.days.facts import every_case
from linli.cases.days.sums import add_up
from linli.cases.days.triggers import triggers


def keep_day_counts() -> Operation:
    """Set the triggers, and count what is there. Needed again after a step that makes one of the three tables anew, as
    SQLite does to change a column: the triggers go with the old table, and a test tells.
    """
    return RunPython(lambda apps, editor: begin(), lambda apps, editor: end())


def begin() -> None:
    end()
    with connection.cursor() as cursor:
        for trigger in triggers():
            for statement in trigger.created():
                cursor.execute(statement)
        count_anew(cursor)


def end() -> None:
    with connection.cursor() as cursor:
        for trigger in triggers():
            for statement in trigger.dropped():
                cursor.execute(statement)


def count_anew(cursor: Any) -> None:
    """Inside a transaction. Whoever changes what is counted waits meanwhile, and appends to what was counted here."""
    if connection.vendor == "postgresql":
        cursor.execute("LOCK TABLE cases_daychange IN EXCLUSIVE MODE")
    cursor.execute("DELETE FROM cases_daychange")
    cursor.execute("DELETE FROM cases_daycount")
    cursor.execute(add_up(every_case()))
