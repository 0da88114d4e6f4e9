"""The first command: what it starts, and that nothing outlives it."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

import run
from tests.reading import ROOT
from tools import processes
from tools.environment import is_installed

PATIENCE = 60
ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PARENT = """
import sys, time
from pathlib import Path
from tools import processes
if sys.argv[2] == "watchman only":
    processes.end_with_parent = None
watchman = processes.Watchman()
child = processes.Child("child", ["-c", "import time; time.sleep(600)"], {}, Path(sys.argv[1]), watchman)
print(child.process.pid, watchman.process.pid, flush=True)
time.sleep(600)
"""


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} took longer than {PATIENCE} s"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@ONLY_LINUX
@pytest.mark.parametrize("kept_by", ["kernel", "watchman only"])
def test_children_end_when_their_parent_is_killed(tmp_path: Path, kept_by: str) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path), kept_by]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        child, watchman = map(int, parent.stdout.readline().split())
    assert not is_gone(child)
    parent.kill()
    parent.wait()
    until(lambda: is_gone(child), "the end of the child")
    until(lambda: is_gone(watchman), "the end of the watchman")


def test_a_taken_port_is_passed_over_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        assert processes.free_port(taken) > taken
        assert str(taken) in capsys.readouterr().out
    assert processes.free_port(taken) == taken
    assert capsys.readouterr().out == ""


def test_the_secret_key_is_made_once_and_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LINLI_SECRET_KEY")
    first = run.settings(tmp_path)["LINLI_SECRET_KEY"]
    assert len(first) >= 48
    assert run.settings(tmp_path)["LINLI_SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_data_folder_that_cannot_be_written_is_said_in_two_languages(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(run.Fault, match=r"(?s)无法写入数据文件夹.*cannot be written"):
        run.settings(tmp_path / "data")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DJANGO_"))}
    command = [sys.executable, "run.py", "--no-demo", "--data", str(tmp_path / "data"), "--port", "18000"]
    process = subprocess.Popen(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
@pytest.mark.skipif(not is_installed("runtime.txt"), reason="run.py has not made .venv here")
def test_one_command_brings_linli_up_and_ctrl_c_ends_it(started: subprocess.Popen[str]) -> None:
    assert started.stdout is not None
    with started.stdout as lines:
        home = next(line.split()[-1] for line in lines if "Residents" in line)
        with urlopen(f"{home}livez", timeout=10) as answer:
            assert answer.read() == b"ok\n"
        with urlopen(f"{home}readyz", timeout=10) as answer:
            assert b'"ready": true' in answer.read()
        started.send_signal(signal.SIGINT)
        assert started.wait(PATIENCE) == 0
    with pytest.raises(OSError, match="refused"):
        urlopen(f"{home}livez", timeout=10)
