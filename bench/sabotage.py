"""Break each promise on purpose: a check that does not see it is no check.

The server is started with one sabotage (LINLI_BENCH_SABOTAGE); the product knows nothing of it.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.house import House

Damage = Callable[[House], None]


def answer_without_writing() -> None:
    """One submission in ten is acknowledged and taken back."""
    from django.db import transaction

    from linli.kit import action

    keep = action._remember
    count = iter(range(10**9))

    def forget(operation: Any, result: Any) -> None:
        keep(operation, result)
        if next(count) % 10 == 9:
            transaction.set_rollback(True)

    action._remember = forget


def trace_after_the_commit() -> None:
    """What happened is written down a moment after the answer instead of with the change."""
    from django.db import connection, transaction

    from linli.cases.actions import moving
    from linli.kit.trace import trace_all

    def later(record: Any, entries: Any, **kwargs: Any) -> list[Any]:
        def write() -> None:
            time.sleep(1.5)
            trace_all(record, entries, **{**kwargs, "first": False})
            connection.close()

        transaction.on_commit(lambda: threading.Thread(target=write, daemon=True).start())
        return [None] * len(entries)

    moving.trace_all = later


def look_without_locking() -> None:
    """Two writers may read the same version, and the later one wins: no row lock, no version, no transaction."""
    from linli.kit import action
    from linli.kit.record import Record

    def unlocked(self: Any, version: int | None = None) -> Any:
        current = type(self)._default_manager.get(pk=self.pk)
        time.sleep(0.05)
        return current

    def overwrite(self: Any, *fields: str) -> None:
        self.version += 1
        self.save(update_fields=[*fields, "version"])

    Record.locked, Record.save_changes = unlocked, overwrite  # type: ignore[method-assign]
    action.transaction = SimpleNamespace(atomic=lambda **_words: nullcontext())  # type: ignore[assignment]


def answer_other_words_as_well() -> None:
    """Whoever comes with a used key gets what it was used for, whatever she says."""
    from django.apps import apps

    from linli.kit import action

    def replay(first: Any, _body: str) -> Any:
        return apps.get_model(first.record_kind)._default_manager.get(pk=first.record_id)

    action._replay = replay


def look_at_no_version() -> None:
    """Every edit is taken as if its reader had seen the present state."""
    from linli.kit.record import Record

    def blind(self: Any, version: int | None = None) -> Any:
        return type(self)._default_manager.select_for_update().get(pk=self.pk)

    Record.locked = blind  # type: ignore[method-assign]


def put_files_straight_to_their_place() -> None:
    """Without a draft: whoever is killed meanwhile leaves half a picture under the name of a whole one."""
    from linli.cases import keeping, pictures

    def straight(content: bytes, place: Path) -> None:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb", buffering=0) as file:
                for start in range(0, len(content), 500):
                    file.write(content[start : start + 500])

    keeping.keep = pictures.keep = straight


def sync_no_file() -> None:
    os.fsync = lambda _file: None  # type: ignore[assignment]


def remove_the_journal() -> None:
    """The removal is the commit, and nothing makes it last."""
    from linli.kit.sqlite import base

    base.journal_mode = lambda _version: "delete"


def leave_the_database_to_the_system() -> None:
    from linli.kit.sqlite import base

    set_all = base.set_pragmas

    def careless(connection: Any, journal: str) -> None:
        set_all(connection, journal)
        connection.execute("PRAGMA synchronous = OFF")

    base.set_pragmas = careless


def trust_the_clock() -> None:
    """Work is due twenty seconds after it was asked for, by the clock of that moment."""
    from linli.kit import jobs

    insert = jobs._insert

    def later(task: Any, at: Any, *more: Any) -> Any:
        return insert(task.using(run_after=at + timedelta(seconds=20)), at, *more)

    jobs._insert = later


def say_it_is_kept() -> None:
    """What could not be written is acknowledged all the same."""
    global _kept
    _kept = []


def show_the_fault_page() -> None:
    """No room, no database: said as a fault of the program."""
    global _status
    _status = "500 Internal Server Error"


def nothing() -> None:
    pass


_kept: list[bytes] | None = None  # the last receipt
_status = ""


def without(index: str) -> Callable[[House], None]:
    def drop(house: House) -> None:
        statements(
            house,
            f"DROP INDEX IF EXISTS {index}",
            f"ALTER TABLE kit_operation DROP CONSTRAINT IF EXISTS {index}",
        )

    return drop


def rewritten_history(house: House) -> None:
    on = " ON kit_trace" if house.on_postgres else ""
    change = "UPDATE kit_trace SET at = (SELECT max(at) FROM kit_trace) WHERE id = (SELECT max(id) - 40 FROM kit_trace)"
    statements(house, f"DROP TRIGGER kit_trace_no_update{on}", change)


def statements(house: House, *texts: str) -> None:
    """Run these, each by itself; what one database does not know is left out."""
    house.run("-c", f"from bench.sabotage import run_statements; run_statements({list(texts)!r})")


def run_statements(texts: list[str]) -> None:
    import django

    django.setup()
    from django.db import DatabaseError, connection

    for text in texts:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(text)


def no_unique_key(house: House) -> None:
    """On SQLite the constraint is part of the table, which is made anew without it."""
    if house.on_postgres:
        without("kit_operation_once")(house)
        return
    columns = "id integer PRIMARY KEY AUTOINCREMENT, scope text, key text, verb text, body text, "
    columns += "record_kind text, record_id integer, at datetime"
    statements(house, "DROP TABLE kit_operation", f"CREATE TABLE kit_operation ({columns})")


@dataclass(frozen=True)
class Sabotage:
    """`breaks`: what the server does wrong. `before`, `after`: what is done to the database. `part` must find it."""

    part: str
    breaks: Callable[[], None] = nothing
    before: Damage | None = None
    after: Damage | None = None


SABOTAGES = {
    "acknowledged but not written": Sabotage("kills", answer_without_writing),
    "no unique idempotency key": Sabotage("kills", before=no_unique_key),
    "traces written after the commit": Sabotage("kills", trace_after_the_commit),
    "history rewritten": Sabotage("kills", after=rewritten_history),
    "no lock, no version, no single holder": Sabotage(
        "claims", look_without_locking, before=without("case_one_holder_at_a_time")
    ),
    "no unique key for fifty at once": Sabotage("keys", before=no_unique_key),
    "other words under a used key": Sabotage("keys", answer_other_words_as_well),
    "an older version is taken": Sabotage("edits", look_at_no_version),
    "half a picture under its name": Sabotage("calls", put_files_straight_to_their_place),
    "traces a moment after the call": Sabotage("calls", trace_after_the_commit),
    "files not synced": Sabotage("syncs", sync_no_file),
    "the journal removed and not synced": Sabotage("syncs", remove_the_journal),
    "the database not synced": Sabotage("syncs", leave_the_database_to_the_system),
    "kept, says a full disk": Sabotage("disk", say_it_is_kept),
    "a fault page for a full disk": Sabotage("disk", show_the_fault_page),
    "kept, says a line that was cut": Sabotage("cuts", say_it_is_kept),
    "a fault page for a line that was cut": Sabotage("cuts", show_the_fault_page),
    "work due by a clock that jumps": Sabotage("clock", trust_the_clock),
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    from bench.bare import application as usual

    if _kept is None and not _status:
        return usual(environ, start_response)
    told: list[Any] = []
    content = b"".join(usual(environ, lambda status, headers, *_: told.extend((status, headers))))
    status, headers = told
    if environ["REQUEST_METHOD"] == "POST" and status.startswith("5"):
        status, content = (_status, content) if _status else ("201 Created", (_kept or [content])[-1])
        headers = [("Content-Type", "application/json")]
    elif _kept is not None and status.startswith("201"):
        _kept[:] = [content]
    start_response(status, headers)
    return [content]


if "LINLI_BENCH_SABOTAGE" in os.environ:
    from bench import bare  # noqa: F401  Django is set up before anything is broken

    SABOTAGES[os.environ["LINLI_BENCH_SABOTAGE"]].breaks()
