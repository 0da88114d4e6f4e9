import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.paths import PathField, lineage
from linli.kit.record import Record, Records
from linli.people.models import Account
from linli.people.sealed import EncryptedText

CONFIRM_WITHIN = timedelta(days=2)


class Followings(Records["Following"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own and nobody else's: no office ever reads who follows what."""
        return self.all() if actor.kind == "system" else self.filter(account=actor.account_id or 0)

    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def confirmed(self) -> Self:
        return self.standing().exclude(confirmed_at=None)

    def of(self, case: Case) -> Self:
        """Of this case, or of an area around it."""
        return self.filter(Q(case=case) | Q(case=None, area_path__in=lineage(case.area_path)))

    def never_confirmed(self, at: datetime) -> Self:
        return self.standing().filter(confirmed_at=None, made_at__lt=at - CONFIRM_WITHIN)


class Following(Record):
    """Somebody wants to hear what becomes public of a case or in an area. Her address is sealed, and emptied at the end."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField()
    origin = models.CharField(max_length=200)  # under which address she reads: https://…
    area_path = PathField()
    about = models.CharField(max_length=60)  # what she chose, in public words
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    mail = EncryptedText()
    mail_key = models.CharField(max_length=100, null=True, editable=False)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Followings.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="following_reaches_one",
                condition=Q(account__isnull=False, mail_key=None)
                | Q(account=None, mail_key__isnull=False)
                | Q(account=None, mail_key=None, ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["mail_key", "area_path"],
                condition=Q(ended_at=None, case=None),
                name="following_area_once_by_mail",
            ),
            models.UniqueConstraint(
                fields=["mail_key", "case"], condition=Q(ended_at=None), name="following_case_once_by_mail"
            ),
            models.UniqueConstraint(
                fields=["account", "area_path"],
                condition=Q(ended_at=None, case=None),
                name="following_area_once_by_account",
            ),
            models.UniqueConstraint(
                fields=["account", "case"], condition=Q(ended_at=None), name="following_case_once_by_account"
            ),
        ]
        indexes = [
            models.Index(fields=["area_path"], name="following_area", condition=Q(ended_at=None)),
            models.Index(fields=["case"], name="following_case", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.uid.hex[:8]
