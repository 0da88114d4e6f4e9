import unicodedata
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from linli.kit.record import Record, Records
from linli.people.sealed import EncryptedText, phone_keys


def normal_username(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Accounts(Records["Account"]):
    def active(self) -> "Accounts":
        return self.filter(is_active=True)

    def with_phone(self, phone: str) -> "Accounts":
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
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="account_username_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True, stopped_at__isnull=True)
                | models.Q(is_active=False, stopped_at__isnull=False),
                name="account_active_or_stopped",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def clean(self) -> None:
        self.username = normal_username(self.username)

    @classmethod
    def normalize_username(cls, username: Any) -> Any:
        return normal_username(username)
