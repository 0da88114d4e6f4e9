from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from linli.governance.model import Category, Flow, RuleBook, SubCategory
from linli.governance.reads import edition
from linli.governance.vocabulary import END_STATES, KINDS, STAGES, UNANSWERED
from linli.kit.actor import Actor, HeldPost
from linli.kit.paths import PathField, outermost, within
from linli.kit.prepared import among
from linli.kit.record import Record, Records


def areas_seen(actor: Actor) -> tuple[str, ...]:
    """The paths at or below which she sees every case; none of them lies inside another."""
    if actor.kind == "system":
        return ("",)
    return outermost(post.area_path for post in actor.posts if _sees_its_area(post))


def _sees_its_area(post: HeldPost) -> bool:
    return "console" in post.rights or "desk" in post.rights


def _held_through(post: HeldPost) -> list[models.Q]:
    reasons = [models.Q(looker_id=post.id)]
    if _sees_its_area(post):
        return reasons
    reasons.append(models.Q(holder_post_id=post.id))
    if post.organisation_id:
        reasons.append(models.Q(holder_organisation_id=post.organisation_id))
    if "field" in post.rights:
        reasons.append(within("area_path", post.area_path) & models.Q(stage="offered"))
    return reasons


class Cases(Records["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """The office sees its area, a handler what it holds, may claim, looks at or is called to, anybody what she raised
        or has a code of.
        """
        if actor.kind == "system":
            return self.all()
        areas = [within("area_path", post.area_path) for post in actor.posts if _sees_its_area(post)]
        return self.filter(reduce(or_, areas + self._seen_besides(actor)))

    def seen_besides(self, actor: Actor) -> Any:
        """The ids of what she sees wherever it is, since she raised it, holds it, looks at it. Each reason is looked up by an
        index of its own: all of them as one condition would read every case.
        """
        first, *others = (
            Case.objects.order_by().filter(why).values("pk") for why in self._seen_besides(actor)
        )
        return first.union(*others)

    def _seen_besides(self, actor: Actor) -> list[models.Q]:
        reasons = [models.Q(pk__in=actor.keys)]
        if actor.account_id:
            reasons.append(models.Q(raised_by_id=actor.account_id))
        for post in actor.posts:
            reasons += _held_through(post)
        if units := actor.units_with("called"):
            reasons.append(models.Q(pk__in=Case.objects.calling(units).values("pk")))
        return reasons

    def calling(self, units: Iterable[int]) -> Self:
        """To which one of these units is called by a whistle that is open, and not excused."""
        ours = among("whistles__parts__organisation_id", units)
        open_ones = models.Q(whistles__ended_at=None) & ours
        waiting = models.Q(whistles__parts__state__in=["called", "arrived", "unable", "done"])
        return self.filter(open_ones & waiting)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))

    def open(self) -> Self:
        return self.exclude(stage="closed")

    def joinable(self) -> Self:
        """Still worked on, before any answer; whether neighbours may know of it, its category says."""
        return self.exclude(stage__in=["answered", "verified", "closed"]).exclude(category="")

    def to_triage(self) -> Self:
        return self.filter(stage__in=["raised", "registered"])

    def in_pool(self) -> Self:
        return self.filter(stage="offered")

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(due_at__lt=at, paused=False)

    def urged(self) -> Self:
        """Somebody waits for whoever has it to say how things stand."""
        open_ones = models.Q(urges__answered_at=None, urges__round=models.F("round"), stage__in=UNANSWERED)
        return self.filter(pk__in=Case.objects.filter(open_ones).values("pk"))

    def to_confirm(self) -> Self:
        """An end is proposed that one alone may not give; another person has not looked at it yet."""
        open_ones = models.Q(reviews__reviewed_at=None, reviews__round=models.F("round"))
        proposed = Case.objects.filter(open_ones, stage__in=["answered", "verified"]).values("pk")
        return self.filter(pk__in=proposed)

    def climbing(self, at: datetime) -> Self:
        """Longer on their rung than it gives them; where somebody is at work within the promised time, it runs on."""
        rows = self.filter(climbs_at__lt=at, paused=False).exclude(
            stage__in=["answered", "verified", "closed"]
        )
        return rows.exclude(stage__in=["taken", "working"], due_at__gte=at)

    def waiting_for_meeting(self, path: str, meeting: str) -> Self:
        """What this meeting is to decide, in this area: climbed to its rung, and not passed on since."""
        return self.inside(path).filter(stage="triaged", meeting=meeting)

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
    looker = models.ForeignKey(  # was asked to go and see whether it is so, and has not said yet
        "people.Post", null=True, on_delete=models.PROTECT, related_name="+"
    )
    rung = models.PositiveSmallIntegerField(default=1)
    rung_since = models.DateTimeField(null=True)
    climbs_at = models.DateTimeField(
        null=True
    )  # when it climbs by itself; null: it does not, or its clocks stand
    meeting = models.CharField(max_length=40, blank=True)  # of the rule book: where it is to be decided
    round = models.PositiveSmallIntegerField(default=1)

    raised_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    aside = models.BooleanField(default=False)  # many came from one line: a person looks before it is sent on
    parts = models.PositiveSmallIntegerField(default=0)  # so many cases it was split into; it ends with them
    proactive = models.BooleanField(default=False)  # raised by the office before anybody had to ask
    contested = models.BooleanField(default=False)  # somebody says "not ours", and it is not decided yet

    objects: ClassVar[Any] = Cases.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="case_newest"),
            models.Index(fields=["area_path", "-raised_at"], name="case_area_newest"),
            models.Index(
                fields=["stage", "due_at"], name="case_open_due", condition=~models.Q(stage="closed")
            ),
            models.Index(
                fields=["climbs_at"], name="case_climbs", condition=models.Q(climbs_at__isnull=False)
            ),
            models.Index(
                fields=["meeting", "area_path"],
                name="case_to_meeting",
                condition=models.Q(stage="triaged") & ~models.Q(meeting=""),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="case_nearest_limit",
                condition=~models.Q(stage="closed") & models.Q(due_at__isnull=False),
            ),
            models.Index(
                Coalesce("due_at", "raised_at"),
                "id",
                name="case_most_urgent",
                condition=~models.Q(stage="closed"),
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
