from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.governance.model import Category, Flow, RuleBook, SubCategory
from linli.governance.reads import edition
from linli.governance.vocabulary import END_STATES, KINDS, STAGES
from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records


class Cases(Records["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office sees its area, a handler what it holds or may claim, anybody what she raised or has the code of."""
        if actor.kind == "system":
            return self.all()
        mine = models.Q(pk__in=actor.keys)
        if actor.account_id:
            mine |= models.Q(raised_by_id=actor.account_id)
        for post in actor.posts:
            mine |= self._reach_of(post)
        return self.filter(mine)

    @staticmethod
    def _reach_of(post: Any) -> models.Q:
        if "console" in post.rights or "desk" in post.rights:
            return within("area_path", post.area_path)
        held = models.Q(holder_post_id=post.id)
        if post.organisation_id:
            held |= models.Q(holder_organisation_id=post.organisation_id)
        if "field" in post.rights:
            held |= within("area_path", post.area_path) & models.Q(stage="offered")
        return held

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))

    def open(self) -> Self:
        return self.exclude(stage="closed")

    def to_triage(self) -> Self:
        return self.filter(stage__in=["raised", "registered"])

    def in_pool(self) -> Self:
        return self.filter(stage="offered")

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at, paused=False)

    def held_by(self, actor: Actor) -> Self:
        return self.filter(holder_post_id__in=[post.id for post in actor.posts])

    def of_units_of(self, actor: Actor) -> Self:
        units = [post.organisation_id for post in actor.posts if post.organisation_id]
        return self.filter(holder_organisation_id__in=units)


class Case(Record):
    """Something that somebody needs, on its way to an end that she confirms. Who she is stands elsewhere."""

    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS], default="request")
    category = models.CharField(max_length=24, blank=True)
    title = models.CharField(_("In short"), max_length=60)
    stage = models.CharField(max_length=12, choices=[(stage, stage) for stage in STAGES], default="raised")
    end_state = models.CharField(max_length=32, blank=True, choices=[(end, end) for end in END_STATES])

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    area_path = PathField()
    place_words = models.CharField(_("Place"), max_length=120, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    channel = models.CharField(max_length=10)
    source_key = models.CharField(max_length=160, null=True, unique=True)
    edition = models.ForeignKey("governance.Edition", on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=24, blank=True)
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    raised_by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")

    holder_organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)

    raised_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)

    objects: ClassVar[Any] = Cases.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="case_newest"),
            models.Index(fields=["area_path", "-raised_at"], name="case_area_newest"),
            models.Index(
                fields=["stage", "due_at"], name="case_open_due", condition=~models.Q(stage="closed")
            ),
            models.Index(fields=["holder_organisation", "stage"], name="case_unit"),
            models.Index(fields=["holder_post", "stage"], name="case_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_end",
                condition=models.Q(stage="closed", closed_at__isnull=False) & ~models.Q(end_state="")
                | ~models.Q(stage="closed") & models.Q(closed_at__isnull=True, end_state=""),
            ),
            models.CheckConstraint(
                name="case_closed_after_raised",
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("raised_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def rulebook(self) -> RuleBook:
        """The edition of the rule book under which this case began. Held in memory: no query."""
        return edition(self.edition_id)

    @property
    def flow(self) -> Flow:
        return self.rulebook.flow(self.kind)

    @property
    def category_in_book(self) -> Category | SubCategory | None:
        return self.rulebook.category(self.category)

    @property
    def is_open(self) -> bool:
        return self.stage != "closed"


class Words(models.Model):
    """What was said, frozen as said. A trigger forbids any change."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="words")
    text = models.TextField()
    said_at = models.DateTimeField()
