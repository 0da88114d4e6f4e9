"""Ledgers of other offices: written with exactly their columns, and understood again when they come back."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from linli.cases.actions.intake import Speaker
from linli.cases.ledgers.fields import case_fields
from linli.cases.ledgers.forms import Ledger, ledgers, number_of, rows_for_ledger
from linli.cases.models import Case
from linli.cases.sheets import write_sheet
from linli.kit.sheets.headings import key_of
from tests.importing.test_cases import bring
from tests.lane import Lane

LEDGERS = tuple(ledgers().values())
# Fills that come back through the field of another name.
FIELD_OF = {
    "number": "source_id",
    "subcategory": "category",
    "finest_category": "category",
    "street": "area",
    "community": "area",
    "grid": "area",
}
NOT_READ = {"", "year", "month"}
# Ledgers that say when a case ended bring its end back; the others bring it back as a case that is still open.
SAYS_THE_END = {"operation_centre", "hazards", "disputes"}


def written(ledger: Ledger, path: Path) -> list[list[Any]]:
    rows = rows_for_ledger(Case.objects.order_by("raised_at", "id"))
    write_sheet(path, "xlsx", ledger.columns(), rows, "No. 1")
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active][1:]  # type: ignore[union-attr]


def an_open_case(lane: Lane) -> None:
    lane.case(
        "水塔漏水，地上都是水。", place_words="水塔下", speaker=Speaker(name="上官麒麟", phone="13900007777")
    )


def some_cases(lane: Lane) -> None:
    lane.bring(lane.case("巷口的灯坏了好几天，晚上看不清路。", place_words="老樟树旁"), "closed")
    lane.case(
        "水塔漏水，地上都是水。", place_words="水塔下", speaker=Speaker(name="上官麒麟", phone="13900007777")
    )


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_a_ledger_has_exactly_its_columns_in_their_order(lane: Lane, tmp_path: Path, ledger: Ledger) -> None:
    some_cases(lane)
    head, *rows = written(ledger, tmp_path / "a.xlsx")
    assert head == [heading for heading, _fill in ledger.headings]
    assert len(rows) == 2
    assert any(value is not None for value in rows[0])
    assert ledger.dropped == ()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_nobody_is_named_in_a_ledger(lane: Lane, tmp_path: Path, ledger: Ledger) -> None:
    some_cases(lane)
    said = str(written(ledger, tmp_path / "a.xlsx"))
    assert "麒麟" not in said
    assert "13900007777" not in said


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_what_a_ledger_says_is_understood_when_it_comes_back(ledger: Ledger) -> None:
    by_heading = {key_of(word): field.key for field in case_fields().all for word in field.synonyms}
    for heading, fill in ledger.headings:
        if fill not in NOT_READ:
            assert by_heading.get(key_of(heading)) in {FIELD_OF.get(fill, fill), "handled"}, heading


@pytest.mark.parametrize("key", list(ledgers()))
def test_out_and_in_again_and_out_gives_the_same_sheet(lane: Lane, tmp_path: Path, key: str) -> None:
    some_cases(lane) if key in SAYS_THE_END else an_open_case(lane)
    ledger = ledgers()[key]
    bring(lane, _sheet(ledger, tmp_path / "first.xlsx"))
    own = Case.objects.filter(source_key=None)
    first = written_of(ledger, own, tmp_path / "a.xlsx")
    again = written_of(ledger, Case.objects.exclude(source_key=None), tmp_path / "b.xlsx")
    assert again == first


def _sheet(ledger: Ledger, path: Path) -> Path:
    written(ledger, path)
    return path


def written_of(ledger: Ledger, cases: Any, path: Path) -> list[list[Any]]:
    write_sheet(path, "xlsx", ledger.columns(), rows_for_ledger(cases.order_by("raised_at", "id")), "No. 1")
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active]  # type: ignore[union-attr]


def test_the_number_is_that_of_the_office_from_which_a_case_came(lane: Lane) -> None:
    case = lane.case(source_key="s4:20260302-17")
    assert number_of(case) == "20260302-17"
    assert number_of(lane.case()) != ""


def test_a_column_that_marks_people_is_dropped_and_named() -> None:
    from linli.cases.ledgers.forms import _ledger

    ledger = _ledger("x", "x", [["编号", "number"], ["重点人员标签", ""], ["内容", "words"]])
    assert ledger.dropped == ("重点人员标签",)
    assert [heading for heading, _fill in ledger.headings] == ["编号", "内容"]
