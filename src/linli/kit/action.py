"""The action: lock, permit, change, trace, return, in one transaction. Nothing else in Linli changes a row."""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from linli.kit.canonical import digest
from linli.kit.models import Operation
from linli.kit.record import Stale
from linli.kit.storing import store

__all__ = ["KeyReused", "Stale", "action", "in_action", "once", "registry"]

P = ParamSpec("P")
T = TypeVar("T")

REMEMBER = "UPDATE kit_operation SET record_kind = %s, record_id = %s WHERE id = %s"

registry: dict[str, Callable[..., Any]] = {}
_depth: ContextVar[int] = ContextVar("linli_action_depth", default=0)


class KeyReused(Exception):
    """The same idempotency key came with another body. Nothing of the first request is told."""


def in_action() -> bool:
    return _depth.get() > 0


def action(function: Callable[P, T]) -> Callable[P, T]:
    """One verb of one app. Callers may add `key="…"`: the same key with the same body runs once and answers twice;
    and `version=…`: raises Stale unless the record, the first argument, is still at the version that was read.
    """
    verb = f"{function.__module__.split('.')[1]}.{function.__name__}"
    registry[verb] = function
    signature = inspect.signature(function)
    own_version = "version" in signature.parameters

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        key = cast("str | None", kwargs.pop("key", None))
        seen = None if own_version else cast("int | None", kwargs.pop("version", None))
        if key is None:
            return _in_transaction(function, args, kwargs, seen)
        bound = signature.bind(*args, **kwargs).arguments
        return _once(verb, key, bound, lambda: _in_transaction(function, args, kwargs, seen, savepoint=False))

    return run


def once(key: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`once(key, raise_case, intake, by=…, at=…)`: the action under an idempotency key, with its arguments checked."""
    return act(*args, **{**kwargs, "key": key})  # type: ignore[arg-type]


def _in_transaction(
    function: Callable[..., T], args: Any, kwargs: Any, seen: int | None, *, savepoint: bool = True
) -> T:
    token = _depth.set(_depth.get() + 1)
    try:
        with transaction.atomic(savepoint=savepoint):
            if seen is not None:
                args[0].locked(seen)
            return function(*args, **kwargs)
    finally:
        _depth.reset(token)


def _once(verb: str, key: str, bound: dict[str, Any], run: Callable[[], T]) -> T:
    scope = bound["by"].scope
    body = digest(
        {"verb": verb, **{name: value for name, value in bound.items() if name not in {"by", "at"}}}
    )
    try:
        with transaction.atomic():
            operation = Operation(scope=scope, key=key, verb=verb, body=body, at=bound["at"])
            store(operation)
            result = run()
            _remember(operation, result)
            return result
    except IntegrityError:
        first = Operation.objects.filter(scope=scope, key=key).first()
        if first is None:
            raise
        return cast(T, _replay(first, body))


def _remember(operation: Operation, result: Any) -> None:
    if isinstance(result, models.Model):
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [result._meta.label_lower, result.pk, operation.pk])


def _replay(first: Operation, body: str) -> Any:
    if first.body != body:
        raise KeyReused
    if not first.record_kind:
        return None
    return apps.get_model(first.record_kind)._default_manager.get(pk=first.record_id)
