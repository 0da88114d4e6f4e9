"""In which order files are written, synced, named and named for good."""

import os
from pathlib import Path
from typing import Any

import pytest

from linli.cases.keeping import DRAFT, keep
from linli.kit.durable import make_folder

Told = list[tuple[str, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    """What was made durable or renamed, each under its name at that moment."""
    steps: Told = []
    really, rename = os.fsync, Path.replace

    def sync(file: int) -> None:
        steps.append(("sync", str(Path(f"/proc/self/fd/{file}").readlink()).removeprefix(f"{tmp_path}/")))
        really(file)

    def replace(old: Path, new: Any) -> Path:
        steps.append(("name", Path(new).name))
        return rename(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    return steps


ONLY_LINUX = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")


@ONLY_LINUX
def test_a_file_is_synced_then_named_then_its_folder_is_synced(told: Told, tmp_path: Path) -> None:
    keep(b"light", tmp_path / "ab" / "abc.jpg")
    (first, draft), *rest = told[1:]
    assert told[0] == ("sync", str(tmp_path))  # the new folder's own name
    assert first == "sync" and draft.startswith(f"ab/{DRAFT}")
    assert rest == [("name", "abc.jpg"), ("sync", "ab")]
    assert [file.name for file in (tmp_path / "ab").iterdir()] == ["abc.jpg"]


@ONLY_LINUX
def test_what_somebody_else_has_just_put_there_is_made_to_last_before_a_row_points_to_it(
    told: Told, tmp_path: Path
) -> None:
    (tmp_path / "abc.jpg").write_bytes(b"light")
    keep(b"light", tmp_path / "abc.jpg")
    assert told == [("sync", str(tmp_path))]


@ONLY_LINUX
def test_each_new_folder_on_the_way_is_made_to_last(told: Told, tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b", mode=0o700)
    assert told == [("sync", str(tmp_path)), ("sync", "a")]
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    make_folder(tmp_path / "a" / "b")
    assert len(told) == 2
