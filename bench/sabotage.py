"""Break each promise on purpose: a check that does not see it is no check.

The server is started with one sabotage (LINLI_BENCH_SABOTAGE); the product knows nothing of it.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from types import SimpleNamespace
from typing import Any

from bench.house import House
from bench.town import Town

SUBMISSIONS, KILLS, CLAIMS = 150, 4, 12


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
    from linli.kit.trace import trace

    def later(*args: Any, **kwargs: Any) -> None:
        def write() -> None:
            time.sleep(1.5)
            trace(*args, **{**kwargs, "after": None, "first": False})
            connection.close()

        transaction.on_commit(lambda: threading.Thread(target=write, daemon=True).start())

    moving.trace = later  # type: ignore[assignment]


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


def nothing() -> None:
    pass


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


# name → (what the server does wrong, what is done to the database before, and after; which part must find it)
Damage = Callable[[House], None]
SABOTAGES: dict[str, tuple[Callable[[], None], Damage | None, Damage | None, str]] = {
    "acknowledged but not written": (answer_without_writing, None, None, "kills"),
    "no unique idempotency key": (nothing, no_unique_key, None, "kills"),
    "traces written after the commit": (trace_after_the_commit, None, None, "kills"),
    "history rewritten": (nothing, None, rewritten_history, "kills"),
    "no lock, no version, no single holder": (
        look_without_locking,
        without("case_one_holder_at_a_time"),
        None,
        "claims",
    ),
}


def self_test(database: str, seed: int) -> bool:
    print(
        f"\n{'SQLite' if database == 'sqlite' else 'PostgreSQL'}, seed {seed}: each sabotage must be found",
        flush=True,
    )
    outcomes = [found(database, name, seed) for name in SABOTAGES]
    return all(outcomes)


def found(database: str, name: str, seed: int) -> bool:
    from bench.chaos import race, storm

    _break, before, after, part = SABOTAGES[name]
    house = House(database, app="bench.sabotage:application", more={"LINLI_BENCH_SABOTAGE": name})
    try:
        town: Town = house.build()
        if before:
            before(house)
        faults = (
            storm(house, town, SUBMISSIONS, KILLS, seed, after)
            if part == "kills"
            else race(house, town, CLAIMS)
        )
    finally:
        house.close()
    print(f"  {name}: {f'found ({len(faults)}: {faults[0][:90]})' if faults else 'NOT FOUND'}", flush=True)
    return bool(faults)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    from bench.bare import application as usual

    return usual(environ, start_response)


if "LINLI_BENCH_SABOTAGE" in os.environ:
    from bench import bare  # noqa: F401  Django is set up before anything is broken

    SABOTAGES[os.environ["LINLI_BENCH_SABOTAGE"]][0]()
