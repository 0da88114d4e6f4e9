"""`linli import`: the same from the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.cases.models import Case
from linli.kit.models import ImportSource, Trace
from linli.places.models import Area
from tests.importing.sheets import HEADINGS, message, text_table, workbook
from tests.importing.test_lists import DIVISIONS
from tests.lane import Lane


def command(*words: Any) -> str:
    out = io.StringIO()
    call_command("import", *map(str, words), stdout=out)
    return out.getvalue()


def mailbox(tmp_path: Path, *rows: list[Any]) -> Path:
    return workbook(tmp_path / "mailbox.xlsx", [HEADINGS, *rows])


def test_cases_come_in_and_the_form_is_remembered(lane: Lane, tmp_path: Path) -> None:
    path = mailbox(tmp_path, message(1), message(2))
    command("cases", path)

    assert Case.objects.count() == 2
    assert ImportSource.objects.get().name == "mailbox"
    before = Trace.objects.exclude(name__startswith="import_source").count()
    command("cases", path)
    assert Case.objects.count() == 2
    assert Trace.objects.exclude(name__startswith="import_source").count() == before


def test_a_dry_run_leaves_not_even_a_memory(lane: Lane, tmp_path: Path) -> None:
    before = Trace.objects.count()
    command("cases", mailbox(tmp_path, message(1)), "--dry-run")
    assert (Case.objects.count(), ImportSource.objects.count(), Trace.objects.count()) == (0, 0, before)


def test_the_words_of_the_rows_are_not_shown(lane: Lane, tmp_path: Path) -> None:
    said = command("cases", mailbox(tmp_path, message(1), message(2, at="不详")), "--good-rows")
    assert "Sheet1!D3" in said
    assert "巷口" not in said


def test_faults_stop_it_and_a_copy_lies_beside_the_file(lane: Lane, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        command("cases", mailbox(tmp_path, message(1), message(2, at="")))

    assert Case.objects.count() == 0
    assert (tmp_path / "mailbox.faults.xlsx").is_file()


def test_columns_can_be_given_by_hand(lane: Lane, tmp_path: Path) -> None:
    headings = ["甲", "乙", "丙"]
    rows = [headings, ["A1", "2025-3-1", "灯坏了，走夜路的人都看不清脚下。"]]
    path = workbook(tmp_path / "t.xlsx", rows)
    with pytest.raises(CommandError):
        command("cases", path)

    command("cases", path, "--map", "甲=source_id,乙=raised_at,丙=words")
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    [("--map", "甲=nonsense"), ("--map", "没有这列=words"), ("--locality", "nowhere"), ("--area", "000")],
)
def test_a_wrong_word_is_answered_with_a_sentence(lane: Lane, tmp_path: Path, words: tuple[str, str]) -> None:
    path = workbook(tmp_path / "t.xlsx", [["甲", *HEADINGS], ["x", *message(1)]])
    with pytest.raises(CommandError) as refused:
        command("cases", path, *words)
    assert str(refused.value)


def test_a_missing_or_broken_file_is_answered_with_a_sentence(lane: Lane, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    for path in (tmp_path / "none.xlsx", tmp_path / "broken.xlsx"):
        with pytest.raises(CommandError):
            command("cases", path)


def test_areas_need_no_locality(lane: Lane, tmp_path: Path) -> None:
    command("areas", text_table(tmp_path / "villages.csv", DIVISIONS))
    assert Area.objects.filter(code__startswith="990101001").count() == 2
