"""The numbers of a span out of the counts of days: exactly as many as the lists hold, and quick over any span.

One statement reads all of it, so all of it is of one moment: what was added up, what changed since, the first contacts
that are over and not counted yet, and the cases that the actor sees outside her areas.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import connection

from linli.cases.days.asking import Span, Words, added_up, asked_at_once, besides, changed, not_over, over
from linli.cases.days.sums import differences
from linli.cases.lists import Filters
from linli.cases.models import Case
from linli.cases.models.case import areas_seen
from linli.cases.models.days import NUMBERS
from linli.kit.actor import Actor
from linli.kit.paths import shared

# Before, clocks were moved forward in summer, and SQLite cannot tell on which day a moment fell.
SINCE: Final = date(1992, 1, 1)
Numbers = Mapping[str, int]


def can_be_summed(actor: Actor, filters: Filters) -> bool:
    """Whether the counts of days know what is asked: a span, an area, a unit, for somebody who sees a whole area."""
    other = replace(filters, since=None, until=None, area_path="", unit=None)
    return (
        other == Filters()
        and filters.since is not None
        and filters.since >= SINCE
        and bool(areas_seen(actor))
    )


def sums_of_days(actor: Actor, filters: Filters, at: datetime) -> Numbers:
    """One query."""
    seen = areas_seen(actor)
    areas = shared(seen, filters.area_path)
    span = Span(areas, filters.since, filters.until, filters.unit)
    parts = [added_up(span), changed(span), over(span, at), not_over(span, at)] if areas else []
    if actor.kind != "system":
        sql, places = Case.objects.seen_besides(actor).query.sql_with_params()
        parts.append(besides(Words(sql, list(places)), seen, filters.area_path, span, at))
    columns = zip(*asked_at_once(parts), strict=True)
    return {name: sum(filter(None, column)) for name, column in zip(NUMBERS, columns, strict=True)}


def differing_days() -> list[tuple[str, int, date]]:
    """Area, unit (0: all of them) and day of each count that is not what the cases say. Reads every case."""
    with connection.cursor() as cursor:
        cursor.execute(differences())
        return list(cursor.fetchall())
