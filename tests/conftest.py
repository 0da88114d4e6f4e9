import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase

from tests.browser import browser, browser_page, pytest_terminal_summary  # noqa: F401

if TYPE_CHECKING:
    from tests.lane import Lane

pytest.register_assert_rewrite("tests.lane")

MEASURED_ONCE = {"tests/test_permissions.py"}
REACH_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, SQLite gets its first state back whole: append-only tables refuse to be emptied."""
    if connection.vendor != "sqlite":
        yield
        return
    file = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as pristine:
        with closing(sqlite3.connect(file)) as now:
            now.backup(pristine)
        emptying = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda self: put_back(pristine, file)
        yield
        TransactionTestCase._fixture_teardown = emptying


def put_back(pristine: sqlite3.Connection, file: str) -> None:
    connections.close_all()
    with closing(sqlite3.connect(file, timeout=20)) as now:
        pristine.backup(now)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are marked, and those that reach a database: the others need no second run on another one."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        if "browser" in used:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))  # a machine at its limits; which ones it was is said
        if REACH_A_DATABASE.intersection(used) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """As pytest does it, with a second try where a test asks for it, and with room for deep calls."""
    plugins = item.config.pluginmanager
    again, once = plugins.getplugin("rerunfailures"), plugins.getplugin("runner")

    def protocol() -> Any:
        tried = again and again.pytest_runtest_protocol(item, nextitem)  # none with `-p no:rerunfailures`
        return tried or once.pytest_runtest_protocol(item, nextitem)

    return with_room(protocol)


def wide_frame() -> Callable[[Callable[[], Any]], Any]:
    """Calls what it is given, from a frame that needs 300 KB of the interpreter's own stack.

    CPython keeps that stack in pieces of 16 KB and gives an emptied piece back to the system at once. Where a piece ends
    just within a loop, every call in it fetches and returns one. A frame this wide makes the piece large, and what is
    called from it finds room.
    """
    variables = " = ".join(f"unused{number}" for number in range(40_000))
    names: dict[str, Any] = {}
    exec(f"def wide(call):\n    return call()\n    {variables} = None", names)  # noqa: S102  nobody writes so many
    wide: Callable[[Callable[[], Any]], Any] = names["wide"]
    return wide


with_room = wide_frame()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file that measures once for all of its tests goes to one process; every other test to whichever is free."""
    from xdist.scheduler import LoadScopeScheduling

    class MeasuredOnce(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in MEASURED_ONCE else nodeid

    return MeasuredOnce(config, log)


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA, ignore_errors=True)


@pytest.fixture
def lane(db: None) -> "Lane":
    """The neighbourhood of tests/lane.py, planted through the same actions that people use."""
    from tests.lane import planted

    return planted()


@pytest.fixture(autouse=True)
def rule_books_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not add the look for new editions, due each second, to queries that a test counts."""
    monkeypatch.setattr("linli.governance.reads.SECONDS_BETWEEN_LOOKS", 60.0)


@pytest.fixture(autouse=True)
def nothing_drawn_before() -> None:
    """Each test has its own areas under the same numbers."""
    from linli.console.case.drawing import forget_drawings

    forget_drawings()


@pytest.fixture(autouse=True)
def prepared_queries_ask_what_django_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever any test asks by a query whose SQL was written before is held against the SQL that Django writes anew."""
    from django.core.exceptions import EmptyResultSet

    from linli.kit.actor import Actor
    from linli.kit.prepared import Prepared, Shape, adapted

    asking: list[tuple[Prepared[Any, Any], Any, Any]] = []
    asked, found = Prepared._asked, Shape._found

    def in_order(value: Any) -> Any:
        """An actor whose sets have an order, as the values of a prepared query have."""
        if not isinstance(value, Actor):
            return value
        parts = {part.name: getattr(value, part.name) for part in fields(Actor)}
        return Actor(**{**parts, "keys": tuple(sorted(value.keys)), "voices": tuple(sorted(value.voices))})

    def noted(query: Prepared[Any, Any], args: Any, named: Any) -> Any:
        asking[:] = [(query, args, named)]
        return asked(query, args, named)

    def compared(shape: Shape, sql: str, values: Any) -> Any:
        query, args, named = asking[-1]
        try:
            expected, params = query.build(*map(in_order, args), **named).query.sql_with_params()
        except EmptyResultSet:
            raise AssertionError(f"{query} asks where Django sees that nothing can be found") from None
        assert shape.sql.replace("(%s)", "%s") == expected.replace("(%s)", "%s"), query
        assert tuple(map(adapted, shape.filled(values))) == tuple(map(adapted, params)), query
        return found(shape, sql, values)

    monkeypatch.setattr(Prepared, "_asked", noted)
    monkeypatch.setattr(Shape, "_found", compared)
