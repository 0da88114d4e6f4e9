import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.people.models.accounts import Account
from linli.people.models.contacts import LOOKING, Contact
from linli.people.models.posts import any_of
from linli.people.sealed import EncryptedText, phone_keys
from linli.places.models import Address, Area


class Households(Records["Household"]):
    def visible_to(self, actor: Actor) -> Self:
        if actor.kind == "system":
            return self.all()
        return self.filter(
            any_of(*(within("area_path", post.area_path) for post in actor.posts if LOOKING in post.rights))
        )


class Household(Record):
    """One door. It holds no judgement of any kind: nothing here ranks, marks or sorts people."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="household_files")
    area_path = PathField(editable=False, db_index=True)
    address = models.ForeignKey(Address, null=True, on_delete=models.PROTECT, related_name="household_files")
    room = EncryptedText(_("Room"))
    opened_at = models.DateTimeField()

    objects: ClassVar[Households] = Households.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return _("Household {number}").format(number=self.pk)


class Residents(Records["Resident"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household__in=Household.objects.visible_to(actor))

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone_key__in=phone_keys(phone))


class Resident(Record):
    """Somebody who lives there and can be reached."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")
    name = EncryptedText(_("Name"))
    phone = EncryptedText(_("Telephone"))
    phone_key = models.CharField(max_length=100, null=True, editable=False, db_index=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)

    objects: ClassVar[Residents] = Residents.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return _("Resident {number}").format(number=self.pk)


class Consents(Records["Consent"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            Q(household__in=Household.objects.visible_to(actor))
            | Q(contact__in=Contact.objects.visible_to(actor))
        )

    def on(self, day: date) -> Self:
        """In force on this day."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), given_on__lte=day, ends_on__gt=day)


class Consent(Record):
    """For what personal data may be used, on which basis, and until when (PIPL art. 13 to 17, 29, 31)."""

    class Basis(models.TextChoices):
        CONSENT = "consent", _("She agreed")
        GUARDIAN = "guardian", _("Her guardian agreed")
        DUTY = "duty", _("A legal duty")
        EMERGENCY = "emergency", _("An emergency")

    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="consents")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("Purpose"), max_length=80)
    basis = models.CharField(_("Basis"), max_length=10, choices=Basis, default=Basis.CONSENT)
    given_on = models.DateField(_("Given on"))
    ends_on = models.DateField(_("Ends on"))
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    noted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Consents] = Consents.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, household__isnull=False) | Q(contact__isnull=False, household=None),
                name="people_consent_of_one",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("given_on")), name="people_consent_has_an_end"),
        ]

    def __str__(self) -> str:
        return self.purpose

    def is_in_force_on(self, day: date) -> bool:
        return self.given_on <= day < self.ends_on and (self.withdrawn_on is None or day < self.withdrawn_on)
