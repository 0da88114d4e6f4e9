from django.db import models

from linli.cases.models.case import Case
from linli.cases.models.speech import Message


class Sound(models.Model):
    """A voice note, written anew as mono AAC: it is the original, as the frozen words are. A trigger forbids any change."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sounds")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="sounds")
    digest = models.CharField(max_length=64)
    seconds = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_resident = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="case_sound_once")]

    @property
    def transcript(self) -> "Transcript | None":
        """The latest one. Read them beforehand with prefetch_related, or this asks the database."""
        return max(self.transcripts.all(), key=lambda one: one.pk, default=None)


class Transcript(models.Model):
    """What somebody at the office heard and typed. A better one stands beside the first, which stays."""

    sound = models.ForeignKey(Sound, on_delete=models.PROTECT, related_name="transcripts")
    text = models.TextField()
    at = models.DateTimeField()
    post = models.ForeignKey("people.Post", null=True, on_delete=models.PROTECT, related_name="+")
