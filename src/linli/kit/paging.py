"""Paging that stays flat: the next page starts after a row, never at an offset."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """`after` and `before` are cursors for the neighbouring pages, or "" where there is none."""

    rows: list[M]
    after: str
    before: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(rows: QuerySet[M], *, order: tuple[str, ...], cursor: str = "", size: int = 50) -> Page[M]:
    """One page in this order; the last column must be unique. A cursor that nobody issued shows the first page."""
    place = _read(cursor, order)
    backwards = place is not None and place[0] == "b"
    direction = tuple(_turned(name) for name in order) if backwards else order
    if place is not None:
        rows = rows.filter(_beyond(direction, place[1]))
    found = list(rows.order_by(*direction)[: size + 1])
    return _page(found, order, size, place)


def first_page(found: list[M], *, order: tuple[str, ...], size: int = 50) -> Page[M]:
    """Of rows that were asked for in this order, one more than fit."""
    return _page(found, order, size, None)


def _page(found: list[M], order: tuple[str, ...], size: int, place: tuple[str, list[Any]] | None) -> Page[M]:
    backwards = place is not None and place[0] == "b"
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_after = bool(found) and (more or backwards)
    has_before = bool(found) and (more if backwards else place is not None)
    return Page(
        rows=found,
        after=_write("a", found[-1], order) if has_after else "",
        before=_write("b", found[0], order) if has_before else "",
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows after these values: (a, b) > (x, y) as `a >= x AND (a > x OR b > y)`, which an index can follow."""
    name, value = order[0], values[0]
    column, sign = (name[1:], "lt") if name.startswith("-") else (name, "gt")
    past = Q(**{f"{column}__{sign}": value})
    if len(order) == 1:
        return past
    return Q(**{f"{column}__{sign}e": value}) & (past | _beyond(order[1:], values[1:]))


def _write(side: str, row: Model, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    plain = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return signing.dumps([side, plain], salt=_salt(order), compress=True)


def _salt(order: tuple[str, ...]) -> str:
    """A cursor fits lists of one order only: a moment is not compared with a number."""
    return f"linli.paging {' '.join(order)}"


def _read(cursor: str, order: tuple[str, ...]) -> tuple[str, list[Any]] | None:
    if not cursor:
        return None
    try:
        side, values = signing.loads(cursor, salt=_salt(order))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (side, values) if len(values) == len(order) else None
