from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.record import Record, Records


class Whistles(Records["Whistle"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office sees those of its area, whoever blew or has the case hers, a unit those that call it."""
        if actor.kind == "system":
            return self.all()
        posts = [post.id for post in actor.posts]
        seen = models.Q(post_id__in=posts) | models.Q(case__holder_post_id__in=posts)
        for post in actor.posts:
            if "console" in post.rights:
                seen |= within("case__area_path", post.area_path)
        return self.filter(seen | models.Q(pk__in=self._calling(actor)))

    def calling(self, actor: Actor) -> Self:
        return self.filter(pk__in=self._calling(actor))

    @staticmethod
    def _calling(actor: Actor) -> Any:
        return WhistlePart.objects.filter(organisation_id__in=actor.units_with("called")).values("whistle")

    def blown_by(self, actor: Actor) -> Self:
        return self.filter(post_id__in=[post.id for post in actor.posts])

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def unheeded(self, at: datetime) -> Self:
        """Past the time to be there, and some unit has said nothing."""
        silent = WhistlePart.objects.filter(state=WhistlePart.State.CALLED).values("whistle")
        return self.open().filter(arrive_by__lt=at, pk__in=silent)


class Whistle(Record):
    """Several units called to one case at once, each with its part. The case stays with whoever has it.

    The database allows one open whistle a case.
    """

    class Outcome(models.TextChoices):
        JOINT = "joint"  # every part done or excused, ended by whoever blew
        LAPSED = "lapsed"  # the case ended before

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="whistles")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    urgent = models.BooleanField(default=False)
    blown_at = models.DateTimeField()
    arrive_by = models.DateTimeField()
    late_told_at = models.DateTimeField(null=True)  # that somebody is silent was said to both sides
    lifted_at = models.DateTimeField(null=True)  # and afterwards to the next rung
    outcome = models.CharField(max_length=6, blank=True, choices=Outcome.choices)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = Whistles.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["arrive_by", "id"],
                name="case_whistle_open",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(fields=["-blown_at", "-id"], name="case_whistle_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="case_one_open_whistle"
            ),
            models.CheckConstraint(
                name="case_whistle_ended_whole",
                condition=models.Q(outcome="", ended_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(ended_at__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class WhistlePart(models.Model):
    """What one unit is asked for, whether it came, what it did, and what both sides say of it afterwards."""

    class State(models.TextChoices):
        CALLED = "called"
        ARRIVED = "arrived"
        UNABLE = "unable"  # said plainly that it cannot, with the reason
        DONE = "done"
        EXCUSED = "excused"  # whoever blew does without it

    class Response(models.TextChoices):
        WELL = "well"
        PARTLY = "partly"
        BADLY = "badly"

    class Call(models.TextChoices):
        NEEDED = "needed"
        PARTLY = "partly"
        NEEDLESS = "needless"

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey("places.Organisation", on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CALLED)
    reported_at = models.DateTimeField(null=True)  # the first word of the unit: there, or unable
    reporter = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    unable_words = models.CharField(max_length=200, blank=True)
    did = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    excused_words = models.CharField(max_length=200, blank=True)
    response = models.CharField(max_length=8, blank=True, choices=Response.choices)
    response_words = models.CharField(max_length=200, blank=True)
    call = models.CharField(max_length=8, blank=True, choices=Call.choices)
    call_words = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes = [models.Index(fields=["organisation", "state"], name="case_whistle_unit")]
        constraints = [
            models.UniqueConstraint(fields=["whistle", "organisation"], name="case_unit_called_once")
        ]

    @property
    def is_settled(self) -> bool:
        return self.state in {self.State.DONE, self.State.EXCUSED}

    @property
    def is_silent(self) -> bool:
        return self.state == self.State.CALLED

    @property
    def came_late(self) -> bool:
        return self.reported_at is not None and self.reported_at > self.whistle.arrive_by
