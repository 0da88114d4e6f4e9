"""Claims that nobody begins: when each goes back to the pool by itself, and when its holder is to be reminded of that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery

from linli.cases.deadlines import due
from linli.cases.models import Case, Holding, Pause
from linli.cases.rules import allowed
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.places.reads import calendar_for
from linli.places.worktime import Pause as Stop

TAKING = ("case.claimed", "case.accepted")
MOST_LOOKED_AT = 5000
REMIND_IN_THE_LAST = 4  # quarter of the time: half a day of two days


@dataclass(frozen=True)
class Return:
    case: Case
    since: datetime
    at: datetime

    @property
    def remind_at(self) -> datetime:
        return self.at - (self.at - self.since) / REMIND_IN_THE_LAST


def claimed(cases: Any) -> Any:
    """Of these the ones that were taken from the pool, not sent by somebody, and are not begun; `since` when."""
    rows = Trace.objects.filter(record_kind="cases.case", record_id=OuterRef("pk"), name__in=TAKING)
    taken_as = Subquery(rows.order_by("-number").values("name")[:1])
    since = Subquery(Holding.objects.filter(case=OuterRef("pk"), until=None).values("since")[:1])
    waiting = cases.filter(stage="taken", paused=False).annotate(taken_as=taken_as, since=since)
    return waiting.filter(taken_as="case.claimed", since__isnull=False)


def returning(cases: Any) -> Iterator[Return]:
    """Those that waited longest first; the time in which the clock stood does not count. Two queries, and one a place."""
    rows = [case for case in claimed(cases).order_by("since", "pk")[:MOST_LOOKED_AT] if goes_back(case)]
    stops, calendar = stops_of(rows), cache(calendar_for)
    for case in rows:
        limit = case.rulebook.terms.claim_returns_after
        end = due(limit, case.since, case.rulebook, calendar(case.area_path), stops[case.pk]).at
        if end is not None:
            yield Return(case, case.since, end)


def goes_back(case: Case) -> bool:
    return bool(allowed("release", SYSTEM, case))


def stops_of(cases: list[Case]) -> dict[int, list[Stop]]:
    found: dict[int, list[Stop]] = defaultdict(list)
    pks = [case.pk for case in cases]
    for pause in Pause.objects.filter(case__in=pks) if pks else ():
        found[pause.case_id].append(Stop(pause.since, pause.until))
    return found


def returns_among(cases: Iterable[Case]) -> dict[int, datetime]:
    """Of these cases on a page those that go back by themselves, and when. No query where none is taken."""
    taken = [case.pk for case in cases if case.stage == "taken" and not case.paused]
    return {one.case.pk: one.at for one in returning(Case.objects.filter(pk__in=taken))} if taken else {}
