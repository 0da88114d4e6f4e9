import unicodedata
import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.people.sealed import EncryptedText, phone_keys
from linli.places.models import Area


def normal_username(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Accounts(Records["Account"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own, and (with the right to keep people) those opened for, or holding a post in, her areas."""
        if actor.kind == "system":
            return self.all()
        seen = Q(pk=actor.account_id or 0)
        for post in actor.posts:
            if "people" in post.rights:
                held = Account.objects.filter(within("posts__area_path", post.area_path))
                seen |= within("area_path", post.area_path) | Q(pk__in=held.values("pk"))
        return self.filter(seen)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def called(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(username__startswith=normal_username(words)))

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone_key__in=phone_keys(phone))


class AccountManager(BaseUserManager.from_queryset(Accounts)):  # type: ignore[misc]
    """What Django's sign-in needs; accounts are opened by the action `open_account`."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=normal_username(username or ""))  # type: ignore[no-any-return]


class Account(Record, AbstractBaseUser):
    """Somebody who signs in. What she may do follows from her posts and from nothing else."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("Log-in name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    phone = EncryptedText(_("Telephone"))
    phone_key = models.CharField(max_length=100, unique=True, null=True, editable=False)
    email = models.EmailField(_("Email"), blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    password_until = models.DateTimeField(
        null=True
    )  # set by the office; she chooses her own before this moment
    sessions_round = models.PositiveIntegerField(default=0)  # raised to end all her sessions
    is_active = models.BooleanField(default=True)
    area = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("Area")
    )
    area_path = PathField(editable=False, db_index=True)
    opened_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="account_username_lower"),
            models.CheckConstraint(
                condition=Q(is_active=True, stopped_at__isnull=True)
                | Q(is_active=False, stopped_at__isnull=False),
                name="account_active_or_stopped",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def password_is_temporary(self) -> bool:
        return self.password_until is not None

    def password_holds(self, at: datetime) -> bool:
        return self.password_until is None or at < self.password_until

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's hash follows the password alone; the round lets an action end sessions without touching it.
        password_hash = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{password_hash}.{self.sessions_round}"

    def get_full_name(self) -> str:
        return self.name

    def clean(self) -> None:
        self.username = normal_username(self.username)

    @classmethod
    def normalize_username(cls, username: Any) -> Any:
        return normal_username(username)
