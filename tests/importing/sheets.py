"""Workbooks and text tables with the traps of real ones, made here with invented words."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def message(number: int, **other: Any) -> list[Any]:
    """One row of a mailbox: invented words, leading newline and tabs, an unpadded date."""
    row = {
        "id": number,
        "user": f"U{number:06}",
        "title": f"巷口第{number}盏灯不亮",
        "at": f"2025/3/{number % 9 + 1} 9:32:0{number % 10}",
        "body": f"\n\t\t\t　巷口第{number}盏灯坏了好几天，晚上看不清路。",
        "reply": f"第{number}盏灯已经换好。",
        "replied": f"2025/4/{number % 9 + 1} 14:56:53",
    } | other
    return list(row.values())


def workbook(
    path: Path, *sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), blank_to: int = 0
) -> Path:
    """`blank_to` formats blank rows down to this one, as a form does that was once filled to there."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    bold = book.add_format({"bold": True})
    for i, rows in enumerate(sheets):
        sheet = book.add_worksheet(names[i] if names else None)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(r, c, value, moment)
                elif value is not None:
                    sheet.write(r, c, value)
        for r in range(len(rows), blank_to):
            for c in range(6):
                sheet.write_blank(r, c, None, bold)
    book.close()
    return path


def text_table(
    path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", separator: str = ","
) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def with_cell_far_away(path: Path) -> Path:
    """A workbook that claims one filled cell in the furthest corner: a few bytes that make readers reserve gigabytes."""
    workbook(path, [["序号", "内容"], [1, "灯"]])
    far = path.with_name("far.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                part = part.replace(b"</sheetData>", cell)
            new.writestr(name, part)
    return far


def bomb(path: Path, megabytes: int) -> Path:
    """A workbook one part of which unpacks to a thousand times its size."""
    workbook(path, [["序号", "内容"], [1, "灯"]])
    big = path.with_name("bomb.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/picture.bin", b"\x00" * (megabytes * 1024 * 1024))
    return big
