"""Find the table in a sheet: where its heading stands, how many rows the heading has, and what is no record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from linli.kit.sheets.cells import Row, is_blank, text_of
from linli.kit.sheets.headings import Heading, heading_of, key_of
from linli.kit.sheets.opening import Sheet
from linli.kit.sheets.words import plain, words

SEARCHED: Final = 40  # rows in which a heading is looked for
LONGEST_HEADING: Final = 60


@dataclass(frozen=True)
class Table:
    """One sheet's table: headings by column, and its records row by row."""

    sheet: Sheet
    headings: tuple[Heading, ...]
    first: int  # sheet row of the first record

    @property
    def name(self) -> str:
        return self.sheet.name

    def records(self) -> Iterator[Row]:
        """Without sums, signatures and repeated headings."""
        return (row for row in self._below() if not self.is_aside(row))

    def asides(self) -> Iterator[Row]:
        return (row for row in self._below() if self.is_aside(row))

    def _below(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows() if row.number >= self.first)

    def is_aside(self, row: Row) -> bool:
        filled = [text_of(cell) for cell in row.cells if not is_blank(cell)]
        first = filled[0] if filled else ""
        if len(first) <= 12 and len(filled) <= max(2, len(self.headings) // 2) and _is_footer(first):
            return True
        return len(filled) > 1 and [key_of(text) for text in filled] == [
            h.key for h in self.headings if h.key
        ]

    def sample(self, size: int = 200) -> list[Row]:
        return list(islice(self.records(), size))


def _is_footer(text: str) -> bool:
    return plain(text).startswith(tuple(map(plain, words("rows")["footers"])))


def table_of(sheet: Sheet, known: frozenset[str]) -> Table | None:
    """The sheet's table, None for an empty sheet. `known` are keys of headings that are understood."""
    top = list(islice(sheet.rows(), SEARCHED))
    if not top:
        return None
    index = max(range(len(top)), key=lambda i: _likeness(top, i, known))
    while index and _continues(top[index - 1], top[index], wide=False):
        index -= 1
    height = _height(top, index, sheet)
    parts = _joined(top[index : index + height])
    first = top[index + height - 1].number + 1
    return Table(sheet, tuple(heading_of(*rows) for rows in parts), first)


def _likeness(top: Sequence[Row], index: int, known: frozenset[str]) -> float:
    """How much a row looks like a heading: short, different texts, known ones, as wide as what follows."""
    row = top[index]
    filled = [cell for cell in row.cells if not is_blank(cell)]
    texts = [
        text_of(cell) for cell in filled if isinstance(cell, str) and len(cell.strip()) <= LONGEST_HEADING
    ]
    headings = [text for text in texts if not any(mark.isdigit() for mark in text[:4])]
    if not filled:
        return -1
    hits = sum(1 for text in texts if key_of(text) in known)
    width = max((r.filled for r in top[index + 1 : index + 6]), default=len(filled))
    even = min(len(filled), width) / max(len(filled), width)
    return 3 * hits + len(set(headings)) / len(filled) + 2 * even - index * 0.05 - (len(filled) == 1)


def _height(top: Sequence[Row], index: int, sheet: Sheet) -> int:
    """Rows of the heading: merged cells tell, or blanks that the next row fills with short texts."""
    rows = {row.number - 1: i for i, row in enumerate(top)}
    start = top[index].number - 1
    tall = max((b[0] - a[0] + 1 for a, b in sheet.merged if a[0] == start and b[0] in rows), default=1)
    wide = any(a[0] == b[0] == start and b[1] > a[1] for a, b in sheet.merged)
    if tall == 1 and index + 1 < len(top) and _continues(top[index], top[index + 1], wide=wide):
        tall = 2
    return min(tall, 4, len(top) - index)


def _continues(row: Row, following: Row, *, wide: bool) -> bool:
    """Whether two rows make one heading: the lower one fills gaps of the upper one, and leaves others to it."""
    width = range(max(len(row.cells), len(following.cells)))
    gaps = [i for i in width if not row.text(i) and following.text(i)]
    kept = [i for i in width if row.text(i) and not following.text(i)]
    short = all(
        isinstance(cell, str) and len(cell.strip()) <= 20 and not any(mark.isdigit() for mark in cell)
        for cell in following.cells
        if not is_blank(cell)
    )
    return bool(gaps) and short and (wide or bool(kept)) and following.number == row.number + 1


def _joined(rows: Sequence[Row]) -> list[list[str]]:
    """Headings of several rows, top to bottom; a group's name is carried over the cells it spans."""
    width = max(len(row.cells) for row in rows)
    columns: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(rows):
        carried = ""
        for i in range(width):
            text = row.text(i)
            carried = text or (carried if level < len(rows) - 1 else "")
            below = level == len(rows) - 1 or any(later.text(i) for later in rows[level + 1 :])
            if (text or (carried and below and level < len(rows) - 1)) and carried not in columns[i]:
                columns[i].append(carried)
    while columns and not columns[-1]:
        columns.pop()
    return columns
