"""The three rates of a place or a unit over a span of days. Every number is the length of a list that can be opened."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from linli.cases.lists import Filters, cases_for, first_contact, last_verdict
from linli.cases.models import Rating
from linli.cases.models.days import COUNTED
from linli.cases.rates import Counts, EndLine, PublicRate, Rate, Shown, public_rate, rates
from linli.cases.reads_of_days import Numbers, can_be_summed, sums_of_days
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
    """Of the cases that the actor sees and the filters keep. One query."""
    numbers = (
        sums_of_days(actor, filters, at) if can_be_summed(actor, filters) else counted(actor, filters, at)
    )
    counts = Counts(
        raised=numbers["raised"],
        in_time=numbers["in_time"],
        late=numbers["late"],
        ends={end: numbers[f"end_{end}"] for end in END_STATES if numbers[f"end_{end}"]},
        verdicts={key: numbers[f"said_{key}"] for key in Rating.Verdict.values},
    )
    counted_ends = frozenset(key for key, end in book.ends.items() if end.counted)
    return Rates(filters, counts, rates(counts, counted_ends), tuple(_lines(counts, book)))


def counted(actor: Actor, filters: Filters, at: datetime) -> Numbers:
    """The same by reading each case of the list: for what the counts of days do not know."""
    rows = cases_for(actor, filters, at).order_by()
    rows = rows.annotate(contacted=first_contact(at), last_verdict=last_verdict())
    found: Counter[tuple[str, str]] = Counter()
    for group in rows.values("contacted", "last_verdict", "end_state").annotate(number=Count("pk")):
        found["raised", ""] += group["number"]
        for column in ("contacted", "last_verdict", "end_state"):
            found[column, group[column]] += group["number"]
    return {"raised": found["raised", ""], **{name: found[of] for name, of in COUNTED.items()}}


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
