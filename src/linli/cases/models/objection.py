from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.record import Record, Records


class Objections(Records["Objection"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office reads those of its area, a unit its own."""
        if actor.kind == "system":
            return self.all()
        seen = models.Q(pk__in=[])
        for post in actor.posts:
            if "console" in post.rights:
                seen |= within("case__area_path", post.area_path)
            seen |= models.Q(post_id=post.id)
            if post.organisation_id:
                seen |= models.Q(organisation_id=post.organisation_id)
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(outcome="")

    def late(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at)


class Objection(Record):
    """ "Not ours", with the reason, and what a reviewer of another unit decided. The database allows one open one a case."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        REJECTED = "rejected"
        LAPSED = "lapsed"  # the case ended before anybody decided

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    proposed = models.ForeignKey("places.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome.choices)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = Objections.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="case_objection_due", condition=models.Q(outcome=""))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome=""), name="case_one_open_objection"
            ),
            models.CheckConstraint(
                name="case_objection_decided",
                condition=models.Q(outcome="", decided_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(decided_at__isnull=False),
            ),
        ]
