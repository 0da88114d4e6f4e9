"""The three rates of a month for everybody's eyes, of a place and of its areas: no number of fewer than five households,
nor any difference of two numbers.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.cases.hiding import WHOLE, Row, may_be_shown
from linli.cases.lists import Filters, cases_for, first_contacts
from linli.cases.models import Case, Rating
from linli.cases.rates import RESOLUTION, RESPONSE, SATISFACTION, PublicRate, Rate, Shown
from linli.cases.reads_of_voices import OWN_DOORS, homes_of
from linli.governance.model import RuleBook
from linli.kit.actor import SYSTEM

# Of each rate: what stands above the line and what besides it below; the rest is counted in neither.
YES, NO, REST = "yes", "no", "rest"


@dataclass(frozen=True)
class Raised:
    """One case of the month: where, by which household, and how it stands in each rate."""

    case: int
    area: str
    household: str | None
    parts: Mapping[str, str]


@dataclass(frozen=True)
class OpenLine:
    """What is shown of the whole (`area` is WHOLE) or of an area; a number that is None is not shown."""

    area: str
    raised: Shown
    rates: tuple[PublicRate, ...]


def open_rates(
    area_path: str, areas: Sequence[str], month: date, book: RuleBook, at: datetime
) -> tuple[OpenLine, ...]:
    """The whole, then these areas, which lie inside it and do not overlap. Five queries, however many areas."""
    rows = raised_in(area_path, areas, month, book, at)
    shown = may_be_shown([Row(one.area, REST, one.household) for one in rows], [WHOLE, *areas])
    by_rate = {
        key: may_be_shown([Row(one.area, one.parts[key], one.household) for one in rows], shown)
        for key in (RESPONSE, RESOLUTION, SATISFACTION)
    }
    return tuple(_line(area, rows, shown, by_rate) for area in (WHOLE, *areas))


def _line(
    area: str, rows: Sequence[Raised], shown: frozenset[str], by_rate: Mapping[str, frozenset[str]]
) -> OpenLine:
    here = [one for one in rows if area in (WHOLE, one.area)]
    rates = tuple(_rate(key, here, shown=area in allowed) for key, allowed in by_rate.items())
    return OpenLine(area, Shown(len(here) if area in shown else None), rates)


def _rate(key: str, rows: Sequence[Raised], *, shown: bool) -> PublicRate:
    if not shown:
        return PublicRate(key, Shown(None), Shown(None), "")
    above = sum(one.parts[key] == YES for one in rows)
    rate = Rate(key, above, above + sum(one.parts[key] == NO for one in rows))
    return PublicRate(key, Shown(rate.numerator), Shown(rate.denominator), rate.percent)


def raised_in(
    area_path: str, areas: Sequence[str], month: date, book: RuleBook, at: datetime
) -> list[Raised]:
    last = month.replace(day=monthrange(month.year, month.month)[1])
    filters = Filters(area_path=area_path, since=month.replace(day=1), until=last)
    cases = cases_for(SYSTEM, filters, at).order_by()
    names = ("pk", "area_path", "end_state", "proactive", "contact__phone_key", "raised_by", "channel")
    found = list(cases.values_list(*names))
    homes = homes_of({row[4] for row in found if row[4]})
    contact = contacts_of(cases, at)
    verdicts = verdicts_of(cases)
    counted = frozenset(key for key, end in book.ends.items() if end.counted)
    return [
        Raised(
            pk,
            area_of(path, areas),
            None
            if proactive
            else household(pk, phone or "", account if channel in OWN_DOORS else None, homes),
            {
                RESPONSE: contact.get(pk, REST),
                RESOLUTION: YES if end == "solved" else NO if end in counted else REST,
                SATISFACTION: verdicts.get(pk, REST),
            },
        )
        for pk, path, end, proactive, phone, account, channel in found
    ]


def household(case: int, phone: str, account: int | None, homes: Mapping[str, str]) -> str:
    """Known to be one household, one telephone or one account, cases count once; who left nothing counts for herself."""
    return homes.get(phone) or phone or (f"account {account}" if account else f"case {case}")


def area_of(path: str, areas: Iterable[str]) -> str:
    """The one of these areas around this path; a word that is none of them where it lies in none."""
    return next((area for area in areas if path.startswith(area)), "elsewhere")


def contacts_of(cases: Any, at: datetime) -> dict[int, str]:
    """Whether the first contact was made in time, for the cases where that is known."""
    kept = set(first_contacts("in_time", at).filter(case__in=cases).values_list("case", flat=True))
    broken = first_contacts("late", at).filter(case__in=cases).values_list("case", flat=True)
    return {**dict.fromkeys(broken, NO), **dict.fromkeys(kept, YES)}


def verdicts_of(cases: Any) -> dict[int, str]:
    """The resident's last word on each case that she judged."""
    rows = Rating.objects.filter(case__in=cases).order_by("round").values_list("case", "verdict")
    return {case: YES if verdict == Rating.Verdict.SOLVED else NO for case, verdict in rows}


@dataclass(frozen=True)
class Climbed:
    """How many open cases of an area stand above the first rung."""

    area: str
    number: Shown


def climbed(area_path: str, areas: Sequence[str]) -> tuple[Climbed, ...]:
    """The whole, then the areas. Two queries."""
    cases = Case.objects.open().inside(area_path).filter(rung__gt=1).order_by()
    names = ("pk", "area_path", "proactive", "contact__phone_key", "raised_by", "channel")
    found = list(cases.values_list(*names))
    homes = homes_of({row[3] for row in found if row[3]})
    rows = [
        Row(
            area_of(path, areas),
            REST,
            None
            if proactive
            else household(pk, phone or "", account if channel in OWN_DOORS else None, homes),
        )
        for pk, path, proactive, phone, account, channel in found
    ]
    shown = may_be_shown(rows, [WHOLE, *areas])
    return tuple(
        Climbed(area, Shown(sum(area in (WHOLE, row.area) for row in rows) if area in shown else None))
        for area in (WHOLE, *areas)
    )
