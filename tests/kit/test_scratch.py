"""What is worked on lies among our own files, so that nothing of a killed process outlasts its hour."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from linli.cases import pictures, repaint, resound, sounds
from linli.kit import scratch
from linli.kit.answer import Refused
from linli.kit.rhythm import _rhythms
from linli.kit.sheets.text_files import unpacked
from linli.kit.sweeping import sweep_scratch
from tests.cases import photos
from tests.world import spoken

DYING = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def left(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def swept(after: timedelta) -> int:
    moment = datetime.fromtimestamp(time.time(), UTC) + after
    return sweep_scratch.func(moment.isoformat())


@pytest.mark.parametrize("kind", ["picture", "sound"])
def test_a_child_that_is_killed_leaves_nothing(
    kind: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text(DYING)
    monkeypatch.setattr(repaint if kind == "picture" else resound, "__file__", str(dying))
    with pytest.raises(Refused):
        pictures.clean(photos.jpeg()) if kind == "picture" else sounds.clean(spoken(1))
    assert left(store) == [] and scratch.left_over() == []


@pytest.mark.parametrize("kind", ["picture", "sound"])
def test_what_a_killed_process_leaves_is_swept_after_its_hour(
    kind: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = photos.jpeg() if kind == "picture" else spoken(1)
    work, half = (pictures, "_repaint") if kind == "picture" else (sounds, "_resound")
    begun = tmp_path / "begun"

    def hangs(*_files: Path) -> NoReturn:
        begun.touch()
        while True:
            time.sleep(60)

    monkeypatch.setattr(work, half, hangs)
    child = os.fork()
    if child == 0:
        work.clean(given)  # type: ignore[attr-defined]
        os._exit(0)
    try:
        wait_for(begun)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    (original,) = left(store)
    assert original.read_bytes() == given and scratch.home() in original.parents
    assert original.parent.stat().st_mode & 0o077 == 0
    assert swept(timedelta(minutes=50)) == 0 and left(store) == [original]
    assert swept(timedelta(minutes=70)) == 1
    assert left(store) == [] and scratch.left_over() == []


def wait_for(file: Path) -> None:
    until = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_table_that_is_being_read_stays_for_a_day_and_goes_with_its_reader(
    store: Path, tmp_path: Path
) -> None:
    import gzip

    packed = tmp_path / "ledger.csv.gz"
    packed.write_bytes(gzip.compress("编号,内容\n1,路灯坏了\n".encode()))
    held = unpacked(packed)
    assert Path(held.name) in left(store)
    assert swept(timedelta(hours=20)) == 0
    del held
    assert left(store) == []
    scratch.new_folder(scratch.TABLE)
    assert swept(timedelta(hours=25)) == 1


def test_the_worker_sweeps_by_itself() -> None:
    assert sweep_scratch in [work for work, _span in _rhythms]


def test_nothing_is_put_where_nobody_looks() -> None:
    """Temporary files of the machine are opened by `keep` beside their place, and nowhere else."""
    from tests.reading import PACKAGE

    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "import tempfile" in path.read_text("utf-8")
    }
    assert found == {"cases/keeping.py", "kit/scratch.py", "config/settings_test.py"}
