from django.db import models

from linli.cases.models.case import Case


class Holding(models.Model):
    """Who has the case, from when until when. The database allows one at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holdings")
    organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(until__isnull=True), name="case_one_holder_at_a_time"
            )
        ]


FIRST = models.Q(name="first", round=1)  # the clock that the response rate looks at


class Clock(models.Model):
    """A time limit that runs for a case: the first contact, or the solution. `unconfirmed`: a year without announced holidays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=8)
    round = models.PositiveSmallIntegerField(default=1)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=3)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    unconfirmed = models.BooleanField(default=False)
    met_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(
        null=True
    )  # when the worker saw that nobody had met it in time, and counted it
    given = models.BooleanField(
        default=False
    )  # set by the office the case came from; the rule book does not move it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "name", "round"], name="case_clock_once_a_round")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="case_clock_to_lapse",
                condition=FIRST & models.Q(met_at=None, lapsed_at=None),
            ),
            models.Index(
                fields=["due_at"],
                name="case_clock_lapsed",
                condition=FIRST & models.Q(met_at=None, lapsed_at__isnull=False),
            ),
        ]

    @property
    def is_late(self) -> bool:
        return bool(self.met_at and self.due_at and self.met_at > self.due_at)


class Pause(models.Model):
    """A span in which the clocks stand, with the reason that the resident reads. One at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(until__isnull=True), name="case_one_pause_at_a_time"
            ),
            models.CheckConstraint(
                name="case_pause_forward",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        ]
