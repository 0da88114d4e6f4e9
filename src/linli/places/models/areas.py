from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import SEGMENT, PathField, lineage, within
from linli.kit.record import Record, Records

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def segment(number: int) -> str:
    """The n-th segment of a path: five base-36 characters and a slash."""
    text = ""
    for _place in range(SEGMENT - 1):
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    if number:
        raise OverflowError("A parent holds at most 60,466,175 areas.")
    return f"{text}/"


def place_in(path: str) -> int:
    """The number that `segment` wrote last in this path."""
    return int(path[-SEGMENT:-1], len(DIGITS))


class Areas(Records["Area"]):
    def visible_to(self, actor: Actor) -> Self:
        """The map of places is public."""
        return self.all()

    def on(self, day: date) -> Self:
        """The tree of this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def inside(self, area: "Area | str") -> Self:
        """This area and all below it."""
        return self.filter(within("path", area if isinstance(area, str) else area.path))

    def lineage(self, path: str) -> Self:
        """The area and all above it, the widest first."""
        return self.filter(path__in=lineage(path)).order_by("path")

    def outlined(self) -> Self:
        return self.exclude(outline=None)

    def with_predecessors(self) -> Self:
        """These areas and all that went on as them, however long ago. One query a generation."""
        found = set(self.values_list("pk", flat=True))
        newest = found
        while newest:
            before = Succession.objects.into(newest).values_list("before", flat=True)
            newest = set(before) - found
            found |= newest
        return self.model._default_manager.filter(pk__in=found)  # type: ignore[return-value]

    def coded(self, code: str) -> Self:
        return self.current().filter(code=code)

    def next_path(self, parent: "Area | None") -> str:
        """The first free path below the parent, which the caller has locked. One query."""
        last = self.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
        return (parent.path if parent else "") + segment(place_in(last) + 1 if last else 1)


class Area(Record):
    """A place that somebody answers for. The path never changes; an area that moves gets a successor."""

    class Kind(models.TextChoices):
        """What sort of body an official list names; the word for the level comes from the governance file."""

        NONE = "", _("not stated")
        COMMUNITY = "community", _("community")
        VILLAGE = "village", _("village")
        GACHA = "gacha", _("gacha")
        SETTLEMENT = "settlement", _("settlement without a committee")
        STREET = "street", _("sub-district")
        TOWN = "town", _("town")
        TOWNSHIP = "township", _("township")
        SUMU = "sumu", _("sumu")
        OTHER = "other", _("other")

    level = models.CharField(_("level"), max_length=30)
    name = models.CharField(_("name"), max_length=80, db_index=True)
    stem = models.CharField(max_length=80, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    code = models.CharField(_("official code"), max_length=20, blank=True)
    path = PathField(unique=True, editable=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    outline = models.JSONField(_("outline"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    version_from = models.DateField(editable=False)

    objects: ClassVar[Areas] = Areas.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None) & ~Q(code=""), name="places_area_one_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="places_area_dates_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["parent", "stem"], name="places_area_by_stem"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return len(self.path) // SEGMENT

    def is_open_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def contains(self, other: "Area") -> bool:
        return other.path.startswith(self.path)

    def at(self, day: date) -> "AreaAt | None":
        """How it was called and drawn on this day; None when it did not exist. One query for past days."""
        if not self.is_open_on(day):
            return None
        if day < self.version_from:
            past = self.versions.filter(valid_from__lte=day, valid_to__gt=day).first()
            if past:
                return AreaAt.of(past, past.valid_from)
        return AreaAt.of(self, self.version_from)


@dataclass(frozen=True)
class AreaAt:
    """An area as it was for a while; `valid_to` is None for the values of now."""

    name: str
    level: str
    code: str
    households: int | None
    outline: Any
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, row: "Area | AreaVersion", since: date) -> "AreaAt":
        return cls(row.name, row.level, row.code, row.households, row.outline, since, row.valid_to)


class AreaVersion(models.Model):
    """What an area was called and how it was drawn until a day; the values of now are the area's own."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=30)
    code = models.CharField(max_length=20, blank=True)
    households = models.PositiveIntegerField(null=True)
    outline = models.JSONField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        ordering: ClassVar = ["area", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "valid_from"], name="places_one_version_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="places_version_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Successions(models.QuerySet["Succession"]):
    def into(self, areas: Iterable[int]) -> Self:
        return self.filter(after__in=list(areas))

    def out_of(self, areas: Iterable[int]) -> Self:
        return self.filter(before__in=list(areas))


class Succession(models.Model):
    """One area went on as another: several before for a merge, several after for a split."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        MOVE = "move", _("moved")

    before = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    on = models.DateField()

    objects: ClassVar[Successions] = Successions.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], name="places_one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="places_no_area_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
