"""The three rates of a place or a unit over a span of days. Every number is the length of a list that can be opened."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count

from linli.cases.lists import Filters, cases_for
from linli.cases.models import Rating
from linli.cases.rates import Counts, EndLine, PublicRate, Rate, Shown, public_rate, rates
from linli.governance.model import RuleBook
from linli.governance.vocabulary import END_STATES
from linli.kit.actor import SYSTEM, Actor


@dataclass(frozen=True)
class Rates:
    """`filters` narrow the list of cases to those behind all the numbers: what was raised in the span."""

    filters: Filters
    counts: Counts
    rates: tuple[Rate, Rate, Rate]
    ends: tuple[EndLine, ...]

    @property
    def still_open(self) -> int:
        return self.counts.raised - sum(line.number for line in self.ends)


def rates_of(actor: Actor, filters: Filters, book: RuleBook, at: datetime) -> Rates:
    """Of the cases that the actor sees and the filters keep. Five queries."""
    rows = cases_for(actor, filters, at).order_by()
    ends = dict(rows.exclude(end_state="").values_list("end_state").annotate(Count("pk")))
    counts = Counts(
        raised=rows.count(),
        in_time=_answered(actor, filters, "in_time", at),
        late=_answered(actor, filters, "late", at),
        ends=ends,
        verdicts=_verdicts(actor, filters, at),
    )
    counted = frozenset(key for key, end in book.ends.items() if end.counted)
    return Rates(filters, counts, rates(counts, counted), tuple(_lines(counts, book)))


def _answered(actor: Actor, filters: Filters, which: str, at: datetime) -> int:
    return int(cases_for(actor, replace(filters, answered=which), at).count())


def _verdicts(actor: Actor, filters: Filters, at: datetime) -> dict[str, int]:
    rows = cases_for(actor, replace(filters, verdict="any"), at).order_by()
    found = dict(rows.values_list("last_verdict").annotate(Count("pk")))
    return {key: found.get(key, 0) for key in Rating.Verdict.values}


def _lines(counts: Counts, book: RuleBook) -> list[EndLine]:
    known = [(key, book.ends[key]) for key in END_STATES if key in book.ends]
    return [
        EndLine(key, end.name, end.plain, counts.ends.get(key, 0), end.counted)
        for key, end in known
        if counts.ends.get(key) or end.counted
    ]


@dataclass(frozen=True)
class PublicRates:
    """What everybody may read of a month: no number under five."""

    raised: Shown
    rates: tuple[PublicRate, ...]
    ends: tuple[tuple[str, bool, Shown], ...]  # name, whether it counts, how many


def public_rates(area_path: str, month: date, book: RuleBook, at: datetime) -> PublicRates:
    """Of what was raised in this month at or below this area."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    filters = Filters(area_path=area_path, since=month.replace(day=1), until=last)
    found = rates_of(SYSTEM, filters, book, at)
    ends = ((line.name, line.counted, Shown.of(line.number)) for line in found.ends)
    return PublicRates(Shown.of(found.counts.raised), tuple(map(public_rate, found.rates)), tuple(ends))
