"""One installation of its own for a measurement: a database, a server, a worker, and how much they use."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.town import Town

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 40
THREADS = 4


@dataclass
class House:
    """`database` is "sqlite", or the address of a PostgreSQL server in which a database may be created."""

    database: str
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="linli-bench-")))
    name: str = field(default_factory=lambda: f"linli_bench_{os.getpid()}_{secrets.token_hex(3)}")
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    port: int = 0
    app: str = "bench.bare:application"
    more: dict[str, str] = field(default_factory=dict)  # further settings of server and worker

    @property
    def on_postgres(self) -> bool:
        return self.database != "sqlite"

    @property
    def url(self) -> str:
        return f"{self.database}/{self.name}" if self.on_postgres else f"sqlite:///{self.folder / 'linli.db'}"

    @property
    def env(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
        return {
            **given,
            "LINLI_DATABASE": self.url,
            "LINLI_DATA": str(self.folder),
            "LINLI_SECRET_KEY": "only for measuring",
            "LINLI_SECOND_FACTOR": "offered",
            "LINLI_SHARED_LINES": "127.0.0.1",  # all clients sit on one line; else the forty-first case is put aside
            "DJANGO_SETTINGS_MODULE": "linli.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **self.more,
        }

    def build(self) -> Town:
        """Create the database and the town in it."""
        if self.on_postgres:
            self.admin(f'CREATE DATABASE "{self.name}"')
        printed = self.run("-m", "bench.town")
        return Town(**json.loads(printed.splitlines()[-1]))

    def second(self) -> "House":
        """The same installation once more: a server of its own on the same database and files."""
        return House(self.database, folder=self.folder, name=self.name, app=self.app, more=self.more)

    def stop(self) -> None:
        """End server and worker at once, and leave the database as it is."""
        for name in list(self.children):
            self.kill(name, signal.SIGKILL)

    def answers(self) -> bool:
        """Whether the PostgreSQL server is there."""
        import psycopg

        try:
            psycopg.connect(f"{self.database}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"{self.database}/postgres", autocommit=True) as server:
            server.execute(statement.encode())

    def run(self, *words: str) -> str:
        done = subprocess.run([sys.executable, *words], env=self.env, cwd=ROOT, stdout=subprocess.PIPE)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed")
        return done.stdout.decode()

    def start(self, *names: str) -> float:
        """Start server and worker (or one of them). Seconds until the server answered that it is ready."""
        began = time.monotonic()
        self.port = self.port or free_port()
        for name in names or ("server", "worker"):
            log = (self.folder / f"{name}.log").open("ab")
            command = self.server() if name == "server" else ["-m", "linli", "worker"]
            self.children[name] = subprocess.Popen(
                [sys.executable, *command],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if not names or "server" in names:
            self.wait(began)
        return time.monotonic() - began

    def server(self) -> list[str]:
        processes = min(os.cpu_count() or 1, 8) if self.on_postgres else 1
        words = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        words += ["--no-ws", "--workers", str(processes), "--blocking-threads", str(THREADS)]
        return [*words, "--log-level", "warning", "--respawn-failed-workers", self.app]

    def wait(self, began: float) -> None:
        while time.monotonic() - began < SECONDS_TO_START:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
        log = (self.folder / "server.log").read_text(errors="replace")
        raise SystemExit(f"The server did not start:\n{log[-2000:]}")

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End a child and everything that it has started, at once."""
        child = self.children.pop(name, None)
        if child is not None:
            os.killpg(child.pid, number)
            child.wait()

    def processes(self, *names: str) -> list[int]:
        """The process ids of these children and their children."""
        return [pid for name in names if name in self.children for pid in family(self.children[name].pid)]

    def backends(self) -> list[int]:
        """The processes in which PostgreSQL works for this database."""
        if not self.on_postgres:
            return []
        import psycopg

        with psycopg.connect(f"{self.database}/postgres") as server:
            rows = server.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.name])
            return [row[0] for row in rows]

    def seconds(self) -> float:
        """CPU time of the server's processes and of the database's for them, so far."""
        return sum(map(cpu_of, [*self.processes("server"), *self.backends()]))

    def memory(self) -> int:
        """Bytes that server and worker hold, what they share counted once."""
        return sum(map(memory_of, self.processes("server", "worker")))

    def close(self, keep: bool = False) -> None:
        for name in list(self.children):
            self.kill(name, signal.SIGTERM)
        if keep:
            return
        if self.on_postgres:
            self.admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def json_of(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
