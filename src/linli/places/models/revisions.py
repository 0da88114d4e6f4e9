import secrets
from time import monotonic

from django.conf import settings
from django.db import connection, models, transaction

from linli.kit.prepared import prepared


class Revision(models.Model):
    """A mark that differs after every change of a theme, so that a copy in memory knows when it is old."""

    theme = models.CharField(max_length=20, unique=True)
    mark = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.theme} {self.mark}"


def revision_of(theme: str) -> str:
    return next((mark for (mark,) in _marks(theme)), "")


@prepared
def _marks(theme: str) -> models.QuerySet[Revision, tuple[str]]:
    return Revision.objects.filter(theme=theme).values_list("mark")


_looked: dict[str, tuple[float, str]] = {}  # theme → until when, and its mark


def mark_of(theme: str) -> str:
    """The mark as it was at most `MARKS_SECONDS` ago. What this process changes itself is noticed at once.

    Inside a transaction it is always read: a mark that is not committed yet must not be told to other threads.
    """
    if connection.in_atomic_block:
        return revision_of(theme)
    until, mark = _looked.get(theme, (0.0, ""))
    now = monotonic()
    if now >= until:
        mark = revision_of(theme)
        _looked[theme] = (now + settings.MARKS_SECONDS, mark)
    return mark


def revisions_of(*themes: str) -> tuple[str, ...]:
    """The marks of several themes in one query."""
    marks = dict(Revision.objects.filter(theme__in=themes).values_list("theme", "mark"))
    return tuple(marks.get(theme, "") for theme in themes)


def revise(theme: str) -> Revision:
    """Say that this theme changed. Called by actions, inside their transaction."""
    # Drawn by lot, not counted: a change that was rolled back must not leave a number that comes again.
    row, _made = Revision.objects.update_or_create(theme=theme, defaults={"mark": secrets.token_hex(8)})
    transaction.on_commit(lambda: _looked.pop(theme, None))
    return row
