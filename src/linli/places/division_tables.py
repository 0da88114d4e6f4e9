"""The official division tables (province to village), read row by row in bounded memory. Pure."""

import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from linli.places.faults import Fault
from linli.places.seeds import Seed
from linli.places.words import words


@dataclass(frozen=True)
class Table:
    """One file of the set: its level, and the columns that may name the row's parent, the nearest first."""

    name: str
    level: str
    parents: tuple[str, ...]


TABLES = (
    Table("provinces", "province", ()),
    Table("cities", "city", ("provinceCode",)),
    Table("areas", "county", ("cityCode", "provinceCode")),
    Table("streets", "street", ("areaCode",)),
    Table("villages", "community", ("streetCode",)),
)


def batches(folder: Path, size: int, under: str = "") -> Iterator[list[Seed]]:
    """All rows, parents before children. `under` keeps only the divisions whose code begins so, and those above them."""
    placeholders: set[str] = set()
    for table in TABLES:
        rows = _seeds(folder, table, placeholders)
        wanted = (seed for seed in rows if seed.code.startswith(under) or under.startswith(seed.code))
        while batch := list(islice(wanted, size)):
            yield batch


def _seeds(folder: Path, table: Table, placeholders: set[str]) -> Iterator[Seed]:
    """A city that only fills the place of one (directly ruled counties) is left out; its counties go one higher."""
    fillers = words("divisions")["placeholder_cities"]
    with _opened(folder, table.name) as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                code, name = row["code"].strip(), row["name"].strip()
                above = [row[column].strip() for column in table.parents]
            except (KeyError, AttributeError):
                where = {"file": table.name, "line": number}
                raise Fault(_("%(file)s, line %(line)s: code, name or parent is missing.") % where) from None
            if name in fillers:
                placeholders.add(code)
                continue
            parent = next((code for code in above if code not in placeholders), "")
            yield Seed(key=code, parent=parent, level=table.level, name=name, code=code)


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[TextIO]:
    for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz"):
        if path.exists():
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
                yield file
            return
    raise Fault(
        _("%(name)s.csv or %(name)s.csv.gz is missing in %(folder)s.") % {"name": name, "folder": folder}
    )
