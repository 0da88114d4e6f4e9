"""What the clock does by itself, by the terms of the rule book: untouched claims go back, silence ends what was
answered, what stays too long on its rung climbs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from linli.cases.actions.closing import close, is_for_one, proposed_end
from linli.cases.actions.dispatch import release
from linli.cases.actions.triage import climb
from linli.cases.deadlines import due
from linli.cases.models import Case, Review
from linli.cases.returning import returning
from linli.cases.rules import allowed, can_climb
from linli.governance.explain import limit_words
from linli.governance.limits import Limit
from linli.kit.actor import SYSTEM
from linli.kit.rhythm import every
from linli.places.reads import calendar_for

MOST_AT_ONCE = 500


@every(timedelta(minutes=10))
def tend_cases(at: str) -> dict[str, int]:
    """Each case for itself, so that one refusal does not stop the others."""
    now = datetime.fromisoformat(at)
    returned = [
        release(case, reason=_("nothing was begun in time"), by=SYSTEM, at=now) for case in untouched(now)
    ]
    ended = [close(case, by=SYSTEM, at=now) for case in silent(now)]
    climbed = [climb(case, reason=too_long(case), cause="time", by=SYSTEM, at=now) for case in stuck(now)]
    return {"returned": len(returned), "ended": len(ended), "climbed": len(climbed)}


def untouched(now: datetime) -> list[Case]:
    """Claimed, and not begun within the time that the rule book leaves."""
    over = (one.case for one in returning(Case.objects.all()) if one.at < now)
    return list(islice(over, MOST_AT_ONCE))


def silent(now: datetime) -> Iterator[Case]:
    """Answered, and the resident has said nothing for as long as the rule book waits for her."""
    for case in Case.objects.filter(stage__in=["answered", "verified"]).order_by("answered_at")[
        :MOST_AT_ONCE
    ]:
        waited = case.answered_at and is_over(
            case, case.rulebook.terms.close_after_silence, case.answered_at, now
        )
        if waited and may_end_by_itself(case):
            yield case


def may_end_by_itself(case: Case) -> bool:
    """Not where two persons must agree on the end, nor where one of them has proposed another one."""
    end = proposed_end(case)
    under_review = Review.objects.filter(case=case, round=case.round, reviewed_at=None).exists()
    return bool(allowed("close", SYSTEM, case)) and not under_review and bool(is_for_one(case, end))


def stuck(now: datetime) -> Iterator[Case]:
    """Longer on their rung than it gives them, the longest first."""
    for case in Case.objects.climbing(now).order_by("climbs_at")[:MOST_AT_ONCE]:
        if can_climb(SYSTEM, case):
            yield case


def too_long(case: Case) -> str:
    rung = case.rulebook.rung(case.rung)
    facts = {"rung": rung.name, "limit": limit_words(rung.after)}
    return _("On “%(rung)s” it could not be settled within %(limit)s.") % facts


def is_over(case: Case, limit: Limit, since: datetime, now: datetime) -> bool:
    end = due(limit, since, case.rulebook, calendar_for(case.area_path)).at
    return end is not None and end < now
