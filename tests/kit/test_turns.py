import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction

from linli.kit.sqlite import turns
from linli.kit.sqlite.base import DatabaseWrapper
from linli.kit.sqlite.turns import take

pytest.importorskip("fcntl")

SOURCES = Path(turns.__file__).parents[3]
HOLD = """
import sys
from linli.kit.sqlite.turns import take
turn = take(sys.argv[1], 5)
print("mine" if turn else "none", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "linli.db")


@contextmanager
def another_program(path: str) -> Iterator["subprocess.Popen[str]"]:
    """It has the turn, until its input ends or it is killed."""
    words = [sys.executable, "-c", HOLD, path]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=SOURCES
    ) as program:
        assert program.stdout and program.stdout.readline() == "mine\n"
        try:
            yield program
        finally:
            program.kill()


def wait_until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it did not happen within ten seconds"


def somebody_is_next(path: str) -> bool:
    """Whoever is next in line holds the gate."""
    import fcntl

    with Path(f"{path}-gate").open() as gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def free(path: str) -> bool:
    turn = take(path, 0)
    if turn:
        turn.close()
    wait_until(lambda: not turns._still_in_line or turn is None)
    return turn is not None


class Waiter(threading.Thread):
    def __init__(self, path: str, order: list[str]) -> None:
        super().__init__()
        self.path, self.order = path, order
        self.start()

    def run(self) -> None:
        turn = take(self.path, 5)
        assert turn
        self.order.append("who waited")
        turn.close()


def test_who_gives_the_turn_back_and_asks_again_comes_after_who_waited(path: str) -> None:
    order: list[str] = []
    for _ in range(20):
        turn = take(path, 5)
        waiter = Waiter(path, order)
        wait_until(lambda: somebody_is_next(path))
        assert turn
        turn.close()
        again = take(path, 5)
        order.append("who asks again")
        assert again
        again.close()
        waiter.join()
    assert order == ["who waited", "who asks again"] * 20


def test_a_program_that_is_killed_with_the_turn_blocks_nobody(path: str) -> None:
    order: list[str] = []
    with another_program(path) as program:
        waiter = Waiter(path, order)
        wait_until(lambda: somebody_is_next(path))
        assert order == []
        program.kill()
        waiter.join(timeout=5)
    assert order == ["who waited"]


def test_nobody_waits_longer_than_the_bound(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_SECONDS", 0.2)
    with another_program(path):
        began = time.monotonic()
        assert take(path, 20) is None
        assert 0.2 <= time.monotonic() - began < 5
        assert take(path, 0) is None


def test_while_the_line_does_not_move_nobody_else_stands_in_it(path: str) -> None:
    with another_program(path):
        assert take(path, 0.01) is None
        began = time.monotonic()
        assert [take(path, 5) for _ in range(10)] == [None] * 10
        assert time.monotonic() - began < 4
    wait_until(lambda: not turns._still_in_line)
    assert free(path)


def test_where_no_file_can_be_made_one_writes_without_a_turn(path: str) -> None:
    assert take(f"{path}/there is no such folder", 5) is None


@pytest.fixture
def aside(path: str) -> Iterator[DatabaseWrapper]:
    """A database in a file; that of the tests may lie in memory."""
    kept = {"ENGINE": "linli.kit.sqlite", "NAME": path, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    settings = {**connections.configure_settings({"default": {**kept}})["default"]}
    database = DatabaseWrapper(settings, "aside")
    connections["aside"] = database
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word text UNIQUE)")
    yield database
    database.close()
    del connections["aside"]


def write(database: DatabaseWrapper, word: str) -> None:
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES (%s)", [word])


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_transaction_has_the_turn_from_its_beginning_to_its_end(aside: DatabaseWrapper, path: str) -> None:
    assert free(path)
    with transaction.atomic(using="aside"):
        with transaction.atomic(using="aside"):
            write(aside, "早")
        assert aside.turn and take(path, 0) is None
    wait_until(lambda: not turns._still_in_line)
    assert free(path)
    with pytest.raises(DatabaseError), transaction.atomic(using="aside"):
        write(aside, "早")
    assert free(path)
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="aside"):
        aside.close()
        raise ZeroDivisionError
    assert free(path)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_statement_by_itself_has_a_turn_too_and_reading_needs_none(
    aside: DatabaseWrapper, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(turns, "take", lambda path, seconds: taken.append(path))
    write(aside, "早")
    assert taken == [path]
    with aside.cursor() as cursor:
        assert cursor.execute("SELECT word FROM words").fetchall() == [("早",)]
    assert taken == [path]


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_without_the_turn_a_writer_goes_on_to_the_lock_of_sqlite(aside: DatabaseWrapper, path: str) -> None:
    with aside.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
    with another_program(path):
        with transaction.atomic(using="aside"):
            write(aside, "早")
            assert aside.turn is None
        blind = DatabaseWrapper(aside.settings_dict, "blind")
        try:
            blind.ensure_connection()
            blind.connection.execute("PRAGMA busy_timeout = 10")
            blind.connection.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked"):
                write(aside, "晚")
        finally:
            blind.close()
    wait_until(lambda: not turns._still_in_line)
