import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from linli.kit.sheets.cells import Row
from linli.kit.sheets.faults import CellFault, RowFault
from linli.kit.sheets.headings import heading_of
from linli.kit.sheets.opening import open_book
from linli.kit.sheets.tables import table_of
from linli.kit.sheets.writing import for_csv, looks_like_formula, write_faults

STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    " =",
    "　=",
    "＝",
    "＋",
    "－",
    "＠",
    "\u200b=",
    "\ufeff=",
    "'=",
    '"=',
    "\x00=",
    "\n+",
]
BODIES = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://a.example","x")', "SUM(A1:A9)*2", 'DDE("a","b","c")']
TEXTS = [start + body for start in STARTS for body in BODIES]


def copy_of(path: Path, texts: list[str]) -> Path:
    headings = [heading_of("留言编号"), heading_of("留言详情"), heading_of("备注")]
    rows = [Row("留言", i, (float(i), text, text)) for i, text in enumerate(texts, start=2)]
    write_faults(path, headings, [RowFault(row, (CellFault(1, "不对。"),)) for row in rows])
    return path


def test_no_text_becomes_a_formula_in_the_copy_that_marks_faults(tmp_path: Path) -> None:
    path = copy_of(tmp_path / "faults.xlsx", TEXTS)

    sheet = openpyxl.load_workbook(path)["留言"]
    cells = [sheet.cell(row, column) for row in range(2, len(TEXTS) + 2) for column in (3, 4)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.column == 4)
    with zipfile.ZipFile(path) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in written
    assert b"externalLink" not in written


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_a_spreadsheet_would_reckon_is_quoted_for_csv(text: str) -> None:
    assert looks_like_formula(text)
    assert for_csv(text).startswith("'")


@pytest.mark.parametrize("text", ["灯坏了", "3栋-2单元", "a=b", "（=1）", ""])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert for_csv(text) == text


def test_the_copy_keeps_each_cell_as_it_came_and_is_read_again_as_the_same_form(tmp_path: Path) -> None:
    when = datetime(2025, 3, 1, 9, 30)  # noqa: DTZ001
    headings = tuple(map(heading_of, ["留言编号", "留言时间", "留言详情"]))
    row = Row("", 7, (12.0, when, "巷口的灯坏了"))
    write_faults(
        tmp_path / "faults.xlsx",
        headings,
        [RowFault(row, (CellFault(1, "日期不对。"), CellFault(None, "还有。")))],
    )

    table = table_of(open_book(tmp_path / "faults.xlsx").sheets[0], frozenset())
    assert table is not None
    [again] = table.records()
    assert again.cells[1:] == (12.0, when, "巷口的灯坏了")
    assert "B7" in again.text(0)
