"""Write tables in which no text ever becomes a formula, whoever opens them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from linli.kit.sheets.cells import Value
from linli.kit.sheets.faults import RowFault
from linli.kit.sheets.headings import Heading

# Spreadsheets take a text that begins so for a formula, also in full width and behind what nobody sees.
_DANGEROUS: Final = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_QUOTES: Final = "\"'"
LONGEST_TEXT: Final = 32_767
_UNWRITABLE: Final = {i: None for i in range(32) if i not in (9, 10, 13)}
# What parts cells where somebody opens a csv with another separator; a comma is kept together by its quotes.
_PARTS: Final = r";|\t\v\f\r\n\x1c-\x1e\x85\u2028\u2029"
_PASSED_OVER: Final = r"\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff'\""
_ANOTHER_CELL: Final = re.compile(rf"([{_PARTS}][{_PASSED_OVER}]*)(?=[{re.escape(_DANGEROUS)}])")


def looks_like_formula(text: str) -> bool:
    if text[:1].isalnum():
        return False
    seen = next((letter for letter in text if not _is_passed_over(letter)), "")
    return (seen != "" and seen in _DANGEROUS) or text[:1] in ("\t", "\r")


def _is_passed_over(letter: str) -> bool:
    """Blanks, control and format characters, and quotes."""
    return letter in _QUOTES or unicodedata.category(letter)[0] in "CZ"


def for_csv(text: str) -> str:
    """A csv cell has no type, so an apostrophe in front keeps it text; also where another separator would part it."""
    text = _ANOTHER_CELL.sub(r"\1'", text)
    return f"'{text}" if looks_like_formula(text) else text


def storable(text: str) -> str:
    """What a cell of a workbook can hold of it."""
    return text.translate(_UNWRITABLE)[:LONGEST_TEXT]


class Copy:
    """A workbook in constant memory. Every text is written as text; dates and numbers as what they are."""

    def __init__(self, path: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(
            str(path), {**options, "strings_to_numbers": False, "remove_timezone": True}
        )
        self.plain = self.book.add_format({"text_wrap": False, "valign": "top"})
        self.quoted = self.book.add_format({"quote_prefix": True, "num_format": "@", "valign": "top"})
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "quote_prefix": True}
        self.head = self.book.add_format(head)
        self.fault = self.book.add_format({"bg_color": "#F6D5CB", "quote_prefix": True, "valign": "top"})
        why = {"font_color": "#9A3412", "text_wrap": True, "valign": "top", "quote_prefix": True}
        self.why = self.book.add_format(why)
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self.faulty_moment = self.book.add_format(
            {"bg_color": "#F6D5CB", "num_format": "yyyy-mm-dd hh:mm:ss"}
        )

    def sheet(self, name: str) -> Any:
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        clean = "".join(c for c in name if c not in "[]:*?/\\" and c.isprintable())[:26].strip("'") or _(
            "Table"
        )
        free = (clean, *(f"{clean} {number}" for number in range(len(taken) + 1, 2 * len(taken) + 2)))
        return self.book.add_worksheet(next(one for one in free if one.lower() not in taken))

    def write(self, sheet: Any, row: int, column: int, value: Value, *, fault: bool = False) -> None:
        match value:
            case None | "":
                if fault:
                    sheet.write_blank(row, column, None, self.fault)
            case bool():
                sheet.write_boolean(row, column, value, self.fault if fault else self.plain)
            case int() | float():
                sheet.write_number(row, column, value, self.fault if fault else self.plain)
            case datetime() if value.year >= 1900:
                sheet.write_datetime(row, column, value, self.faulty_moment if fault else self.moment)
            case date() if value.year >= 1900:
                sheet.write_datetime(row, column, value, self.fault if fault else self.day)
            case time() | timedelta() | date():
                sheet.write_string(row, column, str(value), self.quoted)
            case _:
                self.write_text(sheet, row, column, str(value), fault=fault)

    def write_text(self, sheet: Any, row: int, column: int, text: str, *, fault: bool = False) -> None:
        form = self.fault if fault else self.quoted if looks_like_formula(text) else self.plain
        sheet.write_string(row, column, storable(text), form)

    def close(self) -> None:
        self.book.close()


def write_faults(
    path: Path, headings: Sequence[Heading], faults: Sequence[RowFault], whose: str = ""
) -> None:
    """The rows that were not imported, as they came, each with its reason in front and the faulty cells coloured.

    The copy is corrected and handed in again, so that `whose` it is stands in its properties and not above the headings.
    """
    copy = Copy(path)
    copy.book.set_properties({"comments": storable(whose)})
    by_sheet: dict[str, list[RowFault]] = {}
    for fault in faults:
        by_sheet.setdefault(fault.row.sheet, []).append(fault)
    for name, rows in by_sheet.items():
        sheet = copy.sheet(name)
        sheet.set_column(0, 0, 40)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, _("Why not imported"), copy.head)
        for i, heading in enumerate(headings, start=1):
            sheet.write_string(0, i, storable(heading.text), copy.head)
        for number, fault in enumerate(rows, start=1):
            _write_row(copy, sheet, number, fault)
    copy.close()


def _write_row(copy: Copy, sheet: Any, number: int, fault: RowFault) -> None:
    marked = {f.column for f in fault.faults}
    why = "\n".join(f"{place}: {sentence}" for place, sentence in fault.places)
    sheet.write_string(number, 0, storable(why), copy.why)
    for i, value in enumerate(fault.row.cells):
        copy.write(sheet, number, i + 1, value, fault=i in marked)
