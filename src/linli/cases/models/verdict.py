from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records


class Answer(models.Model):
    """What the handlers say was done, with the end state they propose."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    end_state = models.CharField(max_length=32)
    at = models.DateTimeField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="case_one_answer_a_round")]


class Rating(models.Model):
    """The resident's verdict on one answer, given once: solved, partly solved or not."""

    class Verdict(models.TextChoices):
        SOLVED = "solved"
        PARTLY = "partly"
        UNSOLVED = "unsolved"

    class Via(models.TextChoices):
        CODE = "code"
        LINK = "link"
        CALL = "call"
        PAPER = "paper"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = models.TextField(blank=True)
    via = models.CharField(max_length=5, choices=Via.choices)
    at = models.DateTimeField()
    said_on = models.DateField(null=True)  # the day on the paper, when that is another one

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="case_one_rating_a_round")]


class Publications(Records["Publication"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody reads what is published."""
        return self.filter(withdrawn_at__isnull=True)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))


class Publication(Record):
    """What everybody may read of a case: text that a person reviewed, and nothing that points to a resident."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="publication")
    title = models.CharField(max_length=60)
    problem = models.TextField()
    result = models.TextField()
    area_name = models.CharField(max_length=60)
    area_path = PathField()
    category = models.CharField(max_length=24, blank=True)
    end_state = models.CharField(max_length=32)
    verdict = models.CharField(max_length=8, blank=True)
    days = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    pin_lat = models.FloatField(null=True)  # moved off the doorstep; null: on no map
    pin_lon = models.FloatField(null=True)

    objects: ClassVar[Any] = Publications.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["area_path", "-published_at"],
                name="publication_newest",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]
