from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Records
from linli.people.models.accounts import Account
from linli.people.models.contacts import Contact
from linli.people.models.households import Household
from linli.people.models.posts import Post, any_of


class Looks(Records["Look"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own looks, and (with the right to keep people) all in her areas."""
        if actor.kind == "system":
            return self.all()
        kept = [within("area_path", post.area_path) for post in actor.posts if "people" in post.rights]
        return self.filter(any_of(Q(account=actor.account_id or 0), *kept))

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def in_the_hour_before(self, at: datetime) -> Self:
        return self.since(at - timedelta(hours=1))


class Look(models.Model):
    """Somebody opened personal data: who, when, for what. Written before the data are shown; never changed."""

    class Purpose(models.TextChoices):
        ARRANGE = "arrange", _("To ask about the matter or arrange a time")
        CALL_BACK = "call_back", _("To ask whether it is solved")
        DELIVER = "deliver", _("To bring the answer or a paper")
        EMERGENCY = "emergency", _("Danger to life or health")
        CORRECT = "correct", _("To correct the data at her wish")
        CHECK = "check", _("To check how personal data were handled")
        OTHER = "other", _("Something else, said in words")

    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="looks")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="looks")
    area_path = PathField(editable=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="looks")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("When"))
    purpose = models.CharField(_("Purpose"), max_length=12, choices=Purpose)
    words = models.CharField(_("In words"), max_length=300, blank=True)

    objects = Looks.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "-at"], name="people_looks_inside"),
            models.Index(fields=["account", "-at"], name="people_looks_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, household__isnull=False) | Q(contact__isnull=False, household=None),
                name="people_look_at_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.at:%F %R}"
