"""One act in a child of this process under strace: the system calls it made, or the one at which it was killed.

The child is a copy of a warm process, so that the first call that is counted belongs to the act.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS_TO_ACT = 60
SECONDS_TO_ATTACH = 30.0
ANSWER = "the answer"
CALL = re.compile(r"^(\w+)\((.*)$")
OPEN_FILE = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = {"write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate"}
SYNCS = {"fsync", "fdatasync"}
MOVES = {"rename", "renameat", "renameat2", "link", "linkat"}
REMOVALS = {"unlink", "unlinkat"}
CHANGES = WRITES | SYNCS | MOVES | REMOVALS | {"mkdir", "mkdirat", "openat", "open"}


@dataclass(frozen=True)
class Call:
    """`path`: the file that was open, or the name that was used; of a rename the new name."""

    name: str
    path: str
    words: str = ""

    @property
    def changes(self) -> bool:
        """Something on a disk is another afterwards; what was refused changes nothing."""
        if self.name not in CHANGES or ") = -1 " in self.words:
            return False
        return self.name not in {"open", "openat"} or "O_CREAT" in self.words


def is_here() -> bool:
    """Whether there is an strace that may follow processes here."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return tried.returncode == 0


@dataclass(frozen=True)
class Moment:
    """On entering the so-manieth call of this name, before it is carried out."""

    name: str
    count: int


def act_under_strace(act: Callable[[], Any], kill_at: Moment | None = None) -> tuple[Any, list[Call]]:
    """What `act` returned (None when it was killed before it could say so), and its calls up to then."""
    start, answer = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        in_the_child(act, start, answer)
    for end in (start[0], answer[1]):
        os.close(end)
    with tempfile.NamedTemporaryFile(mode="r", suffix=".strace", errors="replace") as log:
        tracer = attached(child, log.name, kill_at)
        os.write(start[1], b"x")
        with os.fdopen(answer[0], "rb") as said:
            told = said.read()
        os.close(start[1])
        os.waitpid(child, 0)
        tracer.wait()
        return json.loads(told) if told else None, calls_in(log.read().splitlines(), answer[1])


def in_the_child(act: Callable[[], Any], start: tuple[int, int], answer: tuple[int, int]) -> None:
    """Waits for the sign, acts, answers, and is gone without any farewell of the interpreter."""
    try:
        os.close(start[1])
        os.read(start[0], 1)
        signal.alarm(
            SECONDS_TO_ACT
        )  # what another thread had locked when this child was made stays locked in it
        os.write(answer[1], json.dumps(act()).encode())
    finally:
        os._exit(0)


def attached(child: int, log: str, kill_at: Moment | None) -> subprocess.Popen[bytes]:
    words = ["strace", "-qq", "-y", "-s", "0", "-o", log, "-p", str(child)]
    if kill_at:
        words += ["-e", f"inject={kill_at.name}:signal=SIGKILL:when={kill_at.count}"]
    tracer = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    until = time.monotonic() + SECONDS_TO_ATTACH
    while f"TracerPid:\t{tracer.pid}\n" not in Path(f"/proc/{child}/status").read_text():
        if time.monotonic() > until or tracer.poll() is not None:
            os.kill(child, 9)
            raise SystemExit("strace could not follow a child of this process")
        time.sleep(0.001)
    return tracer


def calls_in(lines: Iterable[str], answer: int) -> list[Call]:
    return [call for line in lines if (call := call_in(line, answer))]


def call_in(line: str, answer: int = -1) -> Call | None:
    """A line of `strace -y`. A write into the pipe with this number is the answer."""
    found = CALL.match(line)
    if found is None or " resumed>" in line:
        return None
    name, words = found.groups()
    if name in MOVES:
        return Call(name, (QUOTED.findall(words) or [""])[-1], words)
    open_file, quoted = OPEN_FILE.match(words), QUOTED.findall(words)
    if name.startswith(("open", "mkdir", "unlink")):
        return Call(name, quoted[0] if quoted else "", words)
    path = open_file[1] if open_file else ""
    if name == "write" and words.startswith(f"{answer}<"):
        path = ANSWER
    return Call(name, path, words)


def moved_from(call: Call) -> str:
    return (QUOTED.findall(call.words) or [""])[0]


def before_the_answer(calls: list[Call]) -> list[Call]:
    said = [n for n, call in enumerate(calls) if call.path == ANSWER]
    return calls[: said[0]] if said else calls


def not_durable(calls: list[Call], folder: str, known: set[str]) -> list[str]:
    """What a power cut directly after the answer might take back: bytes that were not synced, names whose folder was not.

    `known`: the files that lay in the folder before.
    """
    faults: list[str] = []
    told = before_the_answer(calls)
    if not any(call.name in SYNCS for call in told):
        faults.append("nothing was synced before the answer")
    loose, unnamed = loose_ends(told, folder, known)
    faults += [f"{Path(path).name}: written and not synced before the answer" for path in sorted(loose)]
    faults += [f"{Path(path).name}: its folder was not synced before the answer" for path in sorted(unnamed)]
    return faults


def loose_ends(calls: list[Call], folder: str, known: set[str]) -> tuple[set[str], set[str]]:
    """The files with bytes, and the names, that no sync has made last yet."""
    loose: set[str] = set()
    unnamed: set[str] = set()
    for call in calls:
        path = call.path
        if call.name in SYNCS:
            loose.discard(path)
            unnamed = {name for name in unnamed if str(Path(name).parent) != path}
        elif not call.changes or not path.startswith(folder) or path.endswith("-shm"):
            continue
        elif call.name in WRITES:
            loose.add(path)
        elif call.name in MOVES:
            old = moved_from(call)
            loose = {path if name == old else name for name in loose}
            unnamed = {name for name in unnamed if name != old} | {path}
        elif call.name in REMOVALS:
            loose.discard(path)
            unnamed.discard(path)
            if path.endswith("-journal"):
                unnamed.add(path)  # with the journal gone the transaction holds: this is its end
        elif path not in known:
            unnamed.add(path)
    return loose, unnamed


def out_of_order(calls: list[Call], files: str, database: str) -> list[str]:
    """A file must be last under its name before the first row is written that may point to it."""
    rows = [n for n, call in enumerate(calls) if call.name in WRITES and call.path.startswith(database)]
    late = [
        call
        for call in calls[rows[0] if rows else len(calls) :]
        if call.path.startswith(files) and call.changes
    ]
    return [f"{Path(call.path).name}: {call.name} after the first row was written" for call in late]
