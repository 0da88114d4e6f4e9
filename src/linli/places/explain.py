"""A deadline explained day by day, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.places.worktime import DayKind, DayLine, Due, Note


@dataclass(frozen=True)
class ExplainedDay:
    """One day, or a run of days on which nothing happened (`until` is its last day)."""

    day: date
    until: date
    kind: str
    counted: str
    note: str
    confirmed: bool


def explained(due: Due) -> tuple[ExplainedDay, ...]:
    return tuple(_explained_run(run) for run in _runs(due.days))


def _runs(lines: tuple[DayLine, ...]) -> Iterator[list[DayLine]]:
    run: list[DayLine] = []
    for line in lines:
        if run and _looks(run[-1]) != _looks(line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _looks(line: DayLine) -> tuple[object, ...]:
    if line.counted or line.days:
        return (line.day,)
    return (line.kind, line.note, line.name, line.confirmed)


def _explained_run(run: list[DayLine]) -> ExplainedDay:
    line = run[0]
    return ExplainedDay(
        line.day, run[-1].day, kind_words(line), counted_words(line), note_words(line), line.confirmed
    )


def kind_words(line: DayLine) -> str:
    words = {
        DayKind.WORKDAY: _("working day"),
        DayKind.WEEKEND: _("weekend"),
        DayKind.HOLIDAY: _("holiday"),
        DayKind.MAKEUP: _("make-up working day"),
    }
    return f"{words[line.kind]} · {line.name}" if line.name else words[line.kind]


def counted_words(line: DayLine) -> str:
    if line.days:
        return ngettext("%(days)s working day", "%(days)s working days", line.days) % {"days": line.days}
    return length_words(line.counted) if line.counted else _("nothing")


def length_words(length: timedelta) -> str:
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    if hours and minutes:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(hours)s h") % {"hours": hours} if hours else _("%(minutes)s min") % {"minutes": minutes}


def note_words(line: DayLine) -> str:
    words = {
        Note.START_DAY: _("The clock started on this day; counting begins on the next working day."),
        Note.COUNTED: "",
        Note.DAY_OFF: _("Not a working day, so it does not count."),
        Note.CLOSED: _("Outside working hours."),
        Note.PAUSED: _("The clock stood still."),
        Note.PARTLY_PAUSED: _("The clock stood still for a part of this day."),
        Note.DUE: _("The limit ends here."),
        Note.STOPPED: _("The clock stands still from here and goes on when work is resumed."),
    }
    unconfirmed = _("The holidays of this year are not announced yet; plain weekends were assumed.")
    return words[line.note] if line.confirmed else " ".join(filter(None, [words[line.note], unconfirmed]))
