"""Read the cells of one row by their meaning, collecting every fault instead of stopping at the first."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from linli.kit.sheets.cells import Row, Value, is_blank, text_of
from linli.kit.sheets.faults import CellFault, Faulty
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.moments import Order, moment_of, order_of
from linli.kit.sheets.words import plain


class Columns:
    """Where each field stands in this file, and how its slashed dates are to be read."""

    def __init__(self, meanings: Meanings, samples: Sequence[Row], zone: ZoneInfo) -> None:
        self.zone = zone
        self.at: dict[str, tuple[int, ...]] = {}
        for column in meanings.columns:
            if column.is_kept:
                self.at[column.meaning] = (*self.at.get(column.meaning, ()), column.index)
        self.all = tuple(column.index for column in meanings.columns if not column.is_dropped)
        self.orders: dict[int, Order] = {}
        for columns in self.at.values():
            for index in columns:
                if order := order_of(row.cell(index) for row in samples):
                    self.orders[index] = order

    def has(self, field: str) -> bool:
        return field in self.at

    def on(self, row: Row) -> "Cells":
        return Cells(row, self)


class Cells:
    def __init__(self, row: Row, columns: Columns) -> None:
        self.row = row
        self.columns = columns
        self.faults: list[CellFault] = []

    def value(self, field: str) -> Value:
        at = self.columns.at.get(field)
        return self.row.cell(at[0]) if at else None

    def text(self, field: str) -> str:
        at = self.columns.at.get(field)
        return text_of(self.row.cell(at[0])) if at else ""

    def texts(self, field: str) -> list[str]:
        """Of all columns of a field that may have several, in their order, without blanks."""
        found = (text_of(self.row.cell(index)) for index in self.columns.at.get(field, ()))
        return [text for text in found if text]

    def needed(self, field: str, sentence: str) -> str:
        text = self.text(field)
        if not text:
            self.fault(field, sentence)
        return text

    def moment(self, field: str) -> datetime | None:
        """In the installation's zone unless the cell names another. A cell that is no date becomes a fault."""
        at = self.columns.at.get(field)
        value = self.row.cell(at[0]) if at else None
        if at is None or is_blank(value):
            return None
        found = moment_of(value, self.columns.orders.get(at[0], "mdy"))
        if found is None:
            self.fault(
                field,
                _("“%(text)s” is no date that can be read. Write it as 2026-03-31 15:20.")
                % {"text": shortened(value)},
            )
            return None
        return found if found.tzinfo else found.replace(tzinfo=self.columns.zone)

    def number(self, field: str, low: float, high: float) -> float | None:
        text = self.text(field)
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = high + 1
        if low <= number <= high:
            return number
        self.fault(
            field,
            _("“%(text)s” must be a number from %(low)g to %(high)g.")
            % {"text": shortened(text), "low": low, "high": high},
        )
        return None

    def choice(self, field: str, words: Mapping[str, str]) -> str:
        """The value of this choice, empty when its word is not known."""
        return words.get(plain(self.text(field)), "")

    def fault(self, field: str, sentence: str) -> None:
        at = self.columns.at.get(field)
        self.faults.append(CellFault(at[0] if at else None, sentence))

    def stop_at_faults(self) -> None:
        if self.faults:
            raise Faulty(self.faults)

    def digest(self) -> str:
        """Of the whole row, for tables whose rows have no number of their own."""
        cells = "\x1f".join(text_of(self.row.cell(index)) for index in self.columns.all)
        return hashlib.sha256(cells.encode()).hexdigest()[:40]


def shortened(value: Value) -> str:
    text = " ".join(text_of(value).split())
    return text if len(text) <= 30 else text[:29] + "…"


def choices_of(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """word → value, from a table of value → words."""
    return {plain(word): value for value, words in table.items() for word in words}
