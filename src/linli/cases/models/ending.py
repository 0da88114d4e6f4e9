from django.db import models

from linli.cases.models.case import Case


class Call(models.Model):
    """One try to ask a resident whether it is solved. Who tried stands here; what she said is her rating."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reached = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "round"], name="case_calls")]


class Review(models.Model):
    """An end that one alone may not give: proposed by one person, confirmed or declined by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    end_state = models.CharField(max_length=32)
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    asked_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BooleanField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=models.Q(reviewed_at__isnull=True),
                name="case_one_open_review",
            ),
            models.CheckConstraint(
                name="case_review_by_another",
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("asked_by")),
            ),
        ]
