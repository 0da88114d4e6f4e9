"""Published results as open data: what stands on the board, month by month, as CSV and as JSON, row by row.

Whitelisted columns only. Nothing in here counts households, names a person, or leads to a case or a door.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Publication
from linli.governance.model import RuleBook
from linli.kit.sheets.writing import for_csv
from linli.places.models import Area

CHUNK: Final = 500
Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """`key` heads the column in both files; `means` stands in the data dictionary."""

    key: str
    means: Any


COLUMNS: Final = (
    Column("id", _("number of the result on the board; not that of the case")),
    Column("published_on", _("day on which it was put on the board")),
    Column("title", _("in short, as it was reviewed")),
    Column("problem", _("what was said, as it was reviewed")),
    Column("result", _("what was done, as it was reviewed")),
    Column("category", _("code of the category")),
    Column("category_name", _("its name")),
    Column("area_code", _("official code of the community or village")),
    Column("area_name", _("its name; nothing smaller is told")),
    Column("end_state", _("code of how it ended")),
    Column("end_name", _("in words")),
    Column("verdict", _("the resident's last word: solved, partly, unsolved; empty: none")),
    Column("days", _("days from the first word to the end")),
    Column("lat", _("latitude of the pin, WGS-84, moved off the doorstep by at least 50 m; empty: no pin")),
    Column("lon", _("longitude of the pin")),
)


@dataclass(frozen=True)
class Source:
    """The rows of one file, and what their codes mean."""

    publications: Any
    book: RuleBook
    area_path: str

    def rows(self) -> Iterator[dict[str, Value]]:
        """In the order of their numbers; held in memory by the hundred. Two queries."""
        areas = Area.objects.current().inside(self.area_path).exclude(code="").order_by("-path")
        codes = dict(areas.values_list("path", "code"))
        for row in self.publications.order_by("pk").iterator(chunk_size=CHUNK):
            yield row_of(row, self.book, codes)


def row_of(row: Publication, book: RuleBook, codes: Mapping[str, str]) -> dict[str, Value]:
    category, end = book.top_category(row.category), book.ends.get(row.end_state)
    return {
        "id": row.pk,
        "published_on": timezone.localdate(row.published_at).isoformat(),
        "title": row.title,
        "problem": row.problem,
        "result": row.result,
        "category": row.category,
        "category_name": category.name if category else "",
        "area_code": next((codes[path] for path in codes if row.area_path.startswith(path)), ""),
        "area_name": row.area_name,
        "end_state": row.end_state,
        "end_name": end.name if end else "",
        "verdict": row.verdict,
        "days": row.days,
        "lat": row.pin_lat,
        "lon": row.pin_lon,
    }


def as_csv(rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that Excel reads it; no cell is a formula."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow([column.key for column in COLUMNS])
    yield b"\xef\xbb\xbf" + taken(line)
    for row in rows:
        writer.writerow([_cell(row[column.key]) for column in COLUMNS])
        yield taken(line)


def _cell(value: Value) -> Value:
    return for_csv(value) if isinstance(value, str) else value


def taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def as_json(rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """One array; a line for each row."""
    before = b"[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


WRITERS: Final[Mapping[str, Callable[[Iterable[Mapping[str, Value]]], Iterator[bytes]]]] = {
    "csv": as_csv,
    "json": as_json,
}
TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def content_of(source: Source, form: str) -> Iterator[bytes]:
    return WRITERS[form](source.rows())


def checksum_of(source: Source, form: str) -> str:
    """SHA-256 of the whole file, as hex."""
    digest = hashlib.sha256()
    for piece in content_of(source, form):
        digest.update(piece)
    return digest.hexdigest()
