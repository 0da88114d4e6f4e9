from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models.case import Case
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.record import Record, Records


class Voices(Records["Voice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own, by the code of her receipt; the office knows how many speak, in its area."""
        if actor.kind == "system":
            return self.all()
        own = models.Q(pk__in=actor.voices)
        for post in actor.posts:
            if "console" in post.rights or "desk" in post.rights:
                own |= within("case__area_path", post.area_path)
        return self.filter(own)

    def raised(self) -> Self:
        return self.filter(left_at=None)


class Voice(Record):
    """One more who says "mine too". She has a number and a code of her own and sees how it goes, never anybody's words."""

    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="voices")
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    account = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=24, blank=True)
    channel = models.CharField(max_length=10)
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Voices.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"],
                condition=models.Q(left_at__isnull=True),
                name="case_one_voice_an_account",
            ),
            models.UniqueConstraint(
                fields=["case", "contact"],
                condition=models.Q(left_at__isnull=True),
                name="case_one_voice_a_contact",
            ),
            models.CheckConstraint(
                name="case_voice_leaves_after",
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Links(models.QuerySet["Link"]):
    def live(self) -> Self:
        return self.filter(undone_at=None)

    def duplicates(self) -> Self:
        return self.filter(kind=Link.Kind.DUPLICATE)

    def parts(self) -> Self:
        return self.filter(kind=Link.Kind.PART)


class Link(models.Model):
    """From a case to the one it goes along with: the same matter said twice, or a part of a larger one.

    For a duplicate it remembers how the case stood, so that the link can be undone.
    """

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate"
        PART = "part"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    since = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=12, blank=True)
    organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    paused_because = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = Links.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(undone_at__isnull=True),
                name="case_one_live_link_a_kind",
            ),
            models.CheckConstraint(name="case_links_another", condition=~models.Q(case=models.F("into"))),
            models.CheckConstraint(
                name="case_link_undone_after",
                condition=models.Q(undone_at__isnull=True) | models.Q(undone_at__gte=models.F("since")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["into", "kind"], name="case_linked_live", condition=models.Q(undone_at__isnull=True)
            )
        ]
