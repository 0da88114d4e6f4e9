import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.people.models.posts import any_of
from linli.people.sealed import EncryptedText
from linli.places.models import Area, Organisation

KEEPING = "rulebook"  # the right to join other systems to this place
A_MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 20
BLOCKED_FOR = timedelta(minutes=10)


def kept_by(actor: Actor) -> models.Q:
    return any_of(*(within("area_path", post.area_path) for post in actor.posts if KEEPING in post.rights))


class Robots(Records["Robot"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the areas whose rule book she keeps."""
        return self.all() if actor.kind == "system" else self.filter(kept_by(actor))

    def at_work(self) -> Self:
        return self.filter(stopped_at=None)


class Robot(Record):
    """A chat group's robot: what a unit, or an area's office, is told goes there too. `turns`: its last moments of sending."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")
        LARK = "lark", _("Lark")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    name = models.CharField(_("Name"), max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("Area"))
    area_path = PathField(editable=False, db_index=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Unit"),
    )
    token = EncryptedText(_("Token"))
    secret = EncryptedText(_("Signing secret"))
    turns = models.JSONField(default=list)
    blocked_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Robots.as_manager()

    def __str__(self) -> str:
        return self.name

    def next_turn(self, at: datetime) -> datetime:
        """When it may speak: at once, or when its minute or its blocking is over."""
        if self.blocked_until and self.blocked_until > at:
            return self.blocked_until
        recent = [turn for turn in map(datetime.fromisoformat, self.turns) if turn > at - A_MINUTE]
        return at if len(recent) < MOST_A_MINUTE else recent[-MOST_A_MINUTE] + A_MINUTE
