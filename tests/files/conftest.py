import contextlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from linli.cases import pictures, repaint
from tests.lane import hours


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(hours(10), tick=False):
        yield


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing itself, without a child for each picture; that it is a child is the matter of tests/cases."""

    def drawn(command: list[str], **_more: Any) -> Any:
        told = io.StringIO()
        with contextlib.redirect_stdout(told), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in the child
            code = repaint.main(*command[-3:])
        return SimpleNamespace(returncode=code, stdout=told.getvalue())

    monkeypatch.setattr(repaint.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(pictures, "subprocess", SimpleNamespace(run=drawn, TimeoutExpired=TimeoutError))
