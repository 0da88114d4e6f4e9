"""Renew the hashed locks in requirements/: `python tools/lock.py [--upgrade]`. Needs pip-tools.

A lock holds names, versions and hashes only: no address of a registry, no path of a machine.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
LOCKS = {
    "runtime.txt": "pyproject.toml",
    "pg.txt": "requirements/pg.in",
    "mq.txt": "requirements/mq.in",
    "dev.txt": "requirements/dev.in",
}
PLAIN = (
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
)
ONLY_ON_WINDOWS = "colorama"  # click asks for it there; pip-compile on Linux leaves it out


def compiled(source: str, target: str, *extra: str, words: str | None = None) -> str:
    command = [sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--strip-extras"]
    command += [*PLAIN, *extra, "-o", target, source]
    return subprocess.run(
        command, check=True, cwd=ROOT, input=words, text=True, stdout=subprocess.PIPE
    ).stdout


def with_windows(lock: Path) -> None:
    entry = compiled("-", "-", words=f"{ONLY_ON_WINDOWS}\n").strip()
    first, rest = entry.split(" \\\n", 1)
    lock.write_text(f'{lock.read_text()}{first} ; sys_platform == "win32" \\\n{rest}\n')


def main() -> None:
    for target, source in LOCKS.items():
        compiled(source, f"requirements/{target}", *sys.argv[1:])
    with_windows(REQUIREMENTS / "runtime.txt")


if __name__ == "__main__":
    main()
