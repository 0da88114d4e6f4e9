"""A model field whose column holds only sealed text, and whose value does not show itself by accident."""

import unicodedata
from typing import Any

from django.db import models

from linli.people.crypto import CannotOpen, Place
from linli.people.keyring import forget_keys, keyring


class Sealed:
    """A sealed text and the place it is bound to. Printing it shows nothing; `open()` is the only way in."""

    def __init__(self, token: str, place: Place) -> None:
        self.token = token
        self.place = place

    def open(self) -> str:
        """Raises CannotOpen."""
        try:
            return keyring().open(self.token, self.place)
        except CannotOpen:
            forget_keys()  # another process may have added a key since
            return keyring().open(self.token, self.place)

    def __str__(self) -> str:
        return "●●●"

    def __repr__(self) -> str:
        return f"<Sealed {self.place.table}.{self.place.column}>"

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)


class SealedAttribute:
    """Seals clear text the moment it is set. The row's `uid` must be set before."""

    def __init__(self, field: "EncryptedText") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        token = row.__dict__[self.field.attname]
        return Sealed(token, self.field.place(row)) if token else None

    def __set__(self, row: models.Model, value: "str | Sealed | Stored | None") -> None:
        row.__dict__[self.field.attname] = self.field.token_for(row, value)


class Stored(str):
    """A token as it came from the database."""

    __slots__ = ()


class EncryptedText(models.TextField[Any, Any]):
    """Text that is personal. The model has a `uid`, declared above its encrypted fields."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)

    def place(self, row: models.Model) -> Place:
        return Place(self.model._meta.db_table, self.attname, str(row.uid))  # type: ignore[attr-defined]

    def token_for(self, row: models.Model, value: "str | Sealed | Stored | None") -> str:
        if isinstance(value, Stored):
            return str(value)
        if isinstance(value, Sealed):
            return value.token if value.place == self.place(row) else self.sealed(row, value.open())
        return self.sealed(row, value) if value else ""

    def sealed(self, row: models.Model, text: str) -> str:
        return keyring().seal(text, self.place(row))

    def from_db_value(self, value: str | None, *_: Any) -> Stored:
        return Stored(value or "")

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, Sealed):
            return value.token
        if value and not isinstance(value, Stored):
            raise TypeError(f"{self.name} is sealed: set it on its row, and look it up by its keyed hash")
        return str(value or "")

    def pre_save(self, model_instance: models.Model, add: bool) -> Stored:
        return Stored(model_instance.__dict__[self.attname])

    def value_to_string(self, obj: models.Model) -> str:
        return str(obj.__dict__[self.attname])


def normal_phone(text: str) -> str:
    """The digits of a number, the same for every spelling: full-width, with spaces, hyphens or +86."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            return digits.removeprefix(prefix)
    return digits


def phone_key(text: str) -> str | None:
    """The keyed hash under which a phone number is found; None for an empty one."""
    digits = normal_phone(text)
    return keyring().digest(f"phone:{digits}") if digits else None


def phone_keys(text: str) -> list[str]:
    digits = normal_phone(text)
    return keyring().digests(f"phone:{digits}") if digits else []
