"""Paths of the area tree: segments of five base-36 characters, each closed by "/", so that "inside" is one range of an index."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.kit.prepared import Blank

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField

SEGMENT = 6  # five characters and the closing "/"
DEEPEST = 16


class PathField(_CharField):
    """A path, compared byte by byte on both databases (SQLite does so by itself, PostgreSQL with the collation "C")."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", SEGMENT * DEEPEST)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def within(column: str, path: str | Blank) -> models.Q:
    """Rows at or below this path: path <= column < the next path on the same level."""
    next_path = path.through(beyond) if isinstance(path, Blank) else beyond(path)
    return models.Q(**{f"{column}__gte": path, f"{column}__lt": next_path})


def beyond(path: str) -> str:
    """The first path that is no longer inside: "/" is followed by "0" in ASCII."""
    return path[:-1] + "0" if path else "~"


def lineage(path: str) -> list[str]:
    """The path itself and every path above it, the widest first."""
    return [path[: i + SEGMENT] for i in range(0, len(path), SEGMENT)]


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Those of these paths that lie inside no other one."""
    found: list[str] = []
    for path in sorted(set(paths)):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return tuple(found)


def shared(paths: Iterable[str], inside: str) -> tuple[str, ...]:
    """What of these paths lies inside this one, or it inside them."""
    cut = (inside if inside.startswith(path) else path for path in paths)
    return outermost(path for path in cut if path.startswith(inside))
