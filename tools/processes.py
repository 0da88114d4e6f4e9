"""Server and worker as children that end when their parent ends, however it ends. Standard library only."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.environment import PYTHON, ROOT, WINDOWS, Fault, say

SECONDS_TO_START = 90
SECONDS_TO_STOP = 10
MOST_RESTARTS = 5


class Watchman:
    """Holds the other end of a pipe: when it closes, because the parent was killed, he ends the children."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__)), "keep-watch"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def tell(self, word: str, pid: int) -> None:
        with contextlib.suppress(OSError):
            os.write(self.process.stdin.fileno(), f"{word} {pid}\n".encode())  # type: ignore[union-attr]

    def dismiss(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait()


def keep_watch() -> None:
    watched: set[int] = set()
    for line in sys.stdin:
        word, pid = line.split()
        watched.add(int(pid)) if word == "begun" else watched.discard(int(pid))
    for pid in watched:
        end(pid, signal.SIGTERM)
    until = time.monotonic() + SECONDS_TO_STOP
    while watched and time.monotonic() < until:
        time.sleep(0.2)
        watched = {pid for pid in watched if end(pid, 0)}
    for pid in watched:
        end(pid, signal.SIGTERM if WINDOWS else signal.SIGKILL)


def end(pid: int, number: int) -> bool:
    """Send a signal to a child and all that it has started. False when nobody is left."""
    try:
        os.kill(pid, number) if WINDOWS else os.killpg(pid, number)
    except OSError:
        return False
    return True


def end_with_parent() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Child:
    def __init__(
        self, name: str, command: list[str], env: dict[str, str], logs: Path, watchman: Watchman
    ) -> None:
        self.name, self.command, self.env, self.watchman = name, command, env, watchman
        self.log = logs / f"{name}.log"
        self.log.write_bytes(b"")
        self.restarts = 0
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(PYTHON), *self.command],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent if sys.platform == "linux" else None,
                start_new_session=True,
            )
        self.watchman.tell("begun", self.process.pid)

    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        if not self.ended():
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
        self.clear()

    def clear(self) -> None:
        """End what it may have left behind."""
        end(self.process.pid, signal.SIGTERM if WINDOWS else signal.SIGKILL)
        self.process.wait()
        self.watchman.tell("ended", self.process.pid)

    def again(self) -> None:
        self.restarts += 1
        if self.restarts > MOST_RESTARTS:
            raise self.failed()
        self.clear()
        say(
            f"{self.name} 意外停止，已重新启动。",
            f"The {self.name} ended unexpectedly and was started again.",
        )
        self.start()

    def failed(self) -> Fault:
        print(self.log.read_text(encoding="utf-8", errors="replace")[-3000:], file=sys.stderr)
        return Fault(
            f"{self.name} 没能启动（原因见上，全文在 {self.log}）。",
            f"The {self.name} did not start (reason above, all of it in {self.log}).",
        )


def free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + 100, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"端口 {wanted} 已被占用，改用 {port}。", f"Port {wanted} is taken; using {port}.")
            return port
    raise Fault(
        f"从 {wanted} 起没有空闲端口。请用 --port 指定。",
        f"There is no free port from {wanted} on. Name one with --port.",
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def wait_until_ready(port: int, children: list[Child]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        for child in children:
            if child.ended():
                raise child.failed()
        if answers(f"http://127.0.0.1:{port}/livez"):
            return
        time.sleep(0.05)
    raise children[0].failed()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def supervise(children: list[Child], stopping: threading.Event) -> None:
    """A child that ends by itself is started again, a few times; then we say so and give up."""
    while not stopping.wait(0.5):
        for child in children:
            if child.ended() and not stopping.is_set():
                child.again()


if __name__ == "__main__" and sys.argv[1:] == ["keep-watch"]:
    keep_watch()
