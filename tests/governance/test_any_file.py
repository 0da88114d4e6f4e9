"""Whatever stands in a file, the checker answers with faults and never breaks."""

import copy
import random
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.governance.check import check
from tests.governance.bending import SMALL

CONTENT = tomllib.loads(SMALL)
STRANGE: list[Any] = [
    3,
    -1,
    1.5,
    True,
    False,
    "",
    "x",
    [],
    [1],
    ["x"],
    [{}],
    {},
    {"x": 1},
    {"x": {"y": []}},
    date(2024, 1, 1),
]


def written(value: Any) -> str:
    """The value as TOML, tables inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case list():
            return "[" + ", ".join(written(one) for one in value) + "]"
        case dict():
            return "{ " + ", ".join(f'"{key}" = {written(one)}' for key, one in value.items()) + " }"
    return str(value)


def file_of(content: dict[str, Any]) -> str:
    return "\n".join(f'"{key}" = {written(value)}' for key, value in content.items()) + "\n"


def paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, inner in parts:
        found += [(*above, key), *paths(inner, (*above, key))]
    return found


def with_change(path: tuple[Any, ...], *new: Any) -> dict[str, Any]:
    """The content with the value at this path replaced, or taken out when there is no new one."""
    content = copy.deepcopy(CONTENT)
    place: Any = content
    for key in path[:-1]:
        place = place[key]
    if new:
        place[path[-1]] = new[0]
    else:
        del place[path[-1]]
    return content


def answers(text: str) -> None:
    report = check(text)
    for fault in report.faults:
        assert fault.line >= 1
        assert fault.sentence
        assert fault.next_step


def test_the_small_file_written_inline_is_the_same_rule_book() -> None:
    assert check(file_of(CONTENT)).faults == ()


@pytest.mark.parametrize("path", paths(CONTENT), ids=lambda path: ".".join(map(str, path)))
def test_a_strange_value_or_none_is_a_fault_and_no_crash(path: tuple[Any, ...]) -> None:
    answers(file_of(with_change(path)))
    strange = random.Random(str(path)).choice(STRANGE)
    answers(file_of(with_change(path, strange)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SMALL)), st.text(max_size=6))
def test_a_text_with_anything_typed_into_it_is_answered(at: int, typed: str) -> None:
    answers(SMALL[:at] + typed + SMALL[at:])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    report = check(content)
    assert not report.sound


def test_a_file_nested_without_end_is_answered() -> None:
    answers("a = " + "[" * 5_000 + "]" * 5_000)
    answers("a." * 2_000 + "b = 1")
