from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from linli.kit.actor import Actor
from linli.kit.record import Record, Records

KEPT = timedelta(hours=24)
CASES, CALLS = "cases", "whistles"  # the lists that can be kept as a view and taken out as a sheet


class SavedViews(Records["SavedView"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own, and those that a colleague shared with a unit in which she holds a post."""
        if actor.kind == "system":
            return self.all()
        units = [post.organisation_id for post in actor.posts if post.organisation_id]
        return self.filter(Q(account_id=actor.account_id or 0) | Q(shared_with__in=units))

    def of(self, kind: str) -> Self:
        return self.filter(kind=kind)


class SavedView(Record):
    """A list's address kept under a name: filters, columns and order, and nothing that the address does not say."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default=CASES)  # which list
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=600)
    shared_with = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = SavedViews.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "name"], name="case_view_one_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Exports(Records["Export"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked for it, and nobody else."""
        if actor.kind == "system":
            return self.all()
        return self.filter(account_id=actor.account_id or 0)

    def fresh(self, at: datetime) -> Self:
        return self.filter(begun_at__gt=at - KEPT)


class Export(Record):
    """A list of cases taken out as a sheet: by whom, what for, as which address showed it. Its file lies outside and goes."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    post_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=4)
    asked = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=64, unique=True)  # names its file on disk
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Exports.as_manager()

    def __str__(self) -> str:
        return f"{self.kind}.{self.form}"

    @property
    def is_over(self) -> bool:
        return self.state == self.State.DONE

    @property
    def ends_at(self) -> datetime:
        return self.begun_at + KEPT
