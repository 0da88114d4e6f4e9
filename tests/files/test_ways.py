"""The list of ways in is whole, and each of them takes a plain picture: a refusal elsewhere has then no other reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.cases.models import Picture
from tests.cases.photos import jpeg
from tests.files.ways import BODIES, ENTRIES, TABLES, WAYS
from tests.lane import Lane
from tests.reading import calls, shown, sources


def reads_files(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "FILES" for node in ast.walk(tree))


def readers() -> Iterator[str]:
    return (shown(path) for path, tree in sources() if reads_files(tree))


def test_every_door_that_reads_a_file_is_known() -> None:
    assert set(readers()) == set(ENTRIES), "say in tests/files/ways.py by which way its files come"
    bodies = {
        shown(path)
        for path, tree in sources()
        if {"uploads.add"} & {ast.unparse(call.func) for call, _name in calls(tree)}
    }
    assert bodies == set(BODIES)
    named = set().union(*ENTRIES.values(), *BODIES.values())
    assert named == {*WAYS, *TABLES}


def test_a_new_reader_of_files_would_be_found() -> None:
    assert reads_files(ast.parse("form = Form(request.POST, request.FILES)"))
    assert not reads_files(ast.parse("form = Form(request.POST)"))


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_each_way_takes_a_plain_picture(way: str, lane: Lane, store: Path, in_this_process: None) -> None:
    answer = WAYS[way](lane, [("a.jpg", jpeg()), ("b.jpg", jpeg(comment="b"))])
    assert answer.status_code < 400, answer.content.decode()[:500]
    assert Picture.objects.count() == 1, "both are the same when only their pixels are kept"
    assert len(list(store.rglob("*.jpg"))) == 2
