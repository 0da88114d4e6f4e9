"""Open whatever was handed in as sheets of rows. Each file that cannot be used is refused with a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.kit.sheets.cells import Row
from linli.kit.sheets.limits import MB, MOST_BYTES
from linli.kit.sheets.text_files import text_rows, unpacked
from linli.kit.sheets.unreadable import Unreadable
from linli.kit.sheets.workbooks import old_workbook, workbook

Spans = tuple[
    tuple[tuple[int, int], tuple[int, int]], ...
]  # merged cells: from (row, column) to, counted from 0

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN: Final = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"{\\rtf", "RTF"),
)


@dataclass(frozen=True)
class Sheet:
    """`rows()` reads from the beginning each time, row by row; blank rows are left out, numbers stay as shown."""

    name: str
    rows: Callable[[], Iterator[Row]]
    merged: Spans = ()
    hidden: bool = False


@dataclass(frozen=True)
class Book:
    kind: str  # "workbook" or "text"
    sheets: tuple[Sheet, ...]
    about: dict[str, str] = field(default_factory=dict)


def open_book(path: Path, name: str = "", *, most_bytes: int = MOST_BYTES) -> Book:
    """Raises Unreadable. `name` is what its owner called the file."""
    size = path.stat().st_size if path.is_file() else -1
    if size < 0:
        raise Unreadable(_("There is no such file. Check the name and the folder."))
    if size == 0:
        raise Unreadable(_("The file is empty. Export it again and check that it opens on your computer."))
    if size > most_bytes:
        raise Unreadable(
            _("The file has %(size)s MB; at most %(most)s MB are read at once. Split it by year or area.")
            % {"size": size // MB, "most": most_bytes // MB}
        )
    with path.open("rb") as file:
        start = file.read(512)
    return _by_its_beginning(path, start)


def _by_its_beginning(path: Path, start: bytes) -> Book:
    if start.startswith(b"PK\x03\x04"):
        return Book("workbook", tuple(Sheet(*parts) for parts in workbook(path)))
    if start.startswith(_OLE):
        return Book("workbook", tuple(Sheet(*parts) for parts in old_workbook(path)))
    held = unpacked(path) if start.startswith(b"\x1f\x8b") else None
    if held is not None:
        path = Path(held.name)
        with path.open("rb") as file:
            start = file.read(512)
    for magic, kind in _KNOWN:
        if start.startswith(magic):
            raise Unreadable(
                _("This is a %(kind)s file, not a table. Save the table itself as .xlsx or .csv.")
                % {"kind": kind}
            )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable(
            _(
                "This is a web page that only bears the name of a table. Open it in Excel or WPS and save it as .xlsx."
            )
        )
    rows, about = text_rows(path, held)
    return Book("text", (Sheet("", rows),), about)
