"""Run as a child process: read a workbook, write its sheets as lines of JSON. Knows nothing of Linli.

usage: python unroll.py IN FOLDER   (writes sheets.json and one file of rows a sheet)
exit 0: done, 3: damaged, 4: too much to unpack; 5: a sheet spreads too far (prints rows and columns);
6: packed under a password, 7: no workbook (prints what it holds instead), 8: no sheet with a table.

A few thousand bytes can hold, or claim, any size at all: the same long word in each of a million cells, or two cells
in opposite corners. Readers reserve all of it, so the reading happens where it can be stopped.
"""

import json
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

MEMORY_BYTES: Final = 390 * 1024 * 1024  # of address space, which is never less than what is resident
CPU_SECONDS: Final = 9
MOST_WRITTEN: Final = 256 * 1024 * 1024
MOST_UNPACKED: Final = 512 * 1024 * 1024
MOST_RATIO: Final = 200  # unpacked to packed, once a part is larger than SMALL
SMALL: Final = 8 * 1024 * 1024
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 512
MOST_CELLS: Final = 16_000_000  # of one sheet's rectangle: 24 bytes each while it is read
MOST_PARTS: Final = 4_000
DAMAGED, TOO_MUCH, SPREAD, LOCKED, OTHER, NO_SHEET = 3, 4, 5, 6, 7, 8

_CHUNK: Final = 1 << 20
_FILLED: Final = re.compile(rb'<(?:\w+:)?c [^<>]*?r="([A-Z]{1,4})(\d{1,9})"[^<>]*(?<!/)>')
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError)


class Stopped(Exception):
    """Holds the exit code, and what is printed with it."""


def main(source: str, folder: str) -> int:
    from python_calamine import CalamineError, CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        if Path(source).read_bytes()[:4] == b"PK\x03\x04":
            measure(Path(source))
        unroll(CalamineWorkbook.from_path(source), Path(folder))
    except Stopped as stopped:
        code, *told = stopped.args
        print(*told)
        return int(code)
    except MemoryError:
        return TOO_MUCH
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    return 0


def measure(path: Path) -> None:
    """Unpack every part without keeping it: the true sizes, and how far the cells of each sheet reach."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS:
                raise Stopped(TOO_MUCH)
            if "xl/workbook.xml" not in names:
                raise Stopped(OTHER, kind_of(names))
            total = 0
            for part in parts:
                total += _measure_part(file, part, most=MOST_UNPACKED - total)
    except _BROKEN as fault:
        raise Stopped(DAMAGED) from fault


def kind_of(names: set[str]) -> str:
    if "xl/workbook.bin" in names or "content.xml" in names:
        return "workbook"
    return "document" if "word/document.xml" in names else "folder"


def _measure_part(file: BinaryIO, part: zipfile.ZipInfo, most: int) -> int:
    if part.flag_bits & 1:
        raise Stopped(LOCKED)
    extent = Extent() if part.filename.startswith("xl/worksheets/") else None
    size = 0
    for chunk in _inflated(file, part):
        size += len(chunk)
        if size > most or (size > SMALL and size > MOST_RATIO * max(part.compress_size, 1)):
            raise Stopped(TOO_MUCH)
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
            self.columns = max(self.columns, column(letters.decode()) if len(letters) > 1 else 26)
            last = found.end()
        self.rest = chunk[max(last, len(chunk) - 300) :]
        if self.columns > MOST_COLUMNS or self.rows > MOST_ROWS or self.rows * self.columns > MOST_CELLS:
            raise Stopped(SPREAD, self.rows, self.columns)


def column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def unroll(book: Any, folder: Path) -> None:
    """One sheet after the other, so that only one of them is held."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if not found:
        raise Stopped(NO_SHEET)
    told, left = [], MOST_WRITTEN
    for place, meta in enumerate(found):
        sheet = book.get_sheet_by_name(meta.name)
        left -= _write_rows(sheet, folder / f"{place}.rows", left)
        merged = [list(map(list, span)) for span in sheet.merged_cell_ranges or ()]
        told.append([meta.name, merged, meta.visible != SheetVisibleEnum.Visible])
    (folder / "sheets.json").write_text(json.dumps(told), "utf-8")


def _write_rows(sheet: Any, place: Path, left: int) -> int:
    """From column A on; rows without a filled cell are passed over at once. How many bytes were written."""
    before = [None] * (sheet.start[1] if sheet.start else 0)
    size = 0
    with place.open("w", encoding="utf-8") as file:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            filled = [place for place, cell in enumerate(cells) if cell != ""]
            if filled:
                if len(before) + filled[-1] >= MOST_COLUMNS:
                    raise Stopped(SPREAD, number, len(before) + filled[-1] + 1)
                line = json.dumps([number, before + cells], ensure_ascii=False, default=tagged)
                size += len(line)
                if size > left:
                    raise Stopped(TOO_MUCH)
                file.write(f"{line}\n")
    return size


def tagged(value: Any) -> dict[str, Any]:
    """What JSON does not know, under a letter. A moment is a date as well, so it is asked about first."""
    match value:
        case datetime():
            return {"m": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"t": value.isoformat()}
        case timedelta():
            return {"s": [value.days, value.seconds, value.microseconds]}
    raise ValueError(value)


def untagged(told: dict[str, Any]) -> Any:
    ((letter, value),) = told.items()
    if letter == "s":
        return timedelta(*value)
    kinds: dict[str, Any] = {"m": datetime, "d": date, "t": time}
    return kinds[letter].fromisoformat(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
