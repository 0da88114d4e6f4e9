"""Refresh the front-end files that Linli ships: `python tools/vendor_frontend.py`.

Needs npm on the machine of whoever refreshes; users need no Node. The lock, `tools/frontend.lock.json`, holds
name, version, licence and the SHA-256 of every file. `--check` compares files and lock, without a network.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tools" / "frontend.lock.json"
SHIPPED = "src/linli/kit/static/vendor"
FOR_TESTS = "tests/vendor"
SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$")


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)  # path in the package -> path in the folder


PACKAGES = (
    Package(
        "htmx.org", "4.0.1", f"{SHIPPED}/htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}
    ),
    Package(
        "leaflet",
        "1.9.4",
        f"{SHIPPED}/leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
            "dist/images/marker-shadow.png": "images/marker-shadow.png",
            "LICENSE": "LICENSE",
        },
    ),
    Package("axe-core", "4.14.1", f"{FOR_TESTS}/axe", {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}),
)


def fetch(package: Package, into: Path) -> Path:
    command = [
        "npm",
        "pack",
        "--silent",
        f"{package.name}@{package.version}",
        "--pack-destination",
        str(into),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=into)
    return next(into.glob("*.tgz"))


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as packed:
        files = [member for member in packed.getmembers() if member.isfile()]
        return {file.name.split("/", 1)[1]: packed.extractfile(file).read() for file in files}  # type: ignore[union-attr]


def refresh(package: Package) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        contents = members(fetch(package, Path(folder)))
    about = json.loads(contents["package.json"])
    written = {}
    for source, target in package.files.items():
        path = f"{package.folder}/{target}"
        body = SOURCE_MAP.sub(
            b"\n", contents[source]
        )  # the maps are not shipped; a dangling name breaks collectstatic
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(body)
        written[path] = hashlib.sha256(body).hexdigest()
    return {"name": package.name, "version": about["version"], "licence": about["license"], "files": written}


def write_lock(entries: list[dict[str, object]]) -> None:
    LOCK.write_text(json.dumps({"packages": entries}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def faults() -> list[str]:
    """What is wrong with the files as they lie here, one sentence each."""
    locked = {
        path: digest
        for entry in json.loads(LOCK.read_text())["packages"]
        for path, digest in entry["files"].items()
    }
    found = []
    for path, digest in locked.items():
        if not (ROOT / path).is_file():
            found.append(f"{path} is missing.")
        elif hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != digest:
            found.append(f"{path} differs from its hash in {LOCK.name}.")
    lying = {
        str(p.relative_to(ROOT)) for d in (SHIPPED, FOR_TESTS) for p in (ROOT / d).rglob("*") if p.is_file()
    }
    return found + [f"{path} is not in {LOCK.name}." for path in sorted(lying - set(locked))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare files and lock; change nothing")
    if not parser.parse_args().check:
        write_lock([refresh(package) for package in PACKAGES])
    found = faults()
    print("\n".join(found) or f"{LOCK.name}: every file as locked.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
