from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.record import Record, Records

UNDO_WITHIN = timedelta(minutes=30)


class BulkActs(Records["BulkAct"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever did it."""
        return self.all() if actor.kind == "system" else self.filter(account_id=actor.account_id or 0)


class BulkAct(Record):
    """The same step done to many cases, each by its own action, so that it can be seen and taken back as one."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12)
    words = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = BulkActs.as_manager()

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class BulkLine(models.Model):
    """One case of a bulk act: how it stood before, what came of it, what came of taking it back."""

    class Outcome(models.TextChoices):
        WAITING = ""
        DONE = "done"
        REFUSED = "refused"
        UNDONE = "undone"
        STAYS = "stays"

    act = models.ForeignKey(BulkAct, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    sentence = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(null=True)  # of the case, right after

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "case"], name="case_once_in_a_bulk_act")]
