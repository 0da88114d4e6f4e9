"""One byte string for one meaning: what digests and idempotency keys are counted over."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model


def plain(value: Any) -> Any:
    """The value as JSON types. Raises TypeError for what has no plain form, so that nothing is left out silently."""
    match value:
        case None | bool() | int() | float() | str():
            return value.value if isinstance(value, Enum) else value
        case Model():
            return [value._meta.label_lower, value.pk]
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical(value: Any) -> bytes:
    return encoded(plain(value))


def encoded(value: Any) -> bytes:
    """The same of a value that is plain already."""
    return _encode(value).encode()


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()
