"""Add up the counts of days. No verb of a person: nothing that a case is changes, so nothing is traced."""

from datetime import datetime

from django.db import connection

from linli.cases.days.keeping import count_anew
from linli.cases.days.sums import CHANGES, EMPTY, add_up
from linli.cases.models import Case, Clock, DayChange
from linli.cases.models.holding import FIRST
from linli.kit.action import action

AT_ONCE = 500


@action
def add_up_changes() -> int:
    """The oldest changes; a figure is the same before and after. Those that somebody else adds up just now stay hers."""
    waiting = DayChange.objects.order_by("pk").select_for_update(skip_locked=True)
    ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    if ids:
        taken = f"WHERE id IN ({', '.join(map(str, ids))})"
        with connection.cursor() as cursor:
            cursor.execute(add_up(f"{CHANGES} {taken}"))
            cursor.execute(f"DELETE FROM cases_daychange {taken}")  # noqa: S608
            cursor.execute(f"DELETE FROM cases_daycount WHERE {EMPTY}")  # noqa: S608
    return len(ids)


@action
def let_lapse(at: datetime) -> int:
    """First contacts that nobody made in time are counted as late from now on. The case is locked before its clock, as
    everybody does it; where somebody acts on it just now, it waits for the next time.
    """
    over = Clock.objects.filter(FIRST, met_at=None, lapsed_at=None, due_at__lt=at).order_by("due_at")
    cases = list(over.values_list("case", flat=True)[:AT_ONCE])
    free = Case.objects.filter(pk__in=cases).select_for_update(skip_locked=True, of=("self",)).order_by()
    held = list(free.values_list("pk", flat=True))
    return int(over.order_by().filter(case__in=held).update(lapsed_at=at))


@action
def count_days_anew() -> None:
    with connection.cursor() as cursor:
        count_anew(cursor)
