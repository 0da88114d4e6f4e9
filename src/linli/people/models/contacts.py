import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.people.models.posts import any_of
from linli.people.sealed import EncryptedText, phone_keys
from linli.places.models import Area

LOOKING = "contact"  # the right to look at who is behind an alias


class Contacts(Records["Contact"]):
    def visible_to(self, actor: Actor) -> Self:
        """Sealed rows of the areas where she may look. Opening one is another matter: `look_at_contact`."""
        if actor.kind == "system":
            return self.all()
        return self.filter(
            any_of(*(within("area_path", post.area_path) for post in actor.posts if LOOKING in post.rights))
        )

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone_key__in=phone_keys(phone))


class Contact(Record):
    """Who spoke, apart from what was said. Others know the alias; a case points here and never shows it."""

    class Way(models.TextChoices):
        PHONE = "phone", _("By telephone")
        MESSAGE = "message", _("By text message")
        MAIL = "mail", _("By e-mail")
        CODE = "code", _("I look it up with my code")
        VISIT = "visit", _("In person")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alias = models.CharField(_("Alias"), max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="contacts")
    area_path = PathField(editable=False, db_index=True)
    name = EncryptedText(_("Name"))
    phone = EncryptedText(_("Telephone"))
    phone_key = models.CharField(max_length=100, null=True, editable=False, db_index=True)
    phone_confirmed_at = models.DateTimeField(null=True)  # when the number said yes, or was read back to her
    mail = EncryptedText(_("E-mail"))
    mail_confirmed_at = models.DateTimeField(null=True)  # when the address said yes, or was read back to her
    room = EncryptedText(_("Room"))
    way = models.CharField(_("How to be reached"), max_length=10, choices=Way, default=Way.CODE)
    wishes = EncryptedText(_("Wishes"))
    language = models.CharField(_("Language"), max_length=10, blank=True)
    kept_at = models.DateTimeField()

    objects: ClassVar[Contacts] = Contacts.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.alias

    @property
    def is_written_to(self) -> bool:
        """She hears by herself; the other ways wait for a person, or for her."""
        return self.way in {self.Way.MESSAGE, self.Way.MAIL}
