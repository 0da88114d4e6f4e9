"""The shape of the code: floors, doors without rules, one place per act. Each rule is shown to be able to fail."""

import ast
import inspect
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.reading import DOORS, PACKAGE, ROOT, app_of, calls, floors, inside, shown, sources

MOST_LINES = 60
ACTING_APPS = ("places", "people", "governance", "cases")
# What a queryset or a record does to the database. Those in WITH_NAMES are theirs only when called without a
# positional word: `case.save(update_fields=…)` and `cases.update(stage=…)`, but not `picture.save(path)`.
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "save_changes"}
WITH_NAMES = {"save", "create", "update", "delete", "aupdate", "acreate", "asave", "adelete"}
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}
# doors of people, commands, what runs in the worker
PASSES_THE_CLOCK_ON = {"management", "middleware", "sessions", "sign_in", "views", "jobs"}
LOOKS_AT_THE_CLOCK = {
    "governance/reads.py": "holds the editions in force in memory, and one of them may wait for its day",
}

NO_ACTOR_YET = {
    "api/entry.py": "reads the token that tells who the actor is",
    "console/imports/work.py": "runs in the worker, as the person who asked for it",
}
WRITES_FOR_ACTIONS = {"places/models/revisions.py": "called by actions, inside their transaction"}


def lint_imports(package: Path = PACKAGE) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as run; run()"
    options = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    env = {**os.environ, "PYTHONPATH": str(package.parent)}
    return subprocess.run(
        [sys.executable, "-c", command, *options], cwd=package.parent, env=env, capture_output=True, text=True
    )


def test_every_import_points_downwards() -> None:
    result = lint_imports()
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("kit/text.py", "import linli.people.models", "Imports point downwards"),
        ("portal/apps.py", "import linli.console.apps", "Imports point downwards"),
        ("surprise/__init__.py", "", "Imports point downwards"),
        ("people/models/__init__.py", "import linli.people.rules", "Inside an app"),
        ("kit/actor.py", "import linli.kit.trace", "No circles"),
        ("places/worktime.py", "import linli.places.models", "Pure files"),
    ],
)
def test_an_import_that_points_upwards_is_found(tmp_path: Path, file: str, line: str, contract: str) -> None:
    copy = tmp_path / "linli"
    shutil.copytree(
        PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "data", "templates")
    )
    (copy / file).parent.mkdir(exist_ok=True)
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    (copy / "people" / "rules.py").touch()
    result = lint_imports(copy)
    assert result.returncode != 0
    assert any(row.startswith(contract) and "BROKEN" in row for row in result.stdout.splitlines()), (
        result.stdout
    )


def upward_keys(of: Iterable[type[models.Model]]) -> list[str]:
    floor = floors()
    found = []
    for model in of:
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if not isinstance(target, type) or field.auto_created or target._meta.app_label not in floor:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and floor[there] >= floor[here]:
                found.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    return found


def test_every_foreign_key_points_downwards() -> None:
    assert len(ours()) > 20
    assert upward_keys(ours()) == []


@isolate_apps("linli.kit", "linli.people")
def test_a_foreign_key_that_points_upwards_is_found() -> None:
    class Person(models.Model):
        class Meta:
            app_label = "people"

    class Low(models.Model):
        person = models.ForeignKey(Person, on_delete=models.PROTECT)

        class Meta:
            app_label = "kit"

    assert upward_keys([Low]) == ["kit.Low.person points up to people.Person"]
    assert upward_keys([Person]) == []


def long_functions(path: Path, tree: ast.Module) -> list[str]:
    return [
        f"{shown(path)}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= MOST_LINES
    ]


@cache
def open_models() -> frozenset[str]:
    """Names of the tables that everybody may read whole: their `visible_to` says so, in one line."""
    return frozenset(model.__name__ for model in ours() if is_open(type(model._default_manager.all())))


def is_open(queryset: type) -> bool:
    if not hasattr(queryset, "visible_to"):
        return False
    function = ast.parse(textwrap.dedent(inspect.getsource(queryset.visible_to))).body[0]
    return (
        isinstance(function, ast.FunctionDef)
        and ast.unparse(function.body[-1]) == "return self.all()"
        and not any(isinstance(statement, ast.If | ast.For | ast.Assign) for statement in function.body)
    )


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("linli.")]


def rows_reached_past_visible_to(path: Path, tree: ast.Module) -> list[str]:
    if app_of(path) not in DOORS or "management" in inside(path) or exempt(path, NO_ACTOR_YET):
        return []
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    managers = {"objects", "_default_manager", "_base_manager"}
    return [
        f"{shown(path)}:{node.lineno}: a door reaches rows past visible_to"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in managers and id(node) not in scoped
        if not (isinstance(node.value, ast.Name) and node.value.id in open_models())
    ]


def exempt(path: Path, reasons: dict[str, str]) -> bool:
    return str(path.relative_to(PACKAGE)) in reasons


def writes_outside_actions(path: Path, tree: ast.Module) -> list[str]:
    if (
        app_of(path) in {"kit", ""}
        or {"actions", "migrations"} & set(inside(path))
        or exempt(path, WRITES_FOR_ACTIONS)
    ):
        return []
    return [
        f"{shown(path)}:{call.lineno}: only actions write, but this calls {name}()"
        for call, name in calls(tree)
        if name == "store" or isinstance(call.func, ast.Attribute)
        if name == "store" or name in ALWAYS or (name in WITH_NAMES and not call.args)
    ]


def clocks_read_inside(path: Path, tree: ast.Module) -> list[str]:
    if app_of(path) not in ACTING_APPS or PASSES_THE_CLOCK_ON & set(inside(path)):
        return []
    if str(path.relative_to(PACKAGE)) in LOOKS_AT_THE_CLOCK:
        return []
    return [
        f"{shown(path)}:{call.lineno}: {name}() reads the clock; take `at` from the caller"
        for call, name in calls(tree)
        if name in CLOCKS and not call.args
    ]


RULES: list[Callable[[Path, ast.Module], list[str]]] = [
    long_functions,
    rows_reached_past_visible_to,
    writes_outside_actions,
    clocks_read_inside,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_source_breaks_a_rule_of_shape(rule: Callable[[Path, ast.Module], list[str]]) -> None:
    found = [fault for path, tree in sources() for fault in rule(path, tree)]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "file", "bad", "good"),
    [
        (long_functions, "kit/x.py", "def f():\n" + "    a = 1\n" * 60, "def f():\n" + "    a = 1\n" * 59),
        (rows_reached_past_visible_to, "console/x.py", "Case.objects.all()", "Case.objects.visible_to(a)"),
        (rows_reached_past_visible_to, "api/x.py", "get(Case.objects)", "Case.objects.visible_to(a).get()"),
        (rows_reached_past_visible_to, "portal/x.py", "Post.objects.all()", "Area.objects.current()"),
        (writes_outside_actions, "portal/x.py", "case.save()", "picture.save(path)"),
        (writes_outside_actions, "cases/reads.py", "cases.update(stage=a)", "seen.update(others)"),
        (writes_outside_actions, "cases/rules.py", "Case.objects.bulk_create(a)", "create(a)"),
        (writes_outside_actions, "console/x.py", "store(case)", "storing(case)"),
        (clocks_read_inside, "cases/actions/x.py", "timezone.now()", "timezone.localtime(at)"),
        (clocks_read_inside, "places/worktime.py", "date.today()", "at.date()"),
    ],
)
def test_each_rule_of_shape_can_fail(
    rule: Callable[[Path, ast.Module], list[str]], file: str, bad: str, good: str
) -> None:
    assert len(rule(PACKAGE / file, ast.parse(bad))) == 1
    assert rule(PACKAGE / file, ast.parse(good)) == []


def test_localities_are_data_and_hold_no_code() -> None:
    assert [p for p in (PACKAGE / "localities").rglob("*.py") if p.name != "__init__.py"] == []
