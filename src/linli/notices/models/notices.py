from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records
from linli.notices.models.following import Following
from linli.notices.models.robots import Robot, kept_by
from linli.notices.models.sending import Sending, State
from linli.people.models import Account, Contact


class Notices(Records["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own list; and, of what went outside, how it fared in the areas whose rule book she keeps."""
        if actor.kind == "system":
            return self.all()
        own = models.Q(account=actor.account_id or 0)
        return self.filter(own | kept_by(actor) & ~models.Q(channel="inapp"))

    def list_of(self, actor: Actor) -> Self:
        return self.filter(account=actor.account_id or 0, channel="inapp")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def troubled(self) -> Self:
        return self.filter(state__in=[State.UNKNOWN, State.REFUSED]).exclude(channel="inapp")

    def held_for(self, contact: Contact) -> Self:
        return self.filter(contact=contact, state=State.HELD)

    def to_gather(self, at: datetime) -> Self:
        return self.filter(state=State.GATHERED, not_before__lte=at)


class Notice(Sending, Record):
    """One person told of one event by one channel. It holds no words of anybody: its sentence is made from the case."""

    event = models.CharField(max_length=80)
    name = models.CharField(max_length=32)
    channel = models.CharField(max_length=10)
    receiver = models.CharField(max_length=32)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    robot = models.ForeignKey(Robot, null=True, on_delete=models.PROTECT, related_name="notices")
    following = models.ForeignKey(Following, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, blank=True)  # of her receipt; empty: the case's own
    area_path = PathField(editable=False)
    about_at = models.DateTimeField(null=True)
    folded_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="folded")
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Notices.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "channel", "receiver"], name="notice_once"),
            models.CheckConstraint(
                name="notice_to_one",
                condition=models.Q(account__isnull=False, robot=None) | models.Q(account=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "-made_at", "-id"],
                name="notice_list",
                condition=models.Q(channel="inapp"),
            ),
            models.Index(
                fields=["account"], name="notice_unread", condition=models.Q(channel="inapp", read_at=None)
            ),
            models.Index(fields=["not_before"], name="notice_gathered", condition=models.Q(state="gathered")),
            models.Index(fields=["area_path", "-made_at"], name="notice_area"),
            models.Index(fields=["case", "name"], name="notice_case"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.channel}"
