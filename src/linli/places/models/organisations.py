from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.places.models.areas import Area


class Organisations(Records["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who answers for what is public."""
        return self.all()

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def current(self) -> Self:
        return self.filter(valid_to=None)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))


class Organisation(Record):
    """A body with members and terms of office: a committee, a branch, a department, a property company."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("area")
    )
    area_path = PathField(db_index=True, editable=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Organisations] = Organisations.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["area_path", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(valid_to=None), name="places_organisation_once_per_area"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="places_organisation_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
