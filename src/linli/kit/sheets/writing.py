"""Write tables in which no text ever becomes a formula, whoever opens them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from linli.kit.sheets.cells import Value
from linli.kit.sheets.faults import RowFault
from linli.kit.sheets.headings import Heading

# Spreadsheets take a text that begins so, also behind blanks or in full width, for a formula.
_DANGEROUS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
_INVISIBLE: Final = " \t\r\n\x00\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff'\""
LONGEST_TEXT: Final = 32_767
_UNWRITABLE: Final = {i: None for i in range(32) if i not in (9, 10, 13)}


def looks_like_formula(text: str) -> bool:
    return text.lstrip(_INVISIBLE)[:1] in tuple(_DANGEROUS) or text[:1] in ("\t", "\r")


def for_csv(text: str) -> str:
    """A csv cell has no type, so an apostrophe in front keeps it text."""
    return f"'{text}" if looks_like_formula(text) else text


class Copy:
    """A workbook in constant memory. Every text is written as text; dates and numbers as what they are."""

    def __init__(self, path: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(
            str(path), {**options, "strings_to_numbers": False, "remove_timezone": True}
        )
        self.plain = self.book.add_format({"text_wrap": False, "valign": "top"})
        self.quoted = self.book.add_format({"quote_prefix": True, "num_format": "@", "valign": "top"})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.fault = self.book.add_format({"bg_color": "#F6D5CB", "quote_prefix": True, "valign": "top"})
        self.why = self.book.add_format({"font_color": "#9A3412", "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self.faulty_moment = self.book.add_format(
            {"bg_color": "#F6D5CB", "num_format": "yyyy-mm-dd hh:mm:ss"}
        )

    def sheet(self, name: str) -> Any:
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        clean = "".join(c for c in name if c not in "[]:*?/\\")[:28].strip("'") or _("Table")
        return self.book.add_worksheet(clean if clean.lower() not in taken else f"{clean} {len(taken) + 1}")

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
        sheet.write_string(row, column, text.translate(_UNWRITABLE)[:LONGEST_TEXT], form)

    def close(self) -> None:
        self.book.close()


def write_faults(path: Path, headings: Sequence[Heading], faults: Sequence[RowFault]) -> None:
    """The rows that were not imported, as they came, each with its reason in front and the faulty cells coloured."""
    copy = Copy(path)
    by_sheet: dict[str, list[RowFault]] = {}
    for fault in faults:
        by_sheet.setdefault(fault.row.sheet, []).append(fault)
    for name, rows in by_sheet.items():
        sheet = copy.sheet(name)
        sheet.set_column(0, 0, 40)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, _("Why not imported"), copy.head)
        for i, heading in enumerate(headings, start=1):
            sheet.write_string(0, i, heading.text, copy.head)
        for number, fault in enumerate(rows, start=1):
            _write_row(copy, sheet, number, fault)
    copy.close()


def _write_row(copy: Copy, sheet: Any, number: int, fault: RowFault) -> None:
    marked = {f.column for f in fault.faults}
    why = "\n".join(f"{place}: {sentence}" for place, sentence in fault.places)
    sheet.write_string(number, 0, why[:LONGEST_TEXT], copy.why)
    for i, value in enumerate(fault.row.cells):
        copy.write(sheet, number, i + 1, value, fault=i in marked)
