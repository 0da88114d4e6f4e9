"""Whatever somebody wrote into whatever field: in no table that leaves Linli does it become a formula.

Every table that is written is read back by openpyxl and, as csv, with each separator. LINLI_THOROUGH=1 opens all of
them with LibreOffice besides (Debian's libreoffice-calc).
"""

import csv
import io
import os
import random
import re
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client

from linli.cases import opendata
from linli.cases.columns import COLUMNS
from linli.cases.ledgers.forms import ledgers
from linli.cases.models import Answer, Case, Export, ListLine, Publication, Whistle, WhistlePart, Words
from linli.console.cases import work
from linli.governance.reads import rulebook_for
from linli.kit.sheets import writing
from linli.kit.sheets.cells import Row
from linli.kit.sheets.faults import CellFault, RowFault
from linli.kit.sheets.headings import heading_of
from linli.people.models import Account
from tests.console.conftest import Enter, enter  # noqa: F401
from tests.exports.formulas import (
    PLAIN,
    begins_a_formula,
    formulas_found,
    formulas_in_csv,
    payloads,
    texts_of_xlsx,
)
from tests.exports.office import SOFFICE, reckoned
from tests.lane import MONDAY, Lane
from tests.reading import PACKAGE

# Every file of ours that writes a table, and what is written by it below.
WRITERS = {
    "kit/sheets/writing.py": "the faults of an import",
    "cases/sheets.py": "cases and ledgers",
    "cases/opendata.py": "published results as open data",
    "console/lists/sheets.py": "a list",
}
WRITES = re.compile(r"xlsxwriter\.Workbook\(|csv\.(?:writer|DictWriter)\(|\.Workbook\(|\bCopy\(|\bfor_csv\(")
TEXTS = [text.replace("\x00", "") for text in payloads()]
REASON = "=1+1;=2+2"
SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
THOROUGH = bool(os.environ.get("LINLI_THOROUGH"))
# In cases of their own: all in a thorough run, else so many by lot.
STORED = TEXTS if THOROUGH else random.Random(SEED).sample(TEXTS, 120)


@pytest.fixture
def office(lane: Lane, enter: Enter) -> Iterator[Client]:  # noqa: F811
    """Whoever opens the sheets of a street where each text stands wherever people may write it, in a case of its own."""
    lane.bring(lane.case(), "answered")
    poison(lane)
    Account.objects.filter(pk=lane.accounts["dispatcher"].pk).update(name="=何知秋")
    yield enter("dispatcher")


def poison(lane: Lane) -> None:
    """Numbers, titles, places, words and answers of cases; names of areas, units and people; lines of a list."""
    at = range(len(STORED))
    homes = copies(
        lane.areas["building"],
        lambda n: {"path": f"{lane.areas['grid'].path}z{n:04}/", "name": STORED[n][:80]},
    )
    units = copies(lane.units["company"], lambda n: {"name": f"{STORED[n]}{n}"[:120]})
    people = copies(
        lane.accounts["helper"], lambda n: {"name": STORED[n][:60], "username": f"p{n}", "uid": uuid4()}
    )
    posts = copies(lane.post("helper"), lambda n: {"account": people[n]})
    cases = copies(
        Case.objects.get(),
        lambda n: {
            "number": f"2603-{n:06}",
            "title": STORED[n][:60],
            "place_words": STORED[n][:120],
            "source_key": f"s1:{STORED[n]}{n}",
            "area": homes[n],
            "area_path": homes[n].path,
            "holder_organisation": units[n] if n % 2 else None,
            "holder_post": None if n % 2 else posts[n],
        },
    )
    Words.objects.bulk_create(Words(case=cases[n], text=STORED[n], said_at=MONDAY) for n in at)
    Answer.objects.bulk_create(
        Answer(case=cases[n], round=1, text=STORED[n], end_state="solved", at=MONDAY) for n in at
    )
    ListLine.objects.bulk_create(
        ListLine(case=cases[n], list_key="needs", public=True, title=STORED[n][:60], wanted=STORED[n],
                 area_name=STORED[n][:60], area_path=cases[n].area_path, since=MONDAY)
        for n in at
    )  # fmt: skip
    whistles = Whistle.objects.bulk_create(
        Whistle(case=cases[n], post=posts[n], reason=STORED[n][:200], place=STORED[n][:120], note=STORED[n][:200],
                blown_at=MONDAY, arrive_by=MONDAY, outcome="joint", ended_at=MONDAY)
        for n in at
    )  # fmt: skip
    WhistlePart.objects.bulk_create(
        WhistlePart(whistle=whistles[n], organisation=units[n], asked=STORED[n][:200], did=STORED[n][:500],
                    unable_words=STORED[n][:200], excused_words=STORED[n][:200])
        for n in at
    )  # fmt: skip
    Publication.objects.bulk_create(
        Publication(case=cases[n], title=STORED[n][:60], problem=STORED[n], result=STORED[n], area_name=STORED[n][:60],
                    area_path=homes[n].path, end_state="solved", days=1, published_at=MONDAY)
        for n in at
    )  # fmt: skip


def copies(row: Any, changed: Callable[[int], dict[str, Any]]) -> list[Any]:
    """As many rows like this one as there are texts, stored without any action."""
    made: list[Model] = []
    for n in range(len(STORED)):
        one = copy(row)
        one._state = copy(row._state)
        one._state.fields_cache = {}
        one.pk = None
        for name, value in changed(n).items():
            setattr(one, name, value)
        made.append(one)
    return type(row)._base_manager.bulk_create(made)


def sheets(client: Client) -> Iterator[tuple[str, bytes]]:
    """Every table that leaves the house: the cases with all columns, each ledger, a list, as workbook and as csv; open data."""
    every_column = "&".join(f"columns={key}" for key in COLUMNS)
    for kind in ("", *ledgers()):
        for form in ("xlsx", "csv"):
            asked = {"query": every_column, "form": form, "kind": kind, "reason": REASON}
            answer = client.post("/console/cases/export/", asked)
            assert answer.status_code == 302, answer.content.decode()
            export = Export.objects.latest("pk")
            if not export.is_over:
                work.fill_export.func(export.pk)
            yield f"{kind or 'cases'}.{form}", whole(client.get(f"/console/cases/exports/{export.pk}/sheet/"))
    for form in ("xlsx", "csv"):
        asked = {"query": "", "form": form, "reason": REASON}
        assert client.post("/console/whistles/ledger/sheet/", asked).status_code == 302
        export = Export.objects.latest("pk")
        yield f"calls.{form}", whole(client.get(f"/console/cases/exports/{export.pk}/sheet/"))
    yield "list.xlsx", whole(client.post("/console/lists/needs/sheet/", {"reason": REASON}))
    published = Publication.objects.order_by("pk")
    source = opendata.Source(published, rulebook_for(published[0].area_path), published[0].area_path)
    yield "opendata.csv", b"".join(opendata.content_of(source, "csv"))


def whole(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def copy_with_faults(path: Path) -> bytes:
    """Texts as names of sheets, as headings, as cells and as reasons."""
    headings = [heading_of("内容"), heading_of("备注"), *map(heading_of, TEXTS[:40])]
    rows = [Row(TEXTS[at % 7], at, (text, text, *TEXTS[:40])) for at, text in enumerate(TEXTS, start=2)]
    faults = [RowFault(row, (CellFault(0, row.text(0)), CellFault(None, row.text(0)))) for row in rows]
    writing.write_faults(path, headings, faults)
    return path.read_bytes()


def test_there_are_enough_texts_and_each_is_one_to_fear() -> None:
    assert len(TEXTS) >= 300
    assert len({text for text in TEXTS if begins_a_formula(text)}) >= 280
    assert not [text for text in PLAIN if begins_a_formula(text) or writing.for_csv(text) != text]


@pytest.mark.slow
@pytest.mark.django_db
def test_no_text_of_anybody_becomes_a_formula_in_any_table_that_leaves(
    office: Client, tmp_path: Path, settings: Any
) -> None:
    print(f"seed {SEED}")
    settings.MEDIA_ROOT = tmp_path / "media"
    tables = {**dict(sheets(office)), "faults.xlsx": copy_with_faults(tmp_path / "faults.xlsx")}
    assert len(tables) == 2 * (2 + len(ledgers())) + 3
    found = {name: bad[:5] for name, content in tables.items() if (bad := formulas_found(name, content))}
    assert found == {}
    print(f"{len(STORED)} texts in {len(tables)} tables, {len(TEXTS)} in a copy with faults")
    if not THOROUGH:
        return
    if SOFFICE is None:
        pytest.skip("NOT OPENED WITH LIBREOFFICE: apt-get install libreoffice-calc")
    for name, content in tables.items():
        (tmp_path / name).write_bytes(content)
    opened = reckoned([tmp_path / name for name in tables], tmp_path / "office")
    assert {name: cells[:5] for name, cells in opened.items() if cells} == {}
    print(f"LibreOffice opened {len(opened)} tables")


@pytest.mark.django_db
def test_no_text_becomes_a_formula_in_a_csv_by_whatever_separator_it_is_opened() -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([writing.for_csv(text), "灯", writing.for_csv(text)] for text in TEXTS)
    assert formulas_in_csv(out.getvalue().encode()) == []


def test_a_workbook_keeps_what_was_written(tmp_path: Path) -> None:
    """Neutral by its type, not by being cut: nothing but control characters, which no workbook can hold, is gone."""
    written = {text for text in texts_of_xlsx(copy_with_faults(tmp_path / "faults.xlsx")) if text}
    kept = [text.translate(writing._UNWRITABLE).replace("\r\n", "\n").replace("\r", "\n") for text in TEXTS]
    plain = {str(text).replace("_x000D_", "\n").replace("\r", "\n").replace("\n\n", "\n") for text in written}
    assert [text for text in kept if text.replace("\n\n", "\n") not in plain] == []


def test_every_file_that_writes_a_table_is_known() -> None:
    """A new writer is red until it stands in WRITERS and its table in `sheets`."""
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if WRITES.search(path.read_text("utf-8"))
    }
    assert found == set(WRITERS)


def test_a_writer_that_guards_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "looks_like_formula", lambda text: False)
    assert len(formulas_found("a.xlsx", copy_with_faults(tmp_path / "a.xlsx"))) > 300
    bare = "\n".join(f'1,"{text.replace(chr(34), chr(34) * 2)}"' for text in TEXTS)
    assert len(formulas_in_csv(bare.encode())) > 300
    only_in_front = "\n".join(f'1,"{text}"' for text in ("'=1", "路灯;=1+1", "路灯"))
    assert formulas_in_csv(only_in_front.encode())


@pytest.mark.skipif(
    SOFFICE is None or not os.environ.get("LINLI_THOROUGH"), reason="thorough, with LibreOffice"
)
def test_libreoffice_reckons_what_nobody_guarded(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("1,=1+1\n2,路灯;=2+2;a\n", "utf-8")
    opened = reckoned([tmp_path / "bare.csv"], tmp_path / "office")
    assert opened["bare.csv by comma"] and opened["bare.csv by semicolon"]
