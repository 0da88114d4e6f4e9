"""What one kind of record brings to an import: its fields, how a row is read, and how many rows are written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from linli.kit.actor import Actor
from linli.kit.sheets.cells import Row
from linli.kit.sheets.fields import Fields
from linli.kit.sheets.mapping import Meanings


@dataclass(frozen=True)
class Entry:
    """One row understood. `key` is the same for the same record, whenever it comes again."""

    row: Row
    key: str
    record: Any
    notes: tuple[str, ...] = ()


class Session(Protocol):
    """One file on its way in. `read` raises Faulty with every fault of the row."""

    def read(self, row: Row) -> Entry: ...

    def known(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that were imported before."""

    def differ(self, entries: Sequence[Entry]) -> int:
        """How many of these, all known, say something else than what was imported under their key."""

    def write(self, entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
        """All in one transaction; raises Refused or a database error, and then nothing of them is written."""


@dataclass(frozen=True)
class Order:
    """Where to and how: what a Session is made from."""

    meanings: Meanings
    area_path: str
    choices: Mapping[str, Any]
    source: str
    by: Actor
    at: datetime
    samples: Sequence[Row] = ()
    label: str = ""


class Reader(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str | Promise: ...

    @property
    def fields(self) -> Fields: ...

    def lacks(self, meanings: Meanings) -> str:
        """A sentence when the columns do not suffice, else empty."""

    def begin(self, order: Order) -> Session: ...
