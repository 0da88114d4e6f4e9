from django.db import models

from linli.cases.models.case import Case


class Message(models.Model):
    """A sentence between the resident and the office, under the case's alias."""

    class Side(models.TextChoices):
        RESIDENT = "resident"
        OFFICE = "office"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    text = models.TextField()
    at = models.DateTimeField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")


class Picture(models.Model):
    """A picture drawn anew on a fresh canvas: what came with the file besides its pixels is gone."""

    class Moment(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"
        CHECK = "check"  # by whoever went to look whether it is so

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pictures")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_resident = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="case_picture_once")]
