"""Excel workbooks. A child process reads them; here its findings become sheets, or a sentence that says what to do."""

import json
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from linli.kit.scratch import TABLE, new_folder
from linli.kit.sheets import unroll
from linli.kit.sheets.cells import Row
from linli.kit.sheets.unreadable import Unreadable

Parts = tuple[str, Callable[[], Iterator[Row]], Any, bool]

PATIENCE_SECONDS: Final = 15
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TOO_BIG: Final = _(
    "Unpacked, this file is far larger than a table of its kind. Save only the sheet that is needed."
)
_SENTENCES: Final = {
    unroll.DAMAGED: _(
        "The workbook is damaged. Open it in Excel or WPS, save it again as .xlsx and send that file."
    ),
    unroll.SPREAD: _(
        "A sheet spreads over %(rows)s rows and %(columns)s columns. Delete stray cells far from the table."
    ),
    unroll.LOCKED: _("The file is packed under a password. Unpack it and send the table inside."),
    unroll.NO_SHEET: _("The workbook holds no table sheet. Save the sheet with the table as .xlsx."),
}
_OTHERS: Final = {
    "workbook": _("This kind of workbook is not read here. Save it as .xlsx and send that file."),
    "document": _(
        "This is a text document, not a table. Copy the table into Excel or WPS and save it as .xlsx."
    ),
    "folder": _("This is a packed folder, not a table. Unpack it and send the table inside."),
}


def workbook(path: Path) -> Iterator[Parts]:
    """The sheets of an .xlsx file. Raises Unreadable."""
    return _sheets(path)


def old_workbook(path: Path) -> Iterator[Parts]:
    """An .xls file, or an .xlsx file under a password, which looks the same from outside."""
    if _ENCRYPTED in path.read_bytes():
        raise Unreadable(
            _("The workbook is protected by a password. Open it, save it without one, and send that file.")
        )
    return _sheets(path)


class Unrolled:
    """The sheets as lines of text, in a folder that is gone when nobody holds it any more."""

    def __init__(self) -> None:
        self.folder = new_folder(TABLE)
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def told(self) -> list[Any]:
        return list(json.loads((self.folder / "sheets.json").read_text("utf-8")))

    def rows(self, place: int, name: str) -> Iterator[Row]:
        with (self.folder / f"{place}.rows").open(encoding="utf-8") as file:
            for line in file:
                number, cells = json.loads(line, object_hook=unroll.untagged)
                row = Row(name, number, tuple(cells))
                if row.filled:
                    yield row


def _sheets(path: Path) -> Iterator[Parts]:
    unrolled = _unrolled(path)
    for place, (name, merged, hidden) in enumerate(unrolled.told()):
        spans = tuple((tuple(first), tuple(last)) for first, last in merged)
        yield name, partial(unrolled.rows, place, name), spans, hidden


def _unrolled(path: Path) -> Unrolled:
    found = Unrolled()
    command = [sys.executable, "-I", unroll.__file__, str(path.absolute()), str(found.folder)]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False, cwd="/"
        )
    except subprocess.TimeoutExpired as slow:
        raise Unreadable(_TOO_BIG) from slow
    if done.returncode:
        raise Unreadable(_sentence(done.returncode, done.stdout.split()))
    return found


def _sentence(code: int, told: list[str]) -> Any:
    """A child that was stopped from outside, for want of memory or time, meant too much as well."""
    if code == unroll.OTHER:
        return _OTHERS[told[0]]
    sentence = _SENTENCES.get(code, _TOO_BIG)
    return sentence % {"rows": told[0], "columns": told[1]} if code == unroll.SPREAD else sentence
