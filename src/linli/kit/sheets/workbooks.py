"""Excel workbooks. They are measured before they are read, since a small file can hold, or claim, any size at all."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from linli.kit.sheets.cells import LETTERS, Row
from linli.kit.sheets.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
    SMALL,
)
from linli.kit.sheets.unreadable import Unreadable

Parts = tuple[str, Callable[[], Iterator[Row]], Any, bool]

_CHUNK: Final = 1 << 20
_FILLED: Final = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,4})(\d{1,9})"[^>]*(?<!/)>')
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TOO_BIG: Final = _(
    "Unpacked, this file is far larger than a table of its kind. Save only the sheet that is needed."
)
_DAMAGED: Final = _(
    "The workbook is damaged. Open it in Excel or WPS, save it again as .xlsx and send that file."
)


def workbook(path: Path) -> Iterator[Parts]:
    """The sheets of an .xlsx file. Raises Unreadable."""
    measure(path)
    return _sheets(path)


def old_workbook(path: Path) -> Iterator[Parts]:
    """An .xls file, or an .xlsx file under a password, which looks the same from outside."""
    if _ENCRYPTED in path.read_bytes():
        raise Unreadable(
            _("The workbook is protected by a password. Open it, save it without one, and send that file.")
        )
    return _sheets(path)


def measure(path: Path) -> None:
    """Unpack every part without keeping it: the true sizes, and how far the cells of each sheet reach."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS:
                raise Unreadable(_TOO_BIG)
            if "xl/workbook.xml" not in names:
                raise Unreadable(_not_xlsx(names))
            total = 0
            for part in parts:
                total += _measure_part(file, part, most=MOST_UNPACKED - total)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError) as fault:
        raise Unreadable(_DAMAGED) from fault


def _not_xlsx(names: set[str]) -> Any:
    if "xl/workbook.bin" in names or "content.xml" in names:
        return _("This kind of workbook is not read here. Save it as .xlsx and send that file.")
    if "word/document.xml" in names:
        return _(
            "This is a text document, not a table. Copy the table into Excel or WPS and save it as .xlsx."
        )
    return _("This is a packed folder, not a table. Unpack it and send the table inside.")


def _measure_part(file: BinaryIO, part: zipfile.ZipInfo, most: int) -> int:
    if part.flag_bits & 1:
        raise Unreadable(_("The file is packed under a password. Unpack it and send the table inside."))
    extent = Extent() if part.filename.startswith("xl/worksheets/") else None
    size = 0
    for chunk in _inflated(file, part):
        size += len(chunk)
        if size > most or (size > SMALL and size > MOST_RATIO * max(part.compress_size, 1)):
            raise Unreadable(_TOO_BIG)
        if extent:
            extent.take(chunk)
    return size


def _inflated(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes that are really there, whatever the archive's own list says of their number."""
    file.seek(part.header_offset)
    name, extra = struct.unpack("<26x2H", file.read(30))
    file.seek(name + extra, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    if inflate is None and part.compress_type != zipfile.ZIP_STORED:
        raise NotImplementedError(part.compress_type)
    while left > 0 and (packed := file.read(min(_CHUNK // 8, left))):
        left -= len(packed)
        while inflate and packed:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
        if inflate is None:
            yield packed


class Extent:
    """The rectangle that the filled cells of a sheet span. One far-off cell makes readers reserve all that lies between."""

    def __init__(self) -> None:
        self.rest = b""
        self.rows = self.columns = 0

    def take(self, chunk: bytes) -> None:
        chunk = self.rest + chunk
        last = 0
        for found in _FILLED.finditer(chunk):
            letters, number = found.groups()
            self.rows = max(self.rows, int(number))
            self.columns = max(self.columns, _column(letters.decode()) if len(letters) > 1 else 26)
            last = found.end()
        self.rest = chunk[max(last, len(chunk) - 300) :]
        if self.columns > MOST_COLUMNS or self.rows > MOST_ROWS or self.rows * self.columns > MOST_CELLS:
            raise Unreadable(
                _(
                    "A sheet spreads over %(rows)s rows and %(columns)s columns. Delete stray cells far from the table."
                )
                % {"rows": self.rows, "columns": self.columns}
            )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + LETTERS.index(letter) + 1
    return number


def _sheets(path: Path) -> Iterator[Parts]:
    book = _opened(path)
    found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if not found:
        raise Unreadable(_("The workbook holds no table sheet. Save the sheet with the table as .xlsx."))
    for meta in found:
        sheet = _sheet(book, meta.name)
        hidden = meta.visible != SheetVisibleEnum.Visible
        yield meta.name, partial(_rows, sheet, meta.name), tuple(sheet.merged_cell_ranges or ()), hidden


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as fault:
        raise Unreadable(_DAMAGED) from fault


def _sheet(book: CalamineWorkbook, name: str) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError) as fault:
        raise Unreadable(_DAMAGED) from fault


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    """From column A on; rows without a filled cell are passed over at once."""
    before: tuple[None, ...] = (None,) * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if any(cell != "" for cell in cells):
            row = Row(name, number, (*before, *cells))
            if row.filled:
                yield row
