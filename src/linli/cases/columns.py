"""The columns that a list of cases can show, in words. Free text comes without what may lead to a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case, Rating
from linli.cases.telltales import without
from linli.kit.sheets.cells import Value


@dataclass(frozen=True)
class Column:
    """`reads` names what of other tables a row must bring along."""

    key: str
    label: str | Promise
    of: Callable[[Case], Value]
    reads: tuple[str, ...] = ()


def category_of(case: Case) -> str:
    found = case.category_in_book
    return found.name if found else ""


def end_of(case: Case) -> str:
    end = case.rulebook.ends.get(case.end_state)
    return end.name if end else case.end_state


def channel_of(case: Case) -> str:
    channel = case.rulebook.channels.get(case.channel)
    return channel.name if channel else case.channel


def holder_of(case: Case) -> str:
    """The unit, else the person by her post."""
    if case.holder_organisation is not None:
        return case.holder_organisation.name
    return case.holder_post.account.name if case.holder_post is not None else ""


def verdict_of(case: Case) -> str:
    """Of the round that the case is in; the rows come through `with_columns`."""
    said = {
        "": "",
        Rating.Verdict.SOLVED.value: _("Solved"),
        Rating.Verdict.PARTLY.value: _("Partly solved"),
        Rating.Verdict.UNSOLVED.value: _("Not solved"),
    }
    return said[getattr(case, "verdict", None) or ""]


def days_of(case: Case) -> int | None:
    return (case.closed_at - case.raised_at).days if case.closed_at else None


_HOLDER = ("holder_organisation__name", "holder_post__account__name")
_ALL: Final = (
    Column("number", gettext_lazy("Number"), lambda case: case.number),
    Column("title", gettext_lazy("What"), lambda case: without(case.title)),
    Column("stage", gettext_lazy("Stage"), lambda case: end_of(case) or case.rulebook.stage(case.stage)),
    Column("category", gettext_lazy("Category"), category_of),
    Column("area", gettext_lazy("Area"), lambda case: case.area.name, ("area__name",)),
    Column("holder", gettext_lazy("In the hands of"), holder_of, _HOLDER),
    Column("raised", gettext_lazy("Raised"), lambda case: case.raised_at),
    Column("due", gettext_lazy("Limit"), lambda case: case.due_at),
    Column("kind", gettext_lazy("Kind"), lambda case: case.flow.name),
    Column("channel", gettext_lazy("Channel"), channel_of),
    Column("place", gettext_lazy("Place"), lambda case: without(case.place_words)),
    Column("rung", gettext_lazy("Rung"), lambda case: case.rulebook.rung(case.rung).name),
    Column("registered", gettext_lazy("Registered"), lambda case: case.registered_at),
    Column("contacted", gettext_lazy("First contact"), lambda case: case.contacted_at),
    Column("answered", gettext_lazy("Answered"), lambda case: case.answered_at),
    Column("closed", gettext_lazy("Closed"), lambda case: case.closed_at),
    Column("days", gettext_lazy("Days until closed"), days_of),
    Column("verdict", gettext_lazy("Verdict"), verdict_of),
)
COLUMNS: Final[Mapping[str, Column]] = MappingProxyType({column.key: column for column in _ALL})
USUAL: Final = ("number", "title", "stage", "category", "area", "holder", "raised", "due")


def columns_named(keys: Iterable[str]) -> tuple[Column, ...]:
    """In the order of the keys; what is no column is left out; nothing known shows the usual ones."""
    known = tuple(COLUMNS[key] for key in dict.fromkeys(keys) if key in COLUMNS)
    return known or tuple(COLUMNS[key] for key in USUAL)


def with_columns(rows: Any, columns: Iterable[Column]) -> Any:
    """The rows with all that these columns read, so that no cell asks the database."""
    wanted = tuple(columns)
    reads = {name for column in wanted for name in column.reads}
    rows = with_parts(rows, reads) if reads else rows
    if any(column.key == "verdict" for column in wanted):
        given = Rating.objects.filter(case=OuterRef("pk"), round=OuterRef("round")).values("verdict")[:1]
        rows = rows.annotate(verdict=Subquery(given))
    return rows


def with_parts(rows: Any, reads: Iterable[str]) -> Any:
    """The rows, all of their own and of their relations just these fields: an area's outline alone may be a hundred kilobytes."""
    named = [name.split("__") for name in reads]
    steps = {"__".join(parts[:depth]) for parts in named for depth in range(1, len(parts))}
    own = {field.name for field in rows.model._meta.concrete_fields}
    return rows.select_related(*sorted(steps)).only(*sorted(own | steps), *reads)


# Orders in which a list can stand; each follows an index, and its last column is unique.
ORDERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"": ("-raised_at", "-id"), "oldest": ("raised_at", "id"), "due": ("due_at", "id")}
)


def in_order(rows: Any, sort: str) -> tuple[Any, tuple[str, ...]]:
    """By the nearest limit stand only open cases whose limit runs: the others have no place in that order."""
    if sort == "due":
        return rows.exclude(stage="closed").filter(due_at__isnull=False), ORDERS["due"]
    return rows, ORDERS.get(sort, ORDERS[""])
