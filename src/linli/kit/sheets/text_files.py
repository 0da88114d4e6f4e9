"""Tables as plain text: which encoding, which separator, and then row by row, however long the file is."""

import codecs
import csv
import gzip
import io
import shutil
import weakref
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TextIO

from django.utils.translation import gettext_lazy as _

from linli.kit.scratch import TABLE, new_folder
from linli.kit.sheets.cells import Row
from linli.kit.sheets.limits import (
    LONGEST_CELL,
    LONGEST_ROW,
    MB,
    MOST_COLUMNS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
    SMALL,
)
from linli.kit.sheets.unreadable import Unreadable

SEPARATORS: Final = (",", "\t", ";", "|")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unpacked:
    """A file that is gone when nobody holds it any more."""

    def __init__(self) -> None:
        folder = new_folder(TABLE)
        self.name = str(folder / "unpacked.csv")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def unpacked(path: Path) -> Unpacked:
    """What a .gz file holds. Raises Unreadable beyond all measure."""
    target, most = Unpacked(), min(MOST_UNPACKED, max(SMALL, MOST_RATIO * path.stat().st_size))
    size = 0
    try:
        with gzip.open(path) as packed, Path(target.name).open("wb") as file:
            while chunk := packed.read(MB):
                size += len(chunk)
                if size > most:
                    raise Unreadable(_("Unpacked, this file is too large. Split it by year or area."))
                file.write(chunk)
    except (OSError, EOFError, zlib.error) as fault:
        raise Unreadable(_("The packed file is damaged. Pack it again, or send it unpacked.")) from fault
    if size == 0:
        raise Unreadable(_("The file is empty. Export it again and check that it opens on your computer."))
    return target


def text_rows(path: Path, held: Unpacked | None = None) -> tuple[Callable[[], Iterator[Row]], dict[str, str]]:
    """A way to read the rows, and what was found out about the file. `held` lives as long as the rows may be read."""
    encoding = encoding_of(path)
    separator = separator_of(path, encoding)

    def rows() -> Iterator[Row]:
        return _rows(path if held is None else Path(held.name), encoding, separator)

    return rows, {"encoding": encoding, "separator": separator}


def encoding_of(path: Path) -> str:
    """By its mark, else the first of UTF-8 and GB 18030 that fits the whole file. Raises Unreadable."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _checked(path, encoding)
    if b"\x00" in start:
        return _checked(path, _without_mark(start))
    return "utf-8" if _fits(path, "utf-8") else _checked(path, "gb18030")


def _without_mark(start: bytes) -> str:
    """UTF-16 without its mark has a zero in every second byte of ASCII; other zeros are no text."""
    zeros = [start[side::2].count(0) for side in (0, 1)]
    if max(zeros) > 4 * min(zeros) and max(zeros) > len(start) // 8:
        encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        if any(mark in start.decode(encoding, "ignore") for mark in ("\n", *SEPARATORS)):
            return encoding
    raise Unreadable(_NO_TEXT)


_NO_TEXT: Final = _(
    "This is neither a workbook nor text. Save the table as .xlsx or as .csv and send that file."
)


def _checked(path: Path, encoding: str) -> str:
    if not _fits(path, encoding):
        raise Unreadable(
            _("The characters of this file cannot be read. Open it in Excel or WPS and save it as .xlsx.")
        )
    return encoding


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(MB):
                if "\x00" in decoder.decode(chunk):
                    raise Unreadable(_NO_TEXT)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def separator_of(path: Path, encoding: str) -> str:
    """The separator that cuts the first lines into the most, and the most even, columns."""
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(65_536)
    return max(SEPARATORS, key=lambda separator: _evenness(start, separator))


def _evenness(text: str, separator: str) -> float:
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == 30:
                break
    except csv.Error:
        return 0
    common = max(set(widths), key=widths.count, default=1)
    return (common - 1) * widths.count(common) / max(len(widths), 1)


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=separator)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                lines.begin_row()
                if number > MOST_ROWS:
                    raise Unreadable(
                        _("The table has more than %(most)s rows. Split it.") % {"most": MOST_ROWS}
                    )
                if len(cells) > MOST_COLUMNS:
                    raise Unreadable(
                        _("Row %(row)s has %(columns)s columns. Is it the right separator?")
                        % {"row": number, "columns": len(cells)}
                    )
                if any(cell and not cell.isspace() for cell in cells):
                    yield Row("", number, tuple(cells))
        except csv.Error as fault:
            raise Unreadable(
                _(
                    "Row %(row)s cannot be read; a quotation mark may be missing there. Save the table as .xlsx instead."
                )
                % {"row": number + 1}
            ) from fault


class Lines:
    """The lines of a file for a reader of rows, which holds a row whole: one that does not end is stopped."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.held = file, 0

    def begin_row(self) -> None:
        self.held = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(LONGEST_ROW):
            self.held += len(line)
            if self.held >= LONGEST_ROW:
                raise csv.Error
            yield line
