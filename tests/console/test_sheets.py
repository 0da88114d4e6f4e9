"""A list taken out: the same rows, columns and order; a right, a reason, a line in the log; for a day and for one person."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver

from linli.cases.actions.exporting import drop_old_exports, file_of
from linli.cases.models import Case, Export
from linli.kit.models import Trace
from tests.console.conftest import Enter
from tests.importing.test_writing import TEXTS
from tests.lane import Lane, hours

LIST, TAKE_OUT = "/console/cases/", "/console/cases/export/"


def taken(client: Client, query: str = "", form: str = "xlsx", reason: str = "月报") -> Export:
    answer = client.post(TAKE_OUT, {"query": query, "form": form, "reason": reason})
    assert answer.status_code == 302, answer.content.decode()
    return Export.objects.latest("pk")


def sheet_of(client: Client, export: Export) -> bytes:
    answer = client.get(f"{LIST}exports/{export.pk}/sheet/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def rows_of(sheet: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(sheet)).active]  # type: ignore[union-attr]


def test_the_sheet_has_the_rows_columns_and_order_of_the_list(lane: Lane, enter: Enter) -> None:
    first, second = lane.case("下水道堵了", at=hours(0)), lane.case("路灯不亮", at=hours(1))
    lane.bring(lane.case("别的"), "closed")
    client, query = enter("dispatcher"), "stage=open&sort=oldest&columns=title&columns=number&columns=rung"
    shown = client.get(f"{LIST}?{query}").context
    line, head, *rows = rows_of(sheet_of(client, taken(client, query)))
    assert head == [str(column.label) for column in shown["form"].shown]
    assert [row[1] for row in rows] == [case.number for case in shown["page"]]
    assert [row[1] for row in rows] == [first.number, second.number]
    assert "月报" in str(line[0])
    assert "何知秋" in str(line[0])


def test_csv_says_the_same(lane: Lane, enter: Enter) -> None:
    lane.case("下水道堵了")
    client = enter("dispatcher")
    as_csv = sheet_of(client, taken(client, "columns=number&columns=title", "csv")).decode("utf-8-sig")
    as_xlsx = rows_of(sheet_of(client, taken(client, "columns=number&columns=title")))
    assert list(csv.reader(io.StringIO(as_csv)))[1:] == as_xlsx[1:]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_text_of_a_resident_becomes_a_formula(lane: Lane, enter: Enter, form: str) -> None:
    texts = [text.replace("\0", "") for text in TEXTS]
    for text in texts:
        case = lane.case("路灯不亮", place_words=text[:120])
        Case.objects.filter(pk=case.pk).update(title=text[:60])
    client = enter("dispatcher")
    sheet = sheet_of(client, taken(client, "columns=title&columns=place", form))
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(sheet.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if re.match(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠]", cell)]
        return
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(sheet)).active for cell in row]  # type: ignore[union-attr,misc]
    assert len(cells) > 2 * len(texts)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_what_leads_to_a_person_is_covered(lane: Lane, enter: Enter) -> None:
    lane.case("路灯不亮", title="请打13800001234找张师傅", place_words="3栋2单元301室")
    client = enter("dispatcher")
    sheet = str(rows_of(sheet_of(client, taken(client, "columns=title&columns=place"))))
    assert not [word for word in ("13800001234", "301", "张师傅") if word in sheet]


def test_without_the_right_or_a_reason_nothing_leaves(lane: Lane, enter: Enter) -> None:
    assert not lane.worker.has_right("export")
    client = enter("dispatcher")
    assert client.post(TAKE_OUT, {"query": "", "form": "xlsx", "reason": " "}).status_code == 422
    without = next(
        name
        for name in ("liaison", "clerk", "secretary", "committee")
        if not getattr(lane, name).has_right("export")
    )
    answer = enter(without).post(TAKE_OUT, {"query": "", "form": "xlsx", "reason": "看看"})
    assert answer.status_code == 403
    assert Export.objects.count() == 0


def test_each_sheet_leaves_three_lines_in_the_log(lane: Lane, enter: Enter) -> None:
    client = enter("dispatcher")
    export = taken(client)
    sheet_of(client, export)
    names = Trace.objects.filter(record_kind="cases.export", record_id=export.pk).values_list(
        "name", flat=True
    )
    assert sorted(names) == ["export.asked_for", "export.fetched", "export.finished"]


def test_the_link_opens_for_nobody_else_and_for_a_day(lane: Lane, enter: Enter) -> None:
    client = enter("dispatcher")
    export = taken(client)
    link = f"{LIST}exports/{export.pk}/sheet/"
    assert Client().get(link).status_code in {302, 403}
    assert enter("secretary").get(link).status_code == 404
    assert sheet_of(client, export)
    Export.objects.filter(pk=export.pk).update(begun_at=hours(3) - timedelta(hours=25))
    assert client.get(link).status_code == 404
    assert file_of(export).is_file()
    written = datetime.fromtimestamp(file_of(export).stat().st_mtime, UTC)
    assert drop_old_exports(written + timedelta(hours=23)) == 0
    drop_old_exports(written + timedelta(hours=25))
    assert not file_of(export).is_file()


def test_a_long_list_is_written_by_the_worker(lane: Lane, enter: Enter, monkeypatch: Any) -> None:
    from linli.console.cases import work
    from linli.kit.models import Job

    monkeypatch.setattr(work, "SMALL", 1)
    for _ in range(3):
        lane.case()
    client = enter("dispatcher")
    export = taken(client)
    assert not export.is_over
    assert client.get(f"{LIST}exports/{export.pk}/")["Refresh"]
    assert Job.objects.filter(task__contains="fill_export").count() == 1
    work.fill_export.func(export.pk)
    assert len(rows_of(sheet_of(client, export))) == 2 + 3


# Routes that hand out a file with records in it, and the right that each of them asks for.
SHEETS = {"console:cases-export-sheet": "export", "console:lists-sheet": "export"}
# Routes that sound like it and hand out something else.
OTHER_FILES = {
    "console:import-faults": "the reader's own file, as she handed it in",
    "console:cases-export": "asks for a sheet and hands out none",
    "console:whistles-sheet": "asks for a sheet and hands out none",
    "console:cases-listed-sheet": "asks for a sheet and hands out none",
    "console:cases-export-state": "shows whether the sheet is there",
}


def test_every_route_that_sounds_like_a_sheet_is_known() -> None:
    def names(patterns: Any, space: str = "") -> Any:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern.url_patterns, pattern.namespace or space)
            elif pattern.name:
                yield f"{space}:{pattern.name}", str(pattern.pattern)

    found = {
        name
        for name, route in names(get_resolver().url_patterns)
        if name.startswith(("console:", "field:"))
        and re.search(r"export|sheet|csv|xlsx|dump|faults", name + route)
    }
    assert found <= set(SHEETS) | set(OTHER_FILES), found
    assert set(SHEETS) <= found
