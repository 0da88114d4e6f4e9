"""The interface that programs were written against. After a reviewed change: `python -m tests.api.freeze`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import ConfigDict, TypeAdapter

from linli.api.bodies import Body
from linli.api.service import FAULTS, api
from linli.api.urls import urlpatterns

FROZEN = Path(__file__).parent / "openapi.json"


@pytest.fixture
def document() -> dict[str, Any]:
    assert urlpatterns
    return json.loads(json.dumps(api.get_openapi_schema()))


def test_the_document_is_the_one_that_was_reviewed(document: dict[str, Any]) -> None:
    same = document == json.loads(FROZEN.read_text())  # the difference would fill a thousand screens
    assert same, "Look at the difference, then: python -m tests.api.freeze"


def test_every_operation_names_its_door_its_refusals_and_its_own_id(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) > 25
    for operation in operations:
        assert operation["security"] and set(FAULTS) <= set(operation["responses"]), operation["operationId"]
        assert any(status.startswith("2") for status in operation["responses"])


def test_every_body_is_strict(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
        for path in document["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    } - {""}
    assert bodies and all(schemas[name]["additionalProperties"] is False for name in bodies)


def test_every_whole_number_may_be_written_with_a_point() -> None:
    """JSON Schema calls 30.0 an integer, and some programs write it so (draft 2020-12, 6.1.1)."""
    numbers = [
        (body.__name__, name, TypeAdapter(Annotated[field.annotation, field], config=ConfigDict(strict=True)))
        for body in set(kinds_of(Body))
        for name, field in body.model_fields.items()
        if "int" in re.findall(r"\w+", str(field.annotation))
    ]
    assert len(numbers) > 10
    for body, name, number in numbers:
        assert number.validate_json("30.0") == 30, (body, name)


def kinds_of(kind: type[Body]) -> Iterator[type[Body]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of(one)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    names = {piece.split('"')[0] for piece in text.split('"#/components/schemas/')[1:]}
    assert names <= set(document["components"]["schemas"])


@pytest.mark.parametrize("word", ["phone", "identity", "address", "id_card", "account"])
def test_no_answer_has_a_field_that_identifies(document: dict[str, Any], word: str) -> None:
    schemas = document["components"]["schemas"]
    fields = {
        name for key, shape in schemas.items() if key != "SpeakerBody" for name in shape.get("properties", {})
    }
    assert not [field for field in fields if word in field]
