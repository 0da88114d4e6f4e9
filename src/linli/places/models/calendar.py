from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, lineage
from linli.kit.record import Record, Records
from linli.places.models.areas import Area
from linli.places.workdays import DayKind

MARKED = [
    (DayKind.HOLIDAY.value, _("holiday")),
    (DayKind.MAKEUP.value, _("make-up working day")),
]


class CalendarYears(Records["CalendarYear"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.all()


class CalendarYear(Record):
    """A year whose holidays have been announced, with where that was read."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects: ClassVar[CalendarYears] = CalendarYears.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A marked day of an announced year. A notice may mark days of the neighbouring year too."""

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=MARKED)
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class LocalDays(Records["LocalDay"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.all()

    def seen_from(self, path: str) -> Self:
        """Days that hold at this place: its own and those of all areas above it."""
        return self.filter(area_path__in=lineage(path))


class LocalDay(Record):
    """A day off, or worked, in one area only, such as a holiday of an autonomous region."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="local_days")
    area_path = PathField(db_index=True, editable=False)
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=MARKED)
    name = models.CharField(_("name"), max_length=40, blank=True)

    objects: ClassVar[LocalDays] = LocalDays.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["area_path", "day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "day"], name="places_local_day_once_per_area")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
