from typing import Self

from django.db import models
from django.db.models import F

from linli.cases.models.case import Case
from linli.governance.vocabulary import UNANSWERED


class Urges(models.QuerySet["Urge"]):
    def open(self) -> Self:
        """Not answered, of the round that runs, while the case itself is not answered."""
        return self.filter(answered_at=None, round=F("case__round"), case__stage__in=UNANSWERED)


class Urge(models.Model):
    """Somebody wants to know why it takes so long: a superior, or the resident. It has its own due time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urges")
    round = models.PositiveSmallIntegerField()
    by_resident = models.BooleanField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    holder_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    holder_organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answer_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")

    objects = Urges.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "by_resident"],
                condition=models.Q(answered_at__isnull=True),
                name="case_one_open_urge_a_side",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="case_open_urges", condition=models.Q(answered_at=None))
        ]


class Extension(models.Model):
    """Whoever has the case asks for more days; those who may extend grant or refuse. One open request at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    round = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    words = models.CharField(max_length=200, blank=True)
    decider_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=models.Q(decided_at__isnull=True),
                name="case_one_open_extension",
            ),
            models.CheckConstraint(
                name="case_extension_decided_whole",
                condition=models.Q(decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_at__isnull=False, granted__isnull=False),
            ),
        ]
