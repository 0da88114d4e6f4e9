"""What is remembered of forms that offices send, and each sending of one."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from linli.kit.actor import Actor
from linli.kit.paths import PathField
from linli.kit.record import Record, Records

RIGHT = "import"


class PlacedRecords(Records[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the areas where she holds the right to import."""
        if actor.kind == "system":
            return self.all()
        seen = Q(pk__in=[])
        for post in actor.posts:
            if RIGHT in post.rights:
                seen |= Q(area_path__startswith=post.area_path)
        return self.filter(seen)


class ImportSource(Record):
    """A form by its headings, with what each column means. Known again when its owner changes it."""

    kind = models.CharField(max_length=20)
    area_path = PathField(blank=True)
    name = models.CharField(max_length=80)
    forms = models.JSONField(
        default=dict
    )  # fingerprint → heading as written → field, for each form it ever had
    latest = models.CharField(max_length=64)
    choices = models.JSONField(default=dict)  # what was chosen beside the columns
    used_at = models.DateTimeField()

    objects: ClassVar[Any] = PlacedRecords.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "area_path", "name"], name="kit_import_source_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def meanings(self) -> dict[str, str]:
        return dict(self.forms[self.latest])


class ImportBatch(Record):
    """One file on its way in. Its rows are read twice: once to find every fault, once to write."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"  # had faults, and nothing was imported
        FAILED = "failed"

    kind = models.CharField(max_length=20)
    area_path = PathField(blank=True)
    account_id = models.BigIntegerField(null=True)
    source = models.ForeignKey(ImportSource, null=True, on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=200)
    token = models.CharField(max_length=64, unique=True)  # names its files on disk
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAPPING)
    meanings = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    good_rows = models.BooleanField(default=False)
    only_check = models.BooleanField(default=False)
    phase = models.CharField(max_length=8, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)
    sentence = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = PlacedRecords.as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.REFUSED, self.State.FAILED}

    @property
    def percent(self) -> int:
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0
