"""One cell: what it holds, and where it stands as a person would say it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

Value = str | int | float | bool | datetime | date | time | timedelta | None

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_letters(index: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = LETTERS[digit] + name
    return name


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's address. `row` counts as the sheet shows it, from 1; `column` from 0, None for the whole row."""

    sheet: str
    row: int
    column: int | None = None

    def __str__(self) -> str:
        cell = f"{column_letters(self.column)}{self.row}" if self.column is not None else str(self.row)
        return f"{self.sheet}!{cell}" if self.sheet else cell


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, from the sheet's first column on."""

    sheet: str
    number: int
    cells: tuple[Value, ...]

    def cell(self, column: int) -> Value:
        return self.cells[column] if column < len(self.cells) else None

    def text(self, column: int) -> str:
        return text_of(self.cell(column))

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if not is_blank(cell))


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: Value) -> str:
    """The cell as text, without the outer blanks and tabs that forms leave around it."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
    return str(value)
