"""The open-data files: whole, checkable, harmless in a spreadsheet, and as short-lived as the board."""

import csv
import hashlib
import io
import json

import pytest
from django.test import Client

from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Publication
from linli.cases.opendata import COLUMNS
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

DATA = f"{HOME}data/"
TEXT = {"title": "=1+1", "problem": "灯不亮。", "result": "@SUM(A1)，换了灯头。"}


@pytest.fixture
def closed(lane: Lane) -> Case:
    return lane.bring(lane.case(words="没人审过的原话。"), "closed")


@pytest.fixture
def shown(lane: Lane, closed: Case) -> Publication:
    return publish(closed, **TEXT, by=lane.secretary, at=hours(8))


def fetched(client: Client, name: str) -> bytes:
    answer = client.get(f"{DATA}{name}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_both_files_say_the_same(portal: Client, shown: Publication) -> None:
    (row,) = json.loads(fetched(portal, "2026-03.json"))
    assert row["title"] == TEXT["title"]
    assert (row["area_code"], row["end_state"], row["verdict"]) == ("360982005201", "solved", "solved")
    text = fetched(portal, "2026-03.csv").decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["problem"] == row["problem"]
    assert list(line) == list(row) == [column.key for column in COLUMNS]


def test_no_cell_of_the_csv_is_a_formula(portal: Client, shown: Publication) -> None:
    text = fetched(portal, "2026-03.csv").decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["title"], line["result"][0]) == ("'=1+1", "'")


def test_nothing_unreviewed_and_no_case_number_stands_in_a_file(portal: Client, shown: Publication) -> None:
    for name in ("2026-03.csv", "2026-03.json"):
        text = fetched(portal, name).decode()
        assert "没人审过" not in text
        assert shown.case.number not in text


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_checksum_is_that_of_the_file(portal: Client, shown: Publication, form: str) -> None:
    digest = hashlib.sha256(fetched(portal, f"2026-03.{form}")).hexdigest()
    line = fetched(portal, f"2026-03.{form}.sha256").decode()
    assert line == f"{digest}  zhangjiashan-2026-03.{form}\n"


def test_what_is_taken_off_the_board_is_in_no_file(portal: Client, lane: Lane, shown: Publication) -> None:
    unpublish(shown.case, reason="居民要求", by=lane.secretary, at=hours(9))
    assert json.loads(fetched(portal, "2026-03.json")) == []
    assert "2026-03" not in portal.get(DATA).content.decode()


def test_the_page_lists_the_months_and_explains_every_column(portal: Client, shown: Publication) -> None:
    html = portal.get(DATA).content.decode()
    assert f"{DATA}2026-03.csv" in html
    assert all(f"<code>{column.key}</code>" in html for column in COLUMNS)


@pytest.mark.parametrize("name", ["2026-13.csv", "2026-03.exe", "latest.csv", "2026-03.exe.sha256"])
def test_a_file_that_is_none_is_not_there(portal: Client, shown: Publication, name: str) -> None:
    assert portal.get(f"{DATA}{name}").status_code == 404


def test_a_thousand_rows_leave_in_pieces_with_as_many_queries_as_one(
    portal: Client, lane: Lane, shown: Publication, django_assert_num_queries: object
) -> None:
    rows = []
    for number in range(1000):
        case = Case(
            **{
                name.attname: getattr(shown.case, name.attname)
                for name in Case._meta.fields
                if name.name not in ("id", "number", "source_key")
            }
        )
        case.number = f"9999-{number:06}"
        rows.append(case)
    cases = Case.objects.bulk_create(rows)
    fields = [one.attname for one in Publication._meta.fields if one.name not in ("id", "case")]
    Publication.objects.bulk_create(
        Publication(case=case, **{name: getattr(shown, name) for name in fields}) for case in cases
    )
    portal.get(f"{DATA}2026-03.json")
    with django_assert_num_queries(3):  # type: ignore[operator]
        answer = portal.get(f"{DATA}2026-03.json")
        pieces = list(answer.streaming_content)
    assert len(pieces) > 1000
    assert len(json.loads(b"".join(pieces))) == 1001
