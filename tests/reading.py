"""Read Linli's own sources, for the tests that hold them to their shape."""

import ast
import gc
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "linli"
DOORS = ("portal", "console", "field", "api")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@cache
def floors() -> dict[str, int]:
    """App → floor, as the import contract in pyproject.toml declares them; the lowest is 0."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return {
        app.strip(): number
        for number, layer in enumerate(reversed(contract["layers"]))
        for app in layer.split("|")
    }


def app_of(path: Path) -> str:
    """Of src/linli/cases/rules.py: cases."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def inside(path: Path) -> tuple[str, ...]:
    """Of src/linli/cases/actions/intake.py: ('actions', 'intake')."""
    return (*path.relative_to(PACKAGE).parts[1:-1], path.stem)


@cache
def sources(package: Path = PACKAGE) -> tuple[tuple[Path, ast.Module], ...]:
    """Read once in a run. Nobody changes them, and the collector need not walk through them again and again."""
    files = sorted(package.rglob("*.py"))
    found = tuple((path, ast.parse(path.read_text(encoding="utf-8"), str(path))) for path in files)
    gc.freeze()
    return found


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call and the last name of what is called: `a.b.save(x)` gives save."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string that is not a docstring."""
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def committed() -> list[Path]:
    """The files of the project; of an unpacked archive, all that lies there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    found = [ROOT / name for name in names if name] or [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
    return [path for path in found if path.is_file() and "vendor" not in path.parts]
