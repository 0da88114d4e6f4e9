from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.record import Record, Records
from linli.people.models.accounts import Account
from linli.people.models.posts import Post, any_of


class Absences(Records["Absence"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who is away in the areas she serves, her own, and those in which she stands in."""
        served = [within("post__area_path", post.area_path) for post in actor.posts]
        own = Q(post__account=actor.account_id) | Q(stand_in__account=actor.account_id)
        if actor.kind == "system":
            return self.all()
        return self.filter(any_of(own if actor.account_id else Q(pk=None), *served))

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def from_day(self, day: date) -> Self:
        """Of this day or later."""
        return self.filter(ends_on__gt=day).exclude(ends_on=F("starts_on"))

    def between(self, first: date, end: date) -> Self:
        return self.filter(starts_on__lt=end, ends_on__gt=first).exclude(ends_on=F("starts_on"))

    def unattended(self, day: date) -> Self:
        """Away on this day, and nobody stands in who still holds a post herself."""
        attended = Q(stand_in__account__is_active=True, stand_in__starts_on__lte=day)
        attended &= Q(stand_in__ends_on=None) | Q(stand_in__ends_on__gt=day)
        return self.on(day).filter(Q(stand_in=None) | ~attended)


class Absence(Record):
    """The holder of a post is away from a day up to, not including, `ends_on`, and who stands in. Why is nobody's matter:
    it is not stored. One that was taken back before it began ends on the day it starts.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="stood_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = Absences.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["stand_in", "ends_on"], name="people_absence_stand_in"),
            models.Index(fields=["ends_on", "starts_on"], name="people_absence_days"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="people_absence_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["post", "starts_on"],
                condition=Q(ends_on__gt=F("starts_on")),
                name="people_absence_once_a_day",
            ),
        ]
