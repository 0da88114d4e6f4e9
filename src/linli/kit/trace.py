"""Write what happened, once, in the same transaction, with one job for each follower."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import models

from linli.kit.actor import Actor
from linli.kit.canonical import encoded, plain
from linli.kit.jobs import enqueue_once, path_of, task
from linli.kit.models import Trace, TraceWords

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


def trace(
    name: str,
    record: models.Model,
    *,
    by: Actor,
    at: datetime,
    facts: dict[str, Any] | None = None,
    words: str = "",
    first: bool = False,
    after: Trace | None = None,
) -> Trace:
    """Append one row to the record's chain. `facts` are free of personal text; that goes into `words`, which can be erased.

    `first=True`, for a record made in this transaction, and `after`, the row that this transaction wrote for it just
    now, spare the look-up of the row before.
    """
    before = after or (None if first else _last(record))
    post = by.post or (by.posts[0] if len(by.posts) == 1 else None)
    row = Trace(
        record_kind=record._meta.label_lower,
        record_id=record.pk,
        number=1 if before is None else before.number + 1,
        name=name,
        at=at,
        actor_kind=by.kind,
        account_id=by.account_id,
        post_id=post.id if post else None,
        facts=plain(facts or {}),
        previous=before.digest if before else "",
    )
    salt = secrets.token_hex(16) if words else ""
    row.words_seal = seal(salt, words) if words else ""
    row.digest = digest_of(row)
    row.save(force_insert=True)
    if words:
        TraceWords(trace=row, words=words, salt=salt).save(force_insert=True)
    for follower in followers_of(name):
        enqueue_once(follower, f"{path_of(follower)}:{row.pk}", at, row.pk)
    return row


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
