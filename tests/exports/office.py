"""Open tables with LibreOffice, as a person would who has it, and say which cells it reckoned."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOFFICE = shutil.which("soffice")
FORMULA = re.compile(r'table:formula="([^"]*)"|<text:a xlink:href="([^"]*)"')
# Separator, quote, UTF-8, from line 1; the fifteenth says: reckon what looks like a formula.
READ_CSV = "CSV:{},34,76,1,,0,false,true,false,false,false,-1,true,true,true"
SEPARATORS = {"comma": "44", "semicolon": "59", "tab": "9", "line": "124", "many": "44/59/9/124"}


def reckoned(files: Iterable[Path], folder: Path) -> dict[str, list[str]]:
    """File and separator → formulas and links that LibreOffice made of its cells."""
    found: dict[str, list[str]] = {}
    tables, books = [], []
    for file in files:
        (tables if file.suffix == ".csv" else books).append(file)
    if books:
        found |= _opened(books, folder / "books", [])
    for name, letters in SEPARATORS.items():
        if tables:
            opened = _opened(tables, folder / name, [f"--infilter={READ_CSV.format(letters)}"])
            found |= {f"{file} by {name}": cells for file, cells in opened.items()}
    return found


def _opened(files: list[Path], out: Path, how: list[str]) -> dict[str, list[str]]:
    assert SOFFICE
    home = f"-env:UserInstallation=file://{out.parent}/profile"
    command = [
        SOFFICE,
        home,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(out),
        *how,
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, timeout=300)
    made = {file.name: out / f"{file.stem}.fods" for file in files}
    assert all(path.is_file() for path in made.values()), done.stderr.decode()[-500:]
    return {
        name: [a or b for a, b in FORMULA.findall(path.read_text("utf-8", "replace"))]
        for name, path in made.items()
    }
