"""So much of JSON Schema, draft 4, as the schemas of Open311 use."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TYPES: dict[str, type | tuple[type, ...]] = {
    "array": list,
    "object": dict,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def faults_in(content: Any, name: str, folder: Path) -> list[str]:
    """What in `content` breaks the schema `name` of this folder, each with its place."""
    return list(found(content, json.loads((folder / f"{name}.json").read_text("utf-8")), folder, ""))


def found(value: Any, schema: dict[str, Any], folder: Path, place: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = json.loads((folder / schema["$ref"]).read_text("utf-8"))
    if "anyOf" in schema:
        tries = [list(found(value, one, folder, place)) for one in schema["anyOf"]]
        yield from [] if [] in tries else tries[0]
    if "type" in schema and not is_of(value, schema["type"]):
        yield f"{place}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str):
        yield from in_text(value, schema, place)
    if isinstance(value, list) and "items" in schema:
        for number, part in enumerate(value):
            yield from found(part, schema["items"], folder, f"{place}[{number}]")
    if isinstance(value, dict):
        yield from (f"{place}: without {name}" for name in schema.get("required", ()) if name not in value)
        for name, part in schema.get("properties", {}).items():
            if name in value:
                yield from found(value[name], part, folder, f"{place}.{name}")


def is_of(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def in_text(value: str, schema: dict[str, Any], place: str) -> Iterator[str]:
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{place}: longer than {schema['maxLength']}"
    if schema.get("format") == "uri" and not urlsplit(value).scheme:
        yield f"{place}: {value!r} is no address"
    if schema.get("format") == "date-time" and not is_moment(value):
        yield f"{place}: {value!r} is no moment with its zone"


def is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
