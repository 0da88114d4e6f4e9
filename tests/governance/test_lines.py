"""The line of every key, also where TOML has many ways to write the same."""

import tomllib
from typing import Any

import pytest

from linli.governance.lines import Path, line_index
from tests.governance.bending import LOCALITIES, MODELS

TRICKY = '''\
# a remark with [brackets] = and "quotes"
plain = 1
"quoted key" = "a # that is no remark"
dotted.key.deep = """
many
lines with ] and } and = in them"""
literal = \'\'\'C:\\path with "quotes" \'\'\'
array = [
  "first",   # a remark
  [ 1, 2 ],
  { inner = true, more = "x" },
]
empty = []
moment = 2024-01-01

[table]   # a remark behind a heading
key = { a = 1, b.c = 2 }

[[row]]
name = "one"
  [row.below]
  x = 1
[[row]]
name = "two"
[[row.part]]
y = "ends in quotes\\""
'''

WANTED: dict[Path, int] = {
    ("plain",): 2,
    ("quoted key",): 3,
    ("dotted", "key", "deep"): 4,
    ("literal",): 7,
    ("array",): 8,
    ("array", 0): 9,
    ("array", 1, 1): 10,
    ("array", 2, "inner"): 11,
    ("empty",): 13,
    ("moment",): 14,
    ("table",): 16,
    ("table", "key", "b", "c"): 17,
    ("row", 0): 19,
    ("row", 0, "below", "x"): 22,
    ("row", 1): 23,
    ("row", 1, "name"): 24,
    ("row", 1, "part", 0, "y"): 26,
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_key_is_found_on_its_line(ending: str) -> None:
    text = TRICKY.replace("\n", ending)
    tomllib.loads(text)
    lines = line_index(text)
    assert {path: lines.get(path) for path in WANTED} == WANTED


@pytest.mark.parametrize("slug", MODELS)
def test_every_key_of_the_five_files_has_a_line(slug: str) -> None:
    text = (LOCALITIES / slug / "governance.toml").read_text("utf-8")
    lines = line_index(text)
    for path in _paths(tomllib.loads(text)):
        assert path in lines
        assert str(path[-1]) in text.splitlines()[lines[path] - 1] or isinstance(path[-1], int)


def _paths(value: Any, path: Path = ()) -> list[Path]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, inner in parts:
        found += [(*path, key), *_paths(inner, (*path, key))]
    return found
