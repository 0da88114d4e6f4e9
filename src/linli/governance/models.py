"""Which rule book holds where, and every edition of it that was ever published."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records


class Bindings(Records["Binding"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rule books are public: everybody may read by which rules her matter is handled."""
        return self.all()


class Editions(Records["Edition"]):
    def visible_to(self, actor: Actor) -> Self:
        """Also the older ones: a running case keeps the rules it began under."""
        return self.all()

    def of(self, slug: str) -> Self:
        return self.filter(slug=slug).order_by("-number")

    def standing(self) -> Self:
        """Those that nobody called off while they waited."""
        return self.filter(call_off=None)

    def effective(self, at: datetime) -> Self:
        """Whose day has come. The newest of them is the one in force."""
        return self.standing().filter(models.Q(effective_at=None) | models.Q(effective_at__lte=at))


class Binding(Record):
    """From this area downwards the rule book of this slug holds, until a nearer binding."""

    area = models.OneToOneField("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = PathField(unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    objects: ClassVar[Bindings] = Bindings.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.slug


class Edition(Record):
    """One published state of a rule book. Never changed (a trigger forbids it): a running case keeps its own.

    It may wait for its day. A later one that takes effect before takes its place; while it waits it can be called off.

    `content` is the file merged with the base of its day, so that a later base changes no running case. It is
    kept as text because the order of its keys means something: levels are listed from the top down.
    """

    slug = models.SlugField()
    number = models.PositiveIntegerField()
    text = models.TextField()
    content = models.TextField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)
    effective_at = models.DateTimeField(null=True)  # a later day than that of its publication; None: at once

    objects: ClassVar[Editions] = Editions.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "number"], name="governance_edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"

    @property
    def called_off(self) -> "CallOff | None":
        """One query, unless the rows were read with it."""
        return getattr(self, "call_off", None)

    def waits(self, at: datetime) -> bool:
        return self.effective_at is not None and self.effective_at > at and self.called_off is None


class CallOffs(Records["CallOff"]):
    def visible_to(self, actor: Actor) -> Self:
        """As public as the edition that will not come."""
        return self.all()


class CallOff(Record):
    """An edition will not take effect after all. A row of its own: neither it nor the edition is ever changed."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="call_off")
    called_off_at = models.DateTimeField()
    called_off_by = models.BigIntegerField(null=True)

    objects: ClassVar[CallOffs] = CallOffs.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"call_off {self.edition_id}"
