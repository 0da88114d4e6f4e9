import time
from pathlib import Path

import pytest
import xlsxwriter

from linli.kit.sheets.opening import open_book
from linli.kit.sheets.unreadable import Unreadable
from tests.importing.sheets import HEADINGS, bomb, message, text_table, with_cell_far_away, workbook

ROWS = [HEADINGS, message(1), message(2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_is_read_in_each_encoding_and_with_each_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    book = open_book(text_table(tmp_path / "t.csv", ROWS, encoding, separator))

    rows = list(book.sheets[0].rows())
    assert [row.text(0) for row in rows] == ["留言编号", "1", "2"]
    assert rows[1].text(4) == "巷口第1盏灯坏了好几天，晚上看不清路。"


def test_sixty_thousand_blank_rows_cost_nothing(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx", [HEADINGS[:6], *(message(i)[:6] for i in range(1, 496))], blank_to=65_203
    )

    begun = time.process_time()
    rows = list(open_book(path).sheets[0].rows())

    assert len(rows) == 496
    assert rows[-1].number == 496
    assert time.process_time() - begun < 5


def test_row_numbers_are_those_that_the_sheet_shows(tmp_path: Path) -> None:
    book = open_book(workbook(tmp_path / "t.xlsx", [["名单"], [], ["编号", "内容"], [], ["7", "灯"]]))

    assert [row.number for row in book.sheets[0].rows()] == [1, 3, 5]


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        book = open_book(path)
        for sheet in book.sheets:
            list(sheet.rows())
    return str(refused.value)


def test_an_empty_file_is_refused_with_what_to_do(tmp_path: Path, settings: object) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"")
    assert refusal(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 something",
        b"\x89PNG\r\n\x1a\n",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"PK\x03\x04 and then nothing of a package",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        b"a,b\x00c\n1,2\x003\n",
        b"\x1f\x8b\x08 no gzip at all",
        "编号,内容\n1,灯".encode("gb18030") + b"\xff\xff\xff",
        b'a,b\n1,"never closed ' + b"x" * 200_000,
    ],
    ids=["pdf", "png", "html", "torn zip", "torn ole", "password", "nul", "torn gz", "encoding", "quote"],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    assert len(refusal(tmp_path / "t.xlsx")) > 10


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert "100" in refusal(tmp_path / "t.csv")


def test_a_bomb_is_refused_while_it_is_measured(tmp_path: Path) -> None:
    path = bomb(tmp_path / "t.xlsx", megabytes=40)
    assert path.stat().st_size < 100_000
    assert refusal(path)


def test_one_cell_in_the_furthest_corner_does_not_take_the_process_with_it(tmp_path: Path) -> None:
    assert "1048576" in refusal(with_cell_far_away(tmp_path / "t.xlsx"))


def test_a_workbook_of_charts_only_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    chart = book.add_chart({"type": "line"})
    book.add_worksheet("数").hide()
    chart.add_series({"values": "=数!$A$1:$A$2"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert list(open_book(tmp_path / "t.xlsx").sheets[0].rows()) == []
