"""The private environment in .venv, filled from the hashed locks. Standard library only."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
STAMP = VENV / "linli-stamp.json"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
PACKAGES = VENV / ("Lib/site-packages" if WINDOWS else f"lib/{VERSION}/site-packages")
MARK = f"{VERSION} in {ROOT}"
PIP = (
    "install",
    "--quiet",
    "--require-hashes",
    "--no-deps",
    "--prefer-binary",
    "--disable-pip-version-check",
)


class Fault(Exception):
    """Something the reader can put right: said in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(chinese: str, english: str) -> None:
    print(f"{chinese}  ·  {english}", flush=True)


def environment(*locks: str) -> None:
    """Make .venv and install these locks into it, unless that was done before."""
    if is_installed(*locks):
        return
    done = stamp()
    if not works(PYTHON) or (STAMP.exists() and not done):
        make_venv()
    say(
        "正在安装所需的软件包（第一次约一分钟）…", "Installing the packages (about a minute the first time) …"
    )
    install(list(locks))
    (PACKAGES / "linli.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n", encoding="utf-8")
    STAMP.write_text(json.dumps({**done, **marks(locks), "for": MARK}), encoding="utf-8")


def is_installed(*locks: str) -> bool:
    done = stamp()
    return all(done.get(name) == mark for name, mark in marks(locks).items())


def marks(locks: Sequence[str]) -> dict[str, str]:
    return {name: hashlib.sha256((LOCKS / name).read_bytes()).hexdigest() for name in locks}


def stamp() -> dict[str, str]:
    """What is installed already: lock → hash. Empty when the folder or the Python has changed since."""
    try:
        read = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if read.get("for") == MARK and PYTHON.exists() else {}


def works(python: Path) -> bool:
    try:
        return quiet([str(python), "-c", ""]).returncode == 0
    except OSError:
        return False


def quiet(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def make_venv() -> None:
    if not has("venv") or not (has("ensurepip") or has("pip")):
        raise Fault(
            "这台机器的 Python 没有 venv 和 pip。请先安装，再运行本命令。\n"
            "Debian、Ubuntu：sudo apt install python3-venv",
            "This Python has no venv and no pip. Install them and run this again.\n"
            "Debian, Ubuntu: sudo apt install python3-venv",
        )
    import venv

    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=has("ensurepip"), symlinks=not WINDOWS)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise Fault(
            f"无法建立 {VENV}：{fault}。请检查磁盘空间和写入权限。",
            f"{VENV} could not be made: {fault}. Look at free space and write permission.",
        ) from fault


def install(locks: list[str]) -> None:
    """Without ensurepip the machine's own pip fills the environment from outside (`--target`)."""
    inside = quiet([str(PYTHON), "-m", "pip", "--version"]).returncode == 0
    pip = [str(PYTHON) if inside else sys.executable, "-m", "pip", *PIP]
    target = [] if inside else ["--target", str(PACKAGES), "--upgrade"]
    chosen = [word for name in locks for word in ("-r", str(LOCKS / name))]
    result = quiet([*pip, *target, *chosen])
    if result.returncode != 0:
        print(result.stderr[-3000:], file=sys.stderr)
        raise Fault(
            "软件包没有装上（原因见上）。多半是网络问题：请检查网络或 pip 的代理，再运行同一命令。",
            "The packages were not installed (reason above). Mostly it is the network:\n"
            "check it, or pip's proxy, and run the same command again.",
        )
