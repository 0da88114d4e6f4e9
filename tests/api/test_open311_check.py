"""The check of Open311 servers can fail: each of its judgements is shown a good and a bad answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.draft4 import faults_in
from bench.open311 import Answer, Server, fill, form_and_root, in_place, proper

JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    one = {
        "required": ["id", "on"],
        "properties": {
            "id": {"type": "string", "maxLength": 4},
            "on": {"type": "boolean"},
            "kind": {"enum": ["a", "b"]},
            "at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
            "page": {"type": "string", "format": "uri"},
            "size": {"type": "number"},
        },
    }
    (tmp_path / "one.json").write_text(json.dumps(one))
    (tmp_path / "many.json").write_text(json.dumps({"type": "array", "items": {"$ref": "one.json"}}))
    return tmp_path


GOOD = {"id": "7", "on": True, "kind": "a", "at": None, "page": "http://x.example/", "size": 1.5}


def test_what_fits_a_schema_has_no_faults(schemas: Path) -> None:
    assert faults_in([GOOD, {**GOOD, "at": "2026-03-02T09:00:00+08:00"}], "many", schemas) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"id": 7},
        {"id": "12345"},
        {"on": 1},
        {"kind": "c"},
        {"at": "2026-03-02T09:00:00"},
        {"page": "nowhere"},
        {"size": True},
    ],
)
def test_what_breaks_a_schema_is_found_with_its_place(schemas: Path, bad: dict[str, Any]) -> None:
    (fault,) = faults_in([GOOD, {**GOOD, **bad}], "many", schemas)
    assert fault.startswith(f"[1].{next(iter(bad))}")
    assert faults_in({}, "many", schemas) and faults_in([{"id": "7"}], "many", schemas) == ["[0]: without on"]


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        (Answer(200, JSON, b"[]"), True),
        (Answer(404, JSON, b'[{"code": 404, "description": "x"}]'), True),
        (Answer(404, JSON, b'{"detail": "x"}'), False),
        (Answer(404, JSON, b"[]"), False),
        (Answer(500, JSON, b"[]"), False),
        (Answer(200, "text/html", b"[]"), False),
        (Answer(200, JSON, b"["), False),
    ],
)
def test_an_answer_in_json_is_judged_by_its_form(answer: Answer, good: bool) -> None:
    assert (proper(answer, "json", "services") == "") is good


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        (Answer(200, XML, b"<services/>"), True),
        (Answer(200, XML, b"<requests/>"), False),
        (Answer(200, XML, b"<services>"), False),
        (Answer(200, JSON, b"<services/>"), False),
        (
            Answer(403, XML, b"<errors><error><code>403</code><description>x</description></error></errors>"),
            True,
        ),
        (Answer(403, XML, b"<error>no</error>"), False),
    ],
)
def test_an_answer_in_xml_is_judged_by_its_form(answer: Answer, good: bool) -> None:
    assert (proper(answer, "xml", "services") == "") is good


def test_recorded_names_are_replaced_by_those_of_the_server() -> None:
    server = Server(
        "http://x.example/open311/v2",
        "K9",
        "",
        "28.1,115.5",
        service="04-FAC",
        request="2611-A",
        own="2611-B",
    )
    assert in_place("{base}/services/001.xml?jurisdiction_id=a.example", server) == (
        "{base}/services/04-FAC.xml?jurisdiction_id="
    )
    form = fill("api_key=K1&service_code=001&lat=1&long=2&jurisdiction_id=a&service_request_id=6", server)
    assert (
        form
        == "api_key=K9&service_code=04-FAC&lat=28.1&long=115.5&jurisdiction_id=&service_request_id=2611-B"
    )
    parts = fill('name="lat"\r\n\r\n24.4\r\n--x\r\nname="api_key"\r\n\r\nK1\r\n', server)
    assert parts == 'name="lat"\r\n\r\n28.1\r\n--x\r\nname="api_key"\r\n\r\nK9\r\n'


def test_a_path_tells_its_format_and_what_is_expected() -> None:
    assert form_and_root("{base}/services/001.xml?a=b") == ("xml", "service_definition")
    assert form_and_root("{root}/discovery.json") == ("json", "discovery")
