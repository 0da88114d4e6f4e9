from django.db import models
from django.db.models import F


class Revision(models.Model):
    """A number that grows with every change of a theme, so that a copy in memory knows when it is old."""

    theme = models.CharField(max_length=20, unique=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.theme} {self.number}"


def revision_of(theme: str) -> int:
    return Revision.objects.filter(theme=theme).values_list("number", flat=True).first() or 0


def revise(theme: str) -> None:
    """Say that this theme changed. Called by actions, inside their transaction."""
    if not Revision.objects.filter(theme=theme).update(number=F("number") + 1):
        Revision.objects.create(theme=theme, number=1)
