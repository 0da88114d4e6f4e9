"""Write what happened, once, in the same transaction, with one job for each follower."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from linli.kit.actor import Actor
from linli.kit.canonical import encoded, plain
from linli.kit.jobs import enqueue_once, path_of, task
from linli.kit.models import Trace, TraceWords
from linli.kit.storing import store

_followers: dict[str, list[Any]] = {}
_followers_of_the_past: dict[str, list[Any]] = {}


def follows(*names: str, also_past: bool = False) -> Callable[[Callable[[int], None]], Any]:
    """Run this function in the worker, once, after each trace of these names. It gets the trace's id.

    A past that was told from an old ledger is followed only with `also_past`: nobody is told news of years ago.
    """

    def register(function: Callable[[int], None]) -> Any:
        follower = task(function)
        for name in names:
            _followers.setdefault(name, []).append(follower)
            if also_past:
                _followers_of_the_past.setdefault(name, []).append(follower)
        return follower

    return register


def followers_of(name: str, *, past: bool = False) -> tuple[Any, ...]:
    return tuple((_followers_of_the_past if past else _followers).get(name, ()))


@dataclass(frozen=True)
class Entry:
    """What one row of a chain states. `facts` are free of personal text; that goes into `words`, which can be erased."""

    name: str
    by: Actor
    facts: dict[str, Any] = field(default_factory=dict)
    words: str = ""


def trace(
    name: str,
    record: models.Model,
    *,
    by: Actor,
    at: datetime,
    facts: dict[str, Any] | None = None,
    words: str = "",
    first: bool = False,
) -> Trace:
    """Append one row to the record's chain. `first=True`, for a record made in this transaction, spares a look-up."""
    return trace_all(record, [Entry(name, by, facts or {}, words)], at=at, first=first)[0]


def trace_all(
    record: models.Model, entries: Sequence[Entry], *, at: datetime, first: bool = False
) -> list[Trace]:
    """Append rows to the record's chain, one after another, written at once. `first=True` as in `trace`."""
    before, rows, said = None if first else _last(record), [], []
    for entry in entries:
        row, salt = _row(record, entry, at, before)
        rows.append(row)
        before = row
        if entry.words:
            said.append(TraceWords(trace=row, words=entry.words, salt=salt))
    store(*rows)
    store(*said)
    for row in rows:
        for follower in followers_of(row.name):
            enqueue_once(follower, f"{path_of(follower)}:{row.pk}", at, row.pk)
    return rows


def _row(record: models.Model, entry: Entry, at: datetime, before: Trace | None) -> tuple[Trace, str]:
    """The row that follows `before`, not stored yet, and the salt of its seal."""
    by = entry.by
    post = by.post or (by.posts[0] if len(by.posts) == 1 else None)
    salt = secrets.token_hex(16) if entry.words else ""
    row = Trace(
        record_kind=record._meta.label_lower,
        record_id=record.pk,
        number=1 if before is None else before.number + 1,
        name=entry.name,
        at=at,
        actor_kind=by.kind,
        account_id=by.account_id,
        post_id=post.id if post else None,
        facts=plain(entry.facts | ({"for": post.absent_id} if post and post.stands_in else {})),
        words_seal=seal(salt, entry.words) if entry.words else "",
        previous=before.digest if before else "",
    )
    row.digest = digest_of(row)
    return row, salt


def seal(salt: str, words: str) -> str:
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def digest_of(row: Trace) -> str:
    """SHA-256 over the row before and all that this row states."""
    stated = [row.record_kind, row.record_id, row.number, row.name, int(row.at.timestamp() * 1_000_000)]
    stated += [row.actor_kind, row.account_id, row.post_id, row.facts, row.words_seal]
    return hashlib.sha256(row.previous.encode() + encoded(stated)).hexdigest()


def _last(record: models.Model) -> Trace | None:
    return traces_of(record).order_by("-number").only("number", "digest").first()


def traces_of(record: models.Model) -> models.QuerySet[Trace]:
    return Trace.objects.filter(record_kind=record._meta.label_lower, record_id=record.pk)


def broken_links(rows: Iterator[Trace]) -> Iterator[Trace]:
    """The rows, of chains read in order of record and number, that do not follow from the row before."""
    before: Trace | None = None
    for row in rows:
        same = before and (before.record_kind, before.record_id) == (row.record_kind, row.record_id)
        expected = (before.digest, before.number + 1) if before and same else ("", 1)
        if (row.previous, row.number) != expected or row.digest != digest_of(row):
            yield row
        before = row
