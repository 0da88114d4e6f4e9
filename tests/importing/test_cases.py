"""From a file to cases, through the engine that command and worker share."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from linli.cases.ledgers.composed import handled_of
from linli.cases.ledgers.fields import table
from linli.cases.ledgers.reader import CaseReader
from linli.cases.models import Case, Clock
from linli.governance.model import RuleBook
from linli.kit.actor import SYSTEM
from linli.kit.importing.running import Result, run
from linli.kit.models import Trace
from linli.people.models import Contact
from tests.importing.sheets import HEADINGS, message, workbook
from tests.lane import ZONE, Lane, hours

NOW = hours(24)


def bring(lane: Lane, path: Path, **other: Any) -> Result:
    order: dict[str, Any] = {
        "area_path": lane.areas["village"].path,
        "meanings": {},
        "choices": {},
        "source": "s1",
        "only_check": False,
        "good_rows": False,
        "faults_to": path.with_name("faults.xlsx"),
        "by": SYSTEM,
        "at": NOW,
        "progress": lambda phase, rows, total: None,
    } | other
    with translation.override("en"):
        return run(path, CaseReader(), **order)


def mailbox(tmp_path: Path, *rows: list[Any]) -> Path:
    return workbook(tmp_path / "mailbox.xlsx", [HEADINGS, *rows])


def test_answered_messages_become_closed_cases_with_their_real_dates(lane: Lane, tmp_path: Path) -> None:
    bring(lane, mailbox(tmp_path, message(1), message(2, reply="", replied="")))

    closed, open_one = Case.objects.order_by("source_key")
    assert (closed.stage, closed.raised_at) == ("closed", datetime(2025, 3, 2, 9, 32, 1, tzinfo=ZONE))
    assert closed.closed_at == datetime(2025, 4, 2, 14, 56, 53, tzinfo=ZONE)
    assert closed.words.text == "巷口第1盏灯坏了好几天，晚上看不清路。"
    assert closed.title == "巷口第1盏灯不亮"
    assert (open_one.stage, open_one.closed_at) == ("registered", None)


def test_a_second_run_changes_nothing(lane: Lane, tmp_path: Path) -> None:
    path = mailbox(tmp_path, message(1), message(2))
    bring(lane, path)
    before = (Case.objects.count(), Trace.objects.count(), Contact.objects.count())

    again = bring(lane, path)

    assert (again.findings.good, again.findings.already, again.findings.changed) == (0, 2, 0)
    assert (Case.objects.count(), Trace.objects.count(), Contact.objects.count()) == before


def test_rows_without_a_number_are_known_by_all_their_cells(lane: Lane, tmp_path: Path) -> None:
    rows = [row[1:] for row in (HEADINGS, message(1), message(2), message(2))]
    first = bring(lane, workbook(tmp_path / "t.xlsx", rows))
    again = bring(lane, workbook(tmp_path / "u.xlsx", [*rows, message(3)[1:]]))

    assert (first.findings.good, first.findings.twice) == (2, 1)
    assert (again.findings.good, again.findings.already) == (1, 2)


def test_the_same_number_with_other_words_is_left_as_it_was_and_said_so(lane: Lane, tmp_path: Path) -> None:
    bring(lane, mailbox(tmp_path, message(1)))
    again = bring(lane, mailbox(tmp_path, message(1, body="完全是另一件事：井盖松了。")))

    assert (again.findings.already, again.findings.changed) == (1, 1)
    assert Case.objects.get().words.text.startswith("巷口")


FAULTY = {
    "no date": {"at": ""},
    "no such date": {"at": "2025/2/30 9:00:00"},
    "from the future": {"at": "2031/1/1 9:00:00", "reply": "", "replied": ""},
    "answered before it was said": {"replied": "2020/1/1 9:00:00"},
    "nothing said": {"title": "", "body": "\n\t\t"},
    "endless": {"body": "灯" * 32_500},
}


@pytest.mark.parametrize("kind", FAULTY)
def test_one_fault_keeps_the_whole_list_out_and_stands_at_its_cell(
    lane: Lane, tmp_path: Path, kind: str
) -> None:
    path = mailbox(tmp_path, message(1), message(2, **FAULTY[kind]))
    result = bring(lane, path)

    assert result.refused
    assert Case.objects.count() == 0
    [fault] = result.findings.faults
    [(place, sentence)] = fault.places
    assert str(place).startswith("Sheet1!") and str(place).endswith("3")
    assert sentence
    assert path.with_name("faults.xlsx").is_file()


def test_the_good_rows_come_in_when_that_was_chosen_and_the_corrected_copy_brings_the_rest(
    lane: Lane, tmp_path: Path
) -> None:
    path = mailbox(tmp_path, message(1), message(2, at="不详"), message(3))
    result = bring(lane, path, good_rows=True)
    assert (Case.objects.count(), result.findings.good, result.findings.faulty) == (2, 2, 1)

    import openpyxl

    copy = openpyxl.load_workbook(path.with_name("faults.xlsx"))
    assert copy.active is not None
    copy.active.cell(2, 5).value = "2025/3/3 9:00:00"
    copy.save(tmp_path / "corrected.xlsx")
    again = bring(lane, tmp_path / "corrected.xlsx")

    assert (again.findings.good, again.findings.faulty) == (1, 0)
    assert Case.objects.count() == 3


def test_a_dry_run_writes_nothing(lane: Lane, tmp_path: Path) -> None:
    before = Trace.objects.count()
    result = bring(lane, mailbox(tmp_path, message(1)), only_check=True)

    assert (result.findings.good, result.written) == (1, None)
    assert (Case.objects.count(), Trace.objects.count()) == (0, before)


def test_who_said_it_goes_into_the_vault_and_nowhere_else(lane: Lane, tmp_path: Path) -> None:
    rows = [
        [*HEADINGS, "联系电话"],
        [*message(1, user="甲乙丙"), "13800001111"],
        [*message(2, user="匿名"), ""],
    ]
    bring(lane, workbook(tmp_path / "t.xlsx", rows))

    contact = Contact.objects.get()
    assert (contact.name.open(), contact.phone.open()) == ("甲乙丙", "13800001111")
    case = Case.objects.get(contact=contact)
    row = {field.name: str(getattr(case, field.attname)) for field in case._meta.concrete_fields}
    assert "甲乙丙" not in str(row) and "13800001111" not in str(row)
    assert not any("甲乙丙" in str(facts) for facts in Trace.objects.values_list("facts", flat=True))


def test_a_column_that_marks_people_leaves_no_trace(lane: Lane, tmp_path: Path) -> None:
    rows = [[*HEADINGS, "重点人员类别"], [*message(1), "缠访户一号标记"]]
    bring(lane, workbook(tmp_path / "t.xlsx", rows), meanings={"重点人员类别": "remark"})

    from linli.kit.models import TraceWords

    assert Case.objects.count() == 1
    assert not TraceWords.objects.filter(words__contains="缠访").exists()


def test_the_place_is_joined_from_its_columns_and_the_area_found_by_name(lane: Lane, tmp_path: Path) -> None:
    headings = ["工单编号", "受理时间", "内容描述", "街道", "社区", "网格", "小区", "楼幢", "单元"]
    row = [
        "A1",
        "2025-03-01 10:00",
        "楼道里的灯整夜不亮，老人摔过一次。",
        "张家山街道",
        "槎市村",
        "店下网格",
        "柳园",
        "3栋",
        "2单元",
    ]
    bring(lane, workbook(tmp_path / "t.xlsx", [headings, row]))

    case = Case.objects.get()
    assert case.place_words == "柳园 3栋 2单元"
    assert case.area_id == lane.areas["grid"].pk


def test_categories_are_found_by_name_and_unknown_ones_are_left_to_be_sorted(
    lane: Lane, tmp_path: Path, book: RuleBook
) -> None:
    known = book.categories[3].name
    headings = [*HEADINGS[:5], "一级分类"]
    rows = [[*message(1)[:5], known], [*message(2)[:5], "从没听过的类"]]
    result = bring(lane, workbook(tmp_path / "t.xlsx", [headings, *rows]))

    assert list(Case.objects.order_by("source_key").values_list("category", flat=True)) == [
        book.categories[3].code,
        "",
    ]
    assert sum(result.findings.notes.values()) == 1


@pytest.fixture
def book(lane: Lane) -> RuleBook:
    from linli.governance.reads import rulebook_for

    found = rulebook_for(lane.areas["village"].path)
    assert found is not None
    return found


def test_deadlines_of_the_other_office_are_kept_to_the_second(lane: Lane, tmp_path: Path) -> None:
    headings = [*HEADINGS[:5], "整改期限"]
    bring(lane, workbook(tmp_path / "t.xlsx", [headings, [*message(1)[:5], "2025/3/20 17:45:10"]]))

    clock = Clock.objects.get(given=True)
    assert clock.due_at == datetime(2025, 3, 20, 17, 45, 10, tzinfo=ZONE)
    assert Case.objects.get().due_at is not None


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("已经修好了。", ("", "已经修好了。", "")),
        ("转办：市政所 现场处理：换了灯头；回访：满意", ("市政所", "换了灯头", "满意")),
        ("1.转办: 市政所\n2.回访: 不满意", ("市政所", "", "不满意")),
        ("", ("", "", "")),
    ],
)
def test_three_facts_in_one_cell_are_told_apart(cell: str, parts: tuple[str, str, str]) -> None:
    found = handled_of(cell, table()["labels"])
    assert (found.referred, found.handled, found.called) == parts
