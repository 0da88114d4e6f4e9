from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.record import Record, Records


class Checks(Records["Check"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office reads those of its area, whoever asked or was asked her own."""
        if actor.kind == "system":
            return self.all()
        seen = models.Q(pk__in=[])
        for post in actor.posts:
            if "console" in post.rights:
                seen |= within("case__area_path", post.area_path)
            seen |= models.Q(post_id=post.id) | models.Q(asked_post_id=post.id)
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(outcome="")

    def late(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at)


class Check(Record):
    """Somebody else than the holder goes and looks whether it is as was said. It judges the matter, never who spoke of it."""

    class About(models.TextChoices):
        REPORT = "report"  # what was reported
        ANSWER = "answer"  # what the answer claims

    class Outcome(models.TextChoices):
        AS_SAID = "as_said"
        PARTLY = "partly"
        NOT_FOUND = "not_found"
        CALLED_OFF = "called_off"
        LAPSED = "lapsed"  # the case ended, or its answer was taken back, before anybody looked

    FOUND: ClassVar = (Outcome.AS_SAID, Outcome.PARTLY, Outcome.NOT_FOUND)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="checks")
    round = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=6, choices=About.choices)
    question = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    ended_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = Checks.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="case_check_due", condition=models.Q(outcome="")),
            models.Index(fields=["-ended_at", "-id"], name="case_check_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(outcome=""), name="case_one_open_check"
            ),
            models.CheckConstraint(
                name="case_check_ended_whole",
                condition=models.Q(outcome="", ended_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(ended_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def was_seen(self) -> bool:
        return self.outcome in self.FOUND
