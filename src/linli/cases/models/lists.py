from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from linli.cases.models.case import Case
from linli.governance.vocabulary import CLOSED
from linli.kit.actor import Actor
from linli.kit.paths import PathField, within
from linli.kit.record import Record, Records
from linli.people.models import Account

SOLVED = ("solved", "partly_solved")
UNDER_WAY = ("working", "answered", "verified")
STANDS = Q(until__isnull=True)
# A case that climbed waits to be sorted anew, and is still with whoever had it.
TAKEN = Q(case__stage="taken") | Q(case__stage__in=["registered", "triaged"]) & (
    Q(case__holder_organisation__isnull=False) | Q(case__holder_post__isnull=False)
)
IS_CLOSED = STANDS & Q(case__stage=CLOSED)
# Each line is in exactly one of these, so that the counts of a list add up to all that ever stood on it.
STATES = {
    "open": STANDS & ~Q(case__stage__in=[*UNDER_WAY, CLOSED]) & ~TAKEN,
    "claimed": STANDS & TAKEN,
    "under_way": STANDS & Q(case__stage__in=UNDER_WAY),
    "done": IS_CLOSED & Q(case__end_state__in=SOLVED),
    "ended": IS_CLOSED & ~Q(case__end_state__in=SOLVED),
    "moved": Q(until__isnull=False) & ~Q(went_to=""),
    "removed": Q(until__isnull=False, went_to=""),
}
COUNTS = {state: models.Count("pk", filter=lines) for state, lines in STATES.items()}
SHOWN = tuple(state for state in STATES if state != "removed")


class ListLines(Records["ListLine"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody reads the public lists, except what was taken off; the office reads all lists of its area."""
        if actor.kind == "system":
            return self.all()
        seen = Q(public=True) & ~STATES["removed"]
        for post in actor.posts:
            if "console" in post.rights:
                seen |= within("area_path", post.area_path)
        return self.filter(seen)

    def inside(self, path: str) -> Self:
        return self.filter(within("area_path", path))

    def on(self, list_key: str) -> Self:
        return self.filter(list_key=list_key)

    def standing(self) -> Self:
        return self.filter(STANDS)

    def in_state(self, state: str) -> Self:
        return self.filter(STATES[state])

    def counted(self) -> dict[str, int]:
        """How many lines are in each state. One query."""
        return self.aggregate(**COUNTS)

    def counted_by_list(self) -> Any:
        return self.order_by().values("list_key").annotate(**COUNTS)


class ListLine(Record):
    """A case on a list that people read: text that a person reviewed, and nothing that points to a resident."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="list_lines")
    list_key = models.CharField(max_length=24)
    public = models.BooleanField()
    title = models.CharField(max_length=60)
    wanted = models.TextField()
    area_name = models.CharField(max_length=60)
    area_path = PathField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    went_to = models.CharField(max_length=24, blank=True)
    came_from = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="next_line", editable=False
    )

    objects: ClassVar[Any] = ListLines.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["list_key", "area_path"], name="list_line_area"),
            models.Index(fields=["list_key", "-since", "-id"], name="list_line_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="case_on_one_list_at_a_time"
            ),
            models.CheckConstraint(
                name="list_line_moves_when_it_ends", condition=Q(until__isnull=False) | Q(went_to="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """The same as STATES, for a line whose case is at hand."""
        if self.until is not None:
            return "moved" if self.went_to else "removed"
        if self.case.stage == CLOSED:
            return "done" if self.case.end_state in SOLVED else "ended"
        if self.case.stage in UNDER_WAY:
            return "under_way"
        climbed = self.case.stage in {"registered", "triaged"} and self._has_holder
        return "claimed" if self.case.stage == "taken" or climbed else "open"

    @property
    def _has_holder(self) -> bool:
        return self.case.holder_organisation_id is not None or self.case.holder_post_id is not None


class Need(models.Model):
    """A part of what is needed, which a unit can promise by itself. Ended, not deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs")
    name = models.CharField(max_length=60)
    quantity = models.CharField(max_length=24, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="need_amount_with_quantity",
                condition=Q(amount__isnull=True, quantity="") | Q(amount__gt=0) & ~Q(quantity=""),
            )
        ]


class Pledge(Record):
    """What a unit promised by one of its posts: things, hands or money. Money stands in the ledger besides.

    Or what a person promised for herself, things or hands: `account`. `named`: she wants her name to stand there.
    """

    class Kind(models.TextChoices):
        THINGS = "things"
        HANDS = "hands"
        MONEY = "money"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pledges")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="pledges")
    organisation = models.ForeignKey(
        "places.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    named = models.BooleanField(default=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    words = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    money = models.OneToOneField("MoneyLine", null=True, on_delete=models.PROTECT, related_name="promise")
    promised_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledge_money_stands_in_ledger",
                condition=Q(kind="money", money__isnull=False) | ~Q(kind="money") & Q(money__isnull=True),
            ),
            models.CheckConstraint(
                name="pledge_kept_or_taken_back",
                condition=Q(kept_at__isnull=True) | Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="pledge_by_a_post_or_for_herself",
                condition=Q(account__isnull=True)
                | Q(post__isnull=True, organisation__isnull=True, money__isnull=True),
            ),
            models.CheckConstraint(
                name="pledge_names_a_person", condition=Q(named=False) | Q(organisation__isnull=True)
            ),
        ]

    @property
    def giver(self) -> Account | None:
        """The person, where no unit stands behind the promise."""
        if self.organisation_id is not None:
            return None
        return self.account or (self.post.account if self.post else None)

    @property
    def state(self) -> str:
        return "taken_back" if self.taken_back_at else "kept" if self.kept_at else "promised"
