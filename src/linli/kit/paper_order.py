"""A paper that takes a while: asked for once, made by the worker, fetched by whoever asked, gone after a day."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records

KEPT = timedelta(days=1)


class PaperOrders(Records["PaperOrder"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked for it, and nobody else."""
        if actor.kind == "system":
            return self.all()
        return self.filter(Q(account_id=actor.account_id), account_id__isnull=False)

    def fresh(self, at: datetime) -> Self:
        return self.filter(begun_at__gt=at - KEPT)


class PaperOrder(Record):
    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    area_path = PathField()
    account_id = models.BigIntegerField(null=True)
    asked = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=64, unique=True)  # names its file on disk
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = PaperOrders.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state == self.State.DONE

    @property
    def percent(self) -> int:
        """Drawing is most of the work; the last tenth is the press."""
        return min(90, 90 * self.pages_done // self.pages_total) if self.pages_total else 0
