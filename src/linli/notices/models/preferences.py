from datetime import time
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.record import Record, Records
from linli.people.models import Account

EIGHT = time(8, 0)


class Preferences(Records["Preference"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.all() if actor.kind == "system" else self.filter(account=actor.account_id or 0)


class Preference(Record):
    """How one person wants to be told. Without a row: by e-mail, if there is one, each time; not by text message."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    mail = models.BooleanField(_("By e-mail"), default=True)
    sms = models.BooleanField(_("By text message"), default=False)
    digest = models.BooleanField(_("Once a day, as a summary"), default=False)
    digest_at = models.TimeField(_("Summary at"), default=EIGHT)

    objects: ClassVar[Any] = Preferences.as_manager()

    def __str__(self) -> str:
        return str(self.account_id)

    def wants(self, channel: str) -> bool:
        return channel == "inapp" or bool(getattr(self, channel, False))
