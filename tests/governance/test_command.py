"""`linli check FILE` for somebody at a keyboard: lines, sentences, an exit code."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from linli.governance.reads import rulebook_for, rulebook_of
from tests.governance.bending import SMALL, bent, line_of
from tests.lane import RULES, Lane


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "governance.toml"


def test_a_sound_file_is_praised(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SMALL, "utf-8")
    with translation.override("en"):
        call_command("check", str(file))
    assert capsys.readouterr().out == f"{file}: sound, with 2 flows.\n"


def test_each_fault_stands_with_its_line_and_what_to_do(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = bent(SMALL, 'verb = "answer"', 'verb = "anser"')
    file.write_text(text, "utf-8")
    with translation.override("zh-hans"), pytest.raises(CommandError) as stop:
        call_command("check", str(file))
    assert stop.value.returncode == 1
    said = capsys.readouterr().out
    assert f"{file}:{line_of(text, 'anser')}: 没有“anser”这个动作。\n    → 动作不能自造" in said


def test_a_file_that_is_not_there_is_said_so(file: Path) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="There is no file") as stop:
        call_command("check", str(file))
    assert stop.value.returncode == 2


def test_without_a_file_the_installation_itself_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("en"):
        call_command("check", "governance")
    assert "System check identified no issues" in capsys.readouterr().out


def test_a_sound_file_is_put_in_force_where_it_belongs(lane: Lane, file: Path) -> None:
    file.write_text(bent(RULES.read_text("utf-8"), 'slug = "zhangjiashan"', 'slug = "jiaohu"'), "utf-8")
    call_command("enact", str(file), area=lane.other_village.code)
    call_command("enact", str(file))
    book = rulebook_for(lane.other_village.path)
    assert book is not None
    assert (book.slug, book.number) == ("jiaohu", 1)


def test_an_unsound_file_is_not_put_in_force(lane: Lane, file: Path) -> None:
    file.write_text(bent(RULES.read_text("utf-8"), 'verb = "accept"', 'verb = "acept"'), "utf-8")
    with pytest.raises(CommandError) as stop:
        call_command("enact", str(file))
    assert stop.value.returncode == 1
    book = rulebook_for(lane.village.path)
    assert book is not None
    assert book.number == 1


def test_a_file_without_its_area_is_not_put_in_force(lane: Lane, file: Path) -> None:
    file.write_text(bent(RULES.read_text("utf-8"), 'slug = "zhangjiashan"', 'slug = "moon"'), "utf-8")
    with pytest.raises(CommandError):
        call_command("enact", str(file), area="999999")
    assert rulebook_of("moon") is None
