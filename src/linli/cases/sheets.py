"""Write rows into a sheet as a list shows them: the same rows, columns and order, and a line that says whose copy it is."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone

from linli.kit.sheets.cells import Value
from linli.kit.sheets.writing import Copy, for_csv

AT_ONCE = 1000


class Heading(Protocol):
    @property
    def label(self) -> Any: ...

    @property
    def of(self) -> Callable[[Any], Value]: ...


def write_sheet(path: Path, form: str, columns: Sequence[Heading], rows: Iterable[Any], line: str) -> int:
    """Whole or not at all: a reader never meets half a sheet. Returns the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    number = (_write_csv if form == "csv" else _write_xlsx)(half, columns, rows, line)
    half.replace(path)
    return number


def _cells(columns: Sequence[Heading], rows: Iterable[Any]) -> Iterator[list[Value]]:
    for row in rows:
        yield [_local(column.of(row)) for column in columns]


def _local(value: Value) -> Value:
    """The time of the place, to the second: sheets know no zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value).replace(microsecond=0)
    return value


def _write_xlsx(path: Path, columns: Sequence[Heading], rows: Iterable[Any], line: str) -> int:
    copy = Copy(path)
    sheet = copy.sheet("")
    sheet.set_column(0, len(columns) - 1, 18)
    copy.write_text(sheet, 0, 0, line)
    for place, column in enumerate(columns):
        sheet.write_string(1, place, str(column.label), copy.head)
    sheet.freeze_panes(2, 1)
    number = 0
    for cells in _cells(columns, rows):
        number += 1
        for place, value in enumerate(cells):
            copy.write(sheet, number + 1, place, value)
    copy.close()
    return number


def _write_csv(path: Path, columns: Sequence[Heading], rows: Iterable[Any], line: str) -> int:
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([for_csv(line)])
        out.writerow([for_csv(str(column.label)) for column in columns])
        for cells in _cells(columns, rows):
            out.writerow([for_csv(_plain(value)) for value in cells])
            number += 1
    return number


def _plain(value: Value) -> str:
    return "" if value is None else str(value).replace("\x00", "")


def in_chunks(rows: Any, order: tuple[str, ...]) -> Iterator[Any]:
    """Read a thousand at a time, so that memory stays the same however long the list is."""
    return iter(rows.order_by(*order).iterator(chunk_size=AT_ONCE))
