"""What every stored record has: a version for optimistic edits, a lock, and a queryset that asks who is looking."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from linli.kit.actor import Actor

R = TypeVar("R", bound=models.Model, covariant=True)


class Stale(Exception):
    """Somebody saved this record since the reader opened it. Both texts are kept: hers in the form, theirs in `current`."""

    def __init__(self, current: "Record") -> None:
        super().__init__(f"{type(current).__name__} {current.pk} is at version {current.version}")
        self.current = current


class Records(models.QuerySet[R]):
    """Rows are reached through `visible_to` and by no other way."""

    def visible_to(self, actor: Actor) -> Self:
        raise TypeError(f"{self.model.__name__} does not say who may see its rows")


class Record(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any]

    class Meta:
        abstract = True

    def locked(self, version: int | None = None) -> Self:
        """The row as it is now, locked until the action ends. Raises Stale when the reader saw another version."""
        current = type(self)._default_manager.select_for_update().get(pk=self.pk)
        if version is not None and version != current.version:
            raise Stale(current)
        return current

    def save_changes(self, *fields: str) -> None:
        """Write these fields if nobody wrote in between. Raises Stale otherwise."""
        seen = self.version
        values = {field: getattr(self, field) for field in fields}
        rows = type(self)._default_manager.filter(pk=self.pk, version=seen)
        if rows.update(**values, version=seen + 1) == 0:
            raise Stale(type(self)._default_manager.get(pk=self.pk))
        self.version = seen + 1
