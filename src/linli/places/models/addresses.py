from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.places.models.areas import Area


class Addresses(Records["Address"]):
    def visible_to(self, actor: Actor) -> Self:
        """Buildings are public; who lives in them is not kept here."""
        return self.all()

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))


class Address(Record):
    """One building as people say it: an estate or a road with a number, and the smallest area it lies in."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="addresses", verbose_name=_("area"))
    area_path = PathField(editable=False)
    estate = models.CharField(_("estate"), max_length=60, blank=True)
    road = models.CharField(_("road"), max_length=60, blank=True)
    number = models.CharField(_("house number"), max_length=12, blank=True)
    building = models.CharField(_("building"), max_length=12, blank=True)
    units = models.PositiveSmallIntegerField(_("stairwells"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Addresses] = Addresses.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["area_path", "estate", "road", "number", "building"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "estate", "road", "number", "building"],
                condition=Q(valid_to=None),
                name="places_address_once_per_area",
            ),
            models.CheckConstraint(condition=~Q(estate="", road=""), name="places_address_has_words"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area_path"], name="places_address_inside"),
            models.Index(fields=["estate", "building"], name="places_address_by_estate"),
            models.Index(fields=["road", "number"], name="places_address_by_road"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.estate, self.road, self.number, self.building]))
