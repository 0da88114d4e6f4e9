import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records
from linli.notices.models.robots import kept_by
from linli.notices.models.sending import Sending, State
from linli.people.sealed import EncryptedText
from linli.places.models import Area


class Webhooks(Records["Webhook"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the areas whose rule book she keeps."""
        return self.all() if actor.kind == "system" else self.filter(kept_by(actor))

    def at_work(self) -> Self:
        return self.filter(stopped_at=None)


class Webhook(Record):
    """Another system that is told, by a signed message, what happens to cases in an area. Never who raised them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("What it is for"), max_length=60)
    url = models.CharField(_("Address"), max_length=500)
    secret = EncryptedText(_("Signing secret"))
    events = models.JSONField(_("Events"), default=list)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("Area"))
    area_path = PathField(editable=False, db_index=True)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Webhooks.as_manager()

    def __str__(self) -> str:
        return self.name


class Deliveries(Records["Delivery"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(webhook__in=Webhook.objects.visible_to(actor))

    def dead(self) -> Self:
        """Given up: nobody took it, however often it was tried."""
        return self.filter(state=State.REFUSED)


class Delivery(Sending, Record):
    """One event for one webhook. The body is frozen, so that each attempt says the same."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=80)
    name = models.CharField(max_length=32)
    body = models.TextField()

    objects: ClassVar[Any] = Deliveries.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once")]
        indexes = [models.Index(fields=["webhook", "-made_at", "-id"], name="delivery_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.event}"
