"""Checks of hours, quiet hours and clocks: a limit that somebody can keep and somebody can explain."""

from collections.abc import Iterator, Mapping
from typing import Any

from linli.governance import limits
from linli.governance.check_people import check_code
from linli.governance.limits import Limit, Span
from linli.governance.model import Category, Hours, RuleBook, SubCategory
from linli.governance.parts import Where
from linli.governance.reader import Draft
from linli.governance.vocabulary import CLOCKS, WEEKDAYS

LONGEST_QUIET_MINUTES = 14 * 60


def check_hours(book: RuleBook, draft: Draft) -> None:
    if book.hours and any(book.hours.week):
        _check_week(draft, book.hours)
    else:
        for where in _working_limits(book):
            draft.fault("clock_without_hours", where)
            break
    if book.quiet is None:
        draft.fault("no_quiet", ("quiet",))
    else:
        _check_quiet(book, draft)


def _check_week(draft: Draft, hours: Hours) -> None:
    for day, spans in zip(WEEKDAYS, hours.week, strict=True):
        for number, span in enumerate(spans):
            own_day = (*hours.where, day)
            where = own_day if own_day in draft.positions else (*hours.where, "workdays")
            if span.crosses_midnight:
                draft.fault("hours_over_midnight", where, span=str(span))
            if any(span.overlaps(other) for other in spans[:number]):
                draft.fault("hours_overlap", where, span=str(span))
    longest = max(sum(span.minutes for span in spans) for spans in hours.week)
    if longest != hours.day_hours * 60:
        facts = {"hours": hours.day_hours, "found": f"{longest / 60:g}"}
        draft.fault("day_hours_differ", (*hours.where, "day_hours"), **facts)


def _check_quiet(book: RuleBook, draft: Draft) -> None:
    quiet = book.quiet
    assert quiet is not None
    where = (*quiet.where, "span")
    if quiet.span.since == quiet.span.until:
        draft.fault("quiet_all_day", where)
    elif quiet.span.minutes > LONGEST_QUIET_MINUTES:
        draft.fault("quiet_too_long", where, hours=f"{quiet.span.minutes / 60:g}")
    elif book.hours and (clash := _clash(book.hours, quiet.span)):
        draft.fault("quiet_in_hours", where, span=str(clash))
    for code in sorted(quiet.breaks):
        check_code(book, draft, code, (*quiet.where, "breaks"))
    if book.category("01") and "01" not in quiet.breaks:
        draft.fault("quiet_stops_emergencies", (*quiet.where, "breaks"))


def _clash(hours: Hours, quiet: Span) -> Span | None:
    return next((span for day in hours.week for span in day if span.overlaps(quiet)), None)


def _working_limits(book: RuleBook) -> Iterator[Where]:
    """Where working hours or days are written, which mean nothing without [hours]."""
    for one in book.all_categories:
        for which in CLOCKS:
            found: Limit | None = getattr(one, which)
            if found and found.counts_working_time:
                yield (*one.where, which)
    for flow in book.flows.values():
        for verb in flow.verbs.values():
            if verb.within and verb.within.counts_working_time:
                yield (*verb.where, "within")
    for key in ("arrive", "urgent", "lift"):
        if (limit := getattr(book.whistle, key)) and limit.counts_working_time:
            yield (*book.whistle.where, key)


def check_clocks(book: RuleBook, draft: Draft, base: Mapping[str, Any]) -> None:
    for one in book.all_categories:
        _check_set(book, draft, one)
        _check_order(book, draft, one)
        _check_longer(draft, one, base)


def _check_set(book: RuleBook, draft: Draft, one: Category | SubCategory) -> None:
    if book.is_sealed(one.code):
        return
    for which in CLOCKS:
        if isinstance(one, Category) and book.clock(one.code, which) is None:
            draft.fault("clock_missing", one.where, category=one.name, which=which)


def _check_order(book: RuleBook, draft: Draft, one: Category | SubCategory) -> None:
    first, resolve = book.clock(one.code, "first"), book.clock(one.code, "resolve")
    if first and resolve and (one.first or one.resolve) and _days(first) > _days(resolve):
        where = _own_line(draft, one.where)
        facts = {"category": one.name, "first": str(first), "resolve": str(resolve)}
        draft.fault("first_after_resolve", where, **facts)


def _own_line(draft: Draft, where: Where) -> Where:
    """Of the two clocks the one that the locality itself wrote, when the other stands in the base."""
    lines = [(*where, which) for which in CLOCKS if (*where, which) in draft.positions]
    own = [line for line in lines if not draft.positions[line].source.startswith("base/")]
    return next(iter(own or lines), where)


def _check_longer(draft: Draft, one: Category | SubCategory, base: Mapping[str, Any]) -> None:
    """A locality may shorten a limit of the base; to lengthen it, it must say why."""
    if one.because:
        return
    for which in CLOCKS:
        usual, own = _base_limit(base, one.code, which), getattr(one, which)
        if usual and own and _days(own) > _days(usual):
            facts = {"category": one.name, "own": str(own), "usual": str(usual)}
            draft.fault("longer_without_reason", (*one.where, which), **facts)


def _base_limit(base: Mapping[str, Any], code: str, which: str) -> Limit | None:
    top, _, sub = code.partition(".")
    category = base.get("category", {}).get(top, {})
    narrow = category.get("sub", {}).get(sub, {}).get(which) if sub else None
    return limits.limit(str(narrow or category.get(which, "")))


def _days(limit: Limit) -> float:
    """A rough length for comparing: eight working hours and one day both count as a day."""
    per_day = {"min": 24 * 60, "h": 24, "d": 1, "wh": 8, "wd": 1}
    return limit.amount / per_day[limit.unit]
