import secrets

from django.db import models


class Revision(models.Model):
    """A mark that differs after every change of a theme, so that a copy in memory knows when it is old."""

    theme = models.CharField(max_length=20, unique=True)
    mark = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.theme} {self.mark}"


def revision_of(theme: str) -> str:
    return Revision.objects.filter(theme=theme).values_list("mark", flat=True).first() or ""


def revisions_of(*themes: str) -> tuple[str, ...]:
    """The marks of several themes in one query."""
    marks = dict(Revision.objects.filter(theme__in=themes).values_list("theme", "mark"))
    return tuple(marks.get(theme, "") for theme in themes)


def revise(theme: str) -> Revision:
    """Say that this theme changed. Called by actions, inside their transaction."""
    # Drawn by lot, not counted: a change that was rolled back must not leave a number that comes again.
    row, _made = Revision.objects.update_or_create(theme=theme, defaults={"mark": secrets.token_hex(8)})
    return row
