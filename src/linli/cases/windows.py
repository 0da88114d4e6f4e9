"""Until when a resident may still say "not solved": the window of the rule book, from the end of the case or its answer."""

from datetime import datetime

from linli.cases.deadlines import due
from linli.cases.models import Case
from linli.places.reads import calendar_for


def window_ends(case: Case, since: datetime | None = None) -> datetime | None:
    """None: nothing has begun yet, or the rule book sets no end."""
    since = since or case.closed_at or case.answered_at
    if since is None:
        return None
    return due(case.rulebook.terms.reopen_within, since, case.rulebook, calendar_for(case.area_path)).at


def in_reopen_window(case: Case, at: datetime) -> bool:
    end = window_ends(case)
    return end is None or at <= end
