"""One setting, LINLI_DATABASE, names the database: `sqlite:///path/linli.db` or `postgres://user:password@host:port/name`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_SECONDS_TO_WAIT = 20
SQLITE_SECONDS_OPEN = 60  # to open the file and set its pragmas costs as much as a query


def database(url: str) -> dict[str, Any]:
    """Django's settings for one database. Raises ImproperlyConfigured for a scheme it does not know."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(
            Path(unquote(parts.path)) if parts.netloc == "" else Path(unquote(parts.netloc + parts.path))
        )
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(parts.path.lstrip("/"), parts.hostname, parts.port, parts.username, parts.password)
    raise ImproperlyConfigured(
        f"LINLI_DATABASE must begin with sqlite:// or postgres://, not {parts.scheme!r}."
    )


def sqlite(path: Path) -> dict[str, Any]:
    # The journal mode and the pragmas are set in linli.kit.sqlite, which knows the library's version.
    return {
        "ENGINE": "linli.kit.sqlite",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": SQLITE_SECONDS_TO_WAIT},
        "CONN_MAX_AGE": SQLITE_SECONDS_OPEN,
        "TEST": {"NAME": None},
    }


def postgres(
    name: str, host: str | None, port: int | None, user: str | None, password: str | None
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": host or "",
        "PORT": str(port or ""),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            # Compiling a query takes longer than any of ours runs; with many rows PostgreSQL would think it worth it.
            "options": "-c jit=off",
        },
    }
