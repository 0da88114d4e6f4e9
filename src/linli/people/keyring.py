"""The key file: outside the database and its backups, readable by the service alone."""

import base64
import json
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.kit.durable import sync_folder
from linli.people.crypto import SUITES, Key, Keyring


def key_file() -> Path:
    return Path(settings.LINLI_KEYS)


_fault: Callable[[], str] = str


def ask_before_the_first_key(fault: Callable[[], str]) -> None:
    """Who knows the tables says why no key may be made here, in a sentence, or says nothing."""
    global _fault
    _fault = fault


@cache
def keyring() -> Keyring:
    """All keys of this installation. The file is made on the first run, and never beside what a lost one sealed."""
    if not key_file().exists():
        if fault := _fault():
            raise ImproperlyConfigured(fault)
        create(key_file(), Keyring((Key.fresh(settings.LINLI_SUITE),)))
    return read(key_file())


def forget_keys() -> None:
    """Read the file again at the next use."""
    keyring.cache_clear()


def add_key() -> Keyring:
    """A fresh key under the suite of the settings. What older keys sealed stays readable."""
    ring = keyring().with_fresh_key(settings.LINLI_SUITE)
    replace(key_file(), ring)
    forget_keys()
    return ring


def read(path: Path) -> Keyring:
    """Raises ImproperlyConfigured for a damaged file: going on with a new key would hide the loss."""
    try:
        first, *more = json.loads(path.read_text("ascii"))["keys"]
        return Keyring((key_from(first), *map(key_from, more)))
    except (ValueError, KeyError, TypeError) as fault:
        raise ImproperlyConfigured(
            f"The key file {path} cannot be read: restore it from its copy."
        ) from fault


def key_from(row: dict[str, str]) -> Key:
    return Key(
        row["id"], SUITES[row["suite"]], base64.b64decode(row["seal"]), base64.b64decode(row["lookup"])
    )


def create(path: Path, ring: Keyring) -> None:
    """Of several processes that start together one makes the file; the others use it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = written(path, ring)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)


def replace(path: Path, ring: Keyring) -> None:
    written(path, ring).replace(path)
    sync_folder(path.parent)


def written(path: Path, ring: Keyring) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        json.dump({"keys": [row_of(key) for key in ring.keys]}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def row_of(key: Key) -> dict[str, str]:
    return {
        "id": key.id,
        "suite": key.suite.name,
        "seal": base64.b64encode(key.seal).decode(),
        "lookup": base64.b64encode(key.lookup).decode(),
    }
