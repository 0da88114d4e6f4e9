"""Which rule book holds where, and every edition of it that was ever published."""

from typing import Any, ClassVar

from django.db import models

from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records


class PublicRows(Records[models.Model]):
    def visible_to(self, actor: Actor) -> "PublicRows":
        """Rule books are public: everybody may read by which rules her matter is handled."""
        return self.all()


class Binding(Record):
    """From this area downwards the rule book of this slug holds, until a nearer binding."""

    area = models.OneToOneField("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = PathField(unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    objects: ClassVar[Any] = PublicRows.as_manager()

    def __str__(self) -> str:
        return self.slug


class Edition(Record):
    """One published state of a rule book. Never changed (a trigger forbids it): a running case keeps its own.

    `content` is the file merged with the base of its day, so that a later base changes no running case.
    """

    slug = models.SlugField()
    number = models.PositiveIntegerField()
    text = models.TextField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = PublicRows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="governance_edition_number")]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"
