from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records


class HotIssues(Records["HotIssue"]):
    def visible_to(self, actor: Actor) -> Self:
        """The offices that answer for the whole place of it."""
        if actor.kind == "system":
            return self.all()
        seen = models.Q(pk__in=[])
        for post in actor.posts:
            if "console" in post.rights:
                seen |= within("area_path", post.area_path)
        return self.filter(seen)

    def waiting(self) -> Self:
        return self.filter(raised=None, set_aside_at=None)


class HotIssue(Record):
    """A matter of which many households of one place speak. It gathers cases and counts doors; it knows nobody."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = PathField(editable=False, db_index=True)
    category = models.CharField(max_length=24, blank=True)
    shared = models.CharField(
        max_length=60, blank=True
    )  # words that most of its texts have, without what leads to a person
    households = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    raised = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = HotIssues.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-last_at", "-id"], name="hot_issue_newest")]
        constraints = [
            models.CheckConstraint(
                name="hot_issue_forward", condition=models.Q(last_at__gte=models.F("first_at"))
            )
        ]


class HotMember(models.Model):
    """One case of a hot issue."""

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="hot")
