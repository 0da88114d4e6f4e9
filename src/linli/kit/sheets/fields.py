"""What a column can mean: the fields of one kind of record, with the headings under which others write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from linli.kit.sheets.headings import key_of


@dataclass(frozen=True)
class Field:
    """`shape`: what its values look like (see shapes). `several`: columns that belong together, in their order."""

    key: str
    name: str | Promise
    shape: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    several: bool = False
    personal: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(key_of(text) for text in (self.key, *self.synonyms))


@dataclass(frozen=True)
class Fields:
    """All fields of one kind of record, and what belongs to it in other ledgers but is not kept."""

    all: tuple[Field, ...]
    passed_over: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Field:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    @cached_property
    def _by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.all}

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset().union(*(field.keys for field in self.all))


def fields_of(table: Mapping[str, Any], names: Mapping[str, str | Promise]) -> Fields:
    """From a table of synonyms: `[field.title] shape = "short", headings = [...]`. Names come from the caller's catalogue."""
    made = tuple(
        Field(
            key=key,
            name=names[key],
            shape=entry["shape"],
            synonyms=tuple(entry["headings"]),
            required=entry.get("required", False),
            several=entry.get("several", False),
            personal=entry.get("personal", False),
        )
        for key, entry in table["field"].items()
    )
    return Fields(made, frozenset(key_of(text) for text in table.get("passed_over", ())))
