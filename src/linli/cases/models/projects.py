from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from linli.cases.models.case import Case
from linli.cases.models.speech import Picture
from linli.kit.record import Record


class Plan(Record):
    """What a project shall bring, who answers for it, from when until when."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="plan")
    aim = models.TextField()
    lead = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    planned_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_forward", condition=Q(ends_on__gte=F("starts_on"))),
        ]


class Milestone(Record):
    """A step of the plan with its day. A day that was put off keeps the first one and says why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=60)
    first_due_on = models.DateField()
    due_on = models.DateField()
    why_later = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    why_late = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_dropped_is_not_done",
                condition=Q(dropped_at__isnull=True) | Q(done_on__isnull=True),
            )
        ]

    def late_on(self, day: date) -> bool:
        return (self.done_on or day) > self.due_on

    @property
    def was_put_off(self) -> bool:
        return self.due_on != self.first_due_on


class Target(Record):
    """How much of something the plan promises: 57 lamps."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="targets")
    quantity = models.CharField(max_length=24)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "quantity"], name="target_once_a_quantity"),
            models.CheckConstraint(name="target_above_nothing", condition=Q(amount__gt=0)),
        ]


class Achieved(models.Model):
    """A dated piece of what was achieved. Never changed: a mistake is taken back by a counter-record, once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="achieved")
    quantity = models.CharField(max_length=24)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    on = models.DateField()
    at = models.DateTimeField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", editable=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="achieved_sign",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(reverses=F("id")),
            )
        ]


class ShownPicture(models.Model):
    """A picture of the case that a person looked at and put on the public page."""

    picture = models.OneToOneField(Picture, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    words = models.CharField(max_length=60, blank=True)


class MoneyLines(models.QuerySet["MoneyLine"]):
    def of(self, case: Case) -> Self:
        return self.filter(case=case)

    def original(self) -> Self:
        return self.filter(reverses__isnull=True)


class MoneyLine(models.Model):
    """A line of a project's public ledger, in fen. Never changed; what was wrong is taken back by a line that says so."""

    class Side(models.TextChoices):
        PLEDGED = "pledged"
        RECEIVED = "received"
        SPENT = "spent"
        RETURNED = "returned"

    class Source(models.TextChoices):
        PARTNER = "partner"
        FISCAL = "fiscal"
        COLLECTIVE = "collective"
        RESIDENTS = "residents"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="money_lines")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    amount = models.BigIntegerField()
    source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    givers = models.PositiveIntegerField(null=True)
    towards = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    purpose = models.CharField(max_length=120)
    paper = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", editable=False
    )

    objects: ClassVar[Any] = MoneyLines.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="money_line_number"),
            models.CheckConstraint(
                name="money_line_sign",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(reverses=F("id")),
            ),
            models.CheckConstraint(
                name="money_line_source",
                condition=Q(side="spent", source="", towards__isnull=True) | ~Q(side="spent") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="money_line_towards_a_pledge",
                condition=Q(side__in=["pledged", "spent"], towards__isnull=True)
                | Q(side__in=["received", "returned"], towards__isnull=False),
            ),
        ]


class MoneyConfirmation(models.Model):
    """A second person has looked at a spending: never the one who wrote it down."""

    line = models.OneToOneField(
        MoneyLine, on_delete=models.PROTECT, primary_key=True, related_name="confirmation"
    )
    written_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="money_confirmed_by_another_person", condition=~Q(account=F("written_by"))
            )
        ]
