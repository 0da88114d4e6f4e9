"""Four tables under everything: what happened, what was said, what was asked twice, and what is still to do."""

from django.db import models


class Trace(models.Model):
    """One thing that happened to one record. Append-only (triggers forbid change), chained by hash per record."""

    record_kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    account_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    words_seal = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "number"], name="kit_trace_one_per_number"
            )
        ]


class TraceWords(models.Model):
    """Personal text of a trace. It stands outside the chain, which holds only a salted seal of it, so it can be erased."""

    trace = models.OneToOneField(Trace, on_delete=models.PROTECT, primary_key=True, related_name="said")
    words = models.TextField(blank=True)
    salt = models.CharField(max_length=32)


class Operation(models.Model):
    """A request that may arrive twice runs once. Kept as long as the record, since phones may be offline for weeks."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    body = models.CharField(max_length=64)
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="kit_operation_once")]


class Job(models.Model):
    """One piece of work for the worker, with a lease and a fence. `Now()` of the database is the only clock of a lease."""

    class Status(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.CharField(max_length=32, primary_key=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.READY)
    due_at = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    result = models.JSONField(null=True)
    once = models.CharField(max_length=160, null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "due_at"], name="kit_job_waiting", condition=models.Q(status="ready")
            ),
            models.Index(fields=["lease_until"], name="kit_job_leased", condition=models.Q(status="running")),
        ]


from linli.kit.paper_order import PaperOrder  # noqa: E402  their tables belong to this app


class Tally(models.Model):
    """How often one thing came from one line in one span of time. The line is a keyed hash, swept after two days."""

    what = models.CharField(max_length=24)
    line = models.CharField(max_length=32)
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "line", "since"], name="kit_tally_once")]


from linli.kit.sheets.models import ImportBatch, ImportSource  # noqa: E402

__all__ = ["ImportBatch", "ImportSource", "Job", "Operation", "PaperOrder", "Tally", "Trace", "TraceWords"]
