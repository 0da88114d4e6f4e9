import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    GATHERED = "gathered", _("kept for the daily summary")
    FOLDED = "folded", _("told in a summary")
    HELD = "held", _("waits until the address says yes")
    WAITING = "waiting", _("waits to be sent")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("nobody knows whether it arrived")
    REFUSED = "refused", _("not taken")


class Sending(models.Model):
    """Where one message to one receiver stands. `doubts` counts attempts of which nobody knows whether they arrived."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
