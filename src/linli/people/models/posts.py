from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, lineage, within
from linli.kit.record import Record, Records
from linli.people.models.accounts import Account
from linli.places.models import Area, Organisation


class Posts(Records["Post"]):
    def visible_to(self, actor: Actor) -> Self:
        """Who holds which post in the areas she serves, and her own."""
        served = [within("area_path", post.area_path) for post in actor.posts]
        own = Q(account=actor.account_id) if actor.account_id else Q(pk=None)
        return self.all() if actor.kind == "system" else self.filter(any_of(own, *served))

    def on(self, day: date) -> Self:
        """Held on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def from_day(self, day: date) -> Self:
        """Held on this day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def between(self, first: date, end: date | None) -> Self:
        """Held on some day from `first` up to, not including, `end`."""
        rows = self.from_day(first).exclude(ends_on=F("starts_on"))
        return rows if end is None else rows.filter(starts_on__lt=end)

    def of_role(self, role: str) -> Self:
        return self.filter(role=role)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))

    def covering(self, path: str) -> Self:
        """Of this area and all above it, the nearest first."""
        return self.filter(area_path__in=lineage(path)).order_by("-area_path")


class Post(Record):
    """Somebody holds a role in an area or organisation for a time. `ends_on` is the first day without it."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="posts", verbose_name=_("Person")
    )
    role = models.CharField(_("Role"), max_length=40)
    title = models.CharField(_("Title"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="posts", verbose_name=_("Area"))
    area_path = PathField(editable=False)
    sole = models.BooleanField(_("One person only"), default=False)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    appointed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="appointed")

    objects: ClassVar[Posts] = Posts.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["account", "ends_on"], name="people_posts_of_account"),
            models.Index(fields=["area_path", "role"], name="people_posts_inside"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="people_post_ends_after_start",
            ),
            models.UniqueConstraint(
                "account",
                "role",
                "area",
                Coalesce("organisation", Value(0)),
                condition=Q(ends_on=None),
                name="people_post_held_once",
            ),
            models.UniqueConstraint(
                "role",
                "area",
                Coalesce("organisation", Value(0)),
                condition=Q(ends_on=None, sole=True),
                name="people_post_one_person_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.title or self.role}"

    def is_held_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def any_of(*conditions: Q) -> Q:
    whole = Q(pk__in=[])
    for condition in conditions:
        whole |= condition
    return whole


def facts_of(post: Post) -> dict[str, Any]:
    """What a trace says about a post: nothing personal."""
    return {
        "account": post.account_id,
        "role": post.role,
        "area": post.area_id,
        "organisation": post.organisation_id,
        "starts_on": post.starts_on.isoformat(),
        "ends_on": post.ends_on.isoformat() if post.ends_on else None,
    }
