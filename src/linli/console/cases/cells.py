"""Drawing the rows of the list quickly: four hundred cells are built in one go, not by a template for each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from linli.cases.columns import Column
from linli.cases.models import Case
from linli.kit.templatetags.linli import due, icon
from linli.kit.text import day, daytime

PLACE = "0000"  # stands for the number while the address is looked up once for all rows


@dataclass(frozen=True)
class Drawing:
    """What all rows of one page share."""

    address: str
    tick: str
    urged: Mapping[int, datetime]
    now: datetime


def drawn_rows(
    cases: Iterable[Case], columns: tuple[Column, ...], *, urged: Mapping[int, datetime], now: datetime
) -> list[SafeString]:
    """A table row for each case, a cell for each column. Whatever comes from a record is escaped here."""
    page = Drawing(reverse("console:case", args=[PLACE]), _("Tick %(number)s"), urged, now)
    return [mark_safe(_row(case, columns, page)) for case in cases]  # noqa: S308


def _row(case: Case, columns: tuple[Column, ...], page: Drawing) -> str:
    number = escape(case.number)
    label = escape(page.tick % {"number": case.number})
    box = f'<input type="checkbox" form="bulk" name="case" value="{number}" aria-label="{label}">'
    cells = "".join(
        f'<td class="is-{column.key}">{CELLS.get(column.key, _plain)(case, column.of(case), page)}</td>'
        for column in columns
    )
    return f"<tr><td>{box}</td>{cells}</tr>"


def _plain(case: Case, value: Any, page: Drawing) -> str:
    return "" if value is None else escape(value)


def _number(case: Case, value: Any, page: Drawing) -> str:
    number = escape(case.number)
    link = f'<a href="{page.address.replace(PLACE, number)}">{number}</a>'
    if case.pk not in page.urged:
        return link
    return f'{link} <span class="tag late">{icon("flag", "small")}{escape(_("urged"))}</span>'


def _stage(case: Case, value: Any, page: Drawing) -> str:
    return f'<span class="tag{"" if case.is_open else " done"}">{escape(value)}</span>'


def _due(case: Case, value: Any, page: Drawing) -> str:
    if case.paused:
        return f'<span class="tag wait">{icon("pause", "small")}{escape(_("stands"))}</span>'
    return due(case.due_at, page.now)


def _day(case: Case, value: Any, page: Drawing) -> str:
    return _moment(value, day(value, page.now))


def _daytime(case: Case, value: Any, page: Drawing) -> str:
    return _moment(value, daytime(value, page.now)) if value else ""


def _moment(value: datetime, words: str) -> str:
    return f'<time datetime="{timezone.localtime(value).isoformat()}">{escape(words)}</time>'


CELLS: Mapping[str, Callable[[Case, Any, Drawing], str]] = {
    "number": _number,
    "stage": _stage,
    "due": _due,
    "raised": _day,
    **dict.fromkeys(("registered", "contacted", "answered", "closed"), _daytime),
}
