#!/usr/bin/env python3
"""Linli in two commands. Needs Python 3.11 or newer and nothing else.

python3 run.py               set everything up, load the demo, start server and worker
python3 run.py test [...]    run the tests; further words go to pytest
python3 run.py bench [...]   measure how fast it is
python3 run.py chaos [...]   kill server and worker many times and count what is lost; --help names more troubles
python3 run.py WORD [...]    any other command of Linli, for example: python3 run.py import --help
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tools.environment import PYTHON, ROOT, Fault, environment, say
from tools.processes import Child, Watchman, free_port, supervise, wait_until_ready

NEEDED = (3, 11)
FIRST_PORT = 8000
THREADS = 4
MOST_PROCESSES = 8
MOST_SIDE_BY_SIDE = 4


def locks(*more: str) -> list[str]:
    asked = [("pg.txt", on_postgres()), ("mq.txt", {"LINLI_QUEUE", "LINLI_TEST_QUEUE"} & set(os.environ))]
    return ["runtime.txt", *(name for name, wanted in asked if wanted and name not in more), *more]


def on_postgres() -> bool:
    return os.environ.get("LINLI_DATABASE", "").startswith("postgres")


def settings(data: Path) -> dict[str, str]:
    """The environment that every part of Linli is started with."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        secret = secret_key(data / "secret.key")
    except OSError as fault:
        raise Fault(
            f"无法写入数据文件夹 {data}：{fault.strerror}。请换一个：--data 文件夹",
            f"The data folder {data} cannot be written: {fault.strerror}. Name another: --data FOLDER",
        ) from fault
    given = {name: value for name, value in os.environ.items() if value or not name.startswith("LINLI_")}
    defaults = {"LINLI_SECRET_KEY": secret, "LINLI_DATABASE": f"sqlite:///{data / 'linli.db'}"}
    return {**defaults, **given, "LINLI_DATA": str(data), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def secret_key(path: Path) -> str:
    """Made once, readable by its owner alone."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(secrets.token_urlsafe(48))
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()


def linli(words: list[str], env: dict[str, str]) -> int:
    return subprocess.run([str(PYTHON), "-m", "linli", *words], env=env).returncode


def serve(words: list[str]) -> int:
    options = parse(words)
    data = Path(options.data).expanduser().resolve()
    environment(*locks())
    env = {**settings(data), "LINLI_DEMO": "0" if options.no_demo else "1"}
    if linli(["prepare"], env) != 0:
        raise Fault("数据库没有准备好（原因见上）。", "The database could not be made ready (reason above).")
    port = free_port(options.port)
    run_until_stopped(port, env, data / "logs")
    say("已停止，数据都在。", "Stopped. Everything is kept.")
    return 0


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try (8000)")
    parser.add_argument(
        "--data", default=str(ROOT / "data"), help="folder for database, files, keys and logs"
    )
    parser.add_argument("--no-demo", action="store_true", help="start with an empty installation")
    return parser.parse_args(words)


def run_until_stopped(port: int, env: dict[str, str], logs: Path) -> None:
    logs.mkdir(exist_ok=True)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    watchman = Watchman()
    children: list[Child] = []
    try:
        for name, command in commands(port).items():
            children.append(Child(name, command, env, logs, watchman))
        wait_until_ready(port, children)
        welcome(port)
        supervise(children, stopping)
    finally:
        for child in reversed(children):
            child.stop()
        watchman.dismiss()


def commands(port: int) -> dict[str, list[str]]:
    # SQLite has one writer: one process, a few threads that wait for it. PostgreSQL: a process for each core.
    processes = min(os.cpu_count() or 1, MOST_PROCESSES) if on_postgres() else 1
    server = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    server += [
        "--workers",
        str(processes),
        "--blocking-threads",
        str(THREADS),
        "--log-level",
        "warning",
        "--respawn-failed-workers",
    ]
    return {
        "server": [*server, "linli.config.wsgi:application"],
        "worker": ["-m", "linli", "worker"],
        **celery(),
    }


def celery() -> dict[str, list[str]]:
    """With LINLI_QUEUE the jobs are done by Celery; the worker only looks after their table."""
    if not os.environ.get("LINLI_QUEUE"):
        return {}
    words = ["-m", "celery", "-A", "linli.config.queue", "worker", "--loglevel", "warning", "--concurrency"]
    return {"celery": [*words, str(min(os.cpu_count() or 1, MOST_PROCESSES))]}


def welcome(port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    print()
    say("邻里已就绪", "Linli is ready")
    for chinese, english, path in (
        ("居民", "Residents", "/"),
        ("网格", "Field    ", "/field/"),
        ("办公", "Office   ", "/console/"),
        ("接口", "API      ", "/api/v1/docs"),
    ):
        print(f"  {chinese}  {english}  {here}{path}")
    say("按 Ctrl-C 停止", "Ctrl-C stops it")


def test(words: list[str]) -> int:
    environment(*locks("dev.txt"))
    side_by_side = ["-n", str(min(os.cpu_count() or 1, MOST_SIDE_BY_SIDE))]
    return subprocess.run([str(PYTHON), "-m", "pytest", *(words or side_by_side)], cwd=ROOT).returncode


def bench(words: list[str]) -> int:
    environment(*locks("pg.txt", *(["dev.txt"] if "chaos" in words else [])))
    return subprocess.run([str(PYTHON), "-m", "bench", *words], cwd=ROOT).returncode


def other(words: list[str]) -> int:
    environment(*locks())
    return linli(words, settings(Path(os.environ.get("LINLI_DATA") or ROOT / "data").resolve()))


def main(words: list[str]) -> int:
    if sys.version_info < NEEDED:
        raise Fault(
            f"需要 Python {NEEDED[0]}.{NEEDED[1]} 或更新版本，现在是 {sys.version.split()[0]}。",
            f"Linli needs Python {NEEDED[0]}.{NEEDED[1]} or newer; this is {sys.version.split()[0]}.",
        )
    if not words or words[0].startswith("-"):
        return serve(words)
    if words[0] == "test":
        return test(words[1:])
    if words[0] in {"bench", "chaos"}:
        return bench(words if words[0] == "chaos" else words[1:])
    return other(words)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as fault:
        print(f"\n{fault}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
