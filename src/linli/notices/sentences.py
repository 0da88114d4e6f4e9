"""What a notice says. It names the case by its number, category and area; never a person, never anybody's words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.kit import text
from linli.notices.models import Notice

MOST_LINES = 20


def title_of(name: str) -> str:
    return {
        "case.dispatched": _("A case was sent to you"),
        "case.offered": _("A case waits to be taken"),
        "case.answered": _("There is an answer"),
        "case.closed": _("Your matter is closed"),
        "case.replied": _("There is a new message"),
        "case.climbed": _("A case has climbed to you"),
        "deadline.day": _("Due within a day"),
        "deadline.hours": _("Due within four hours"),
        "deadline.late": _("A case is late"),
        "summary": _("What is new"),
        "robot.tested": _("A test from Linli"),
    }.get(name, name)


def text_of(notice: Notice, now: datetime) -> str:
    if notice.name == "summary":
        return summary_of(Notice.objects.filter(folded_into=notice).select_related("case__area"), now)
    if notice.case is None:
        return _("This connection works.")
    if notice.contact_id:
        return to_petitioner(notice)
    return to_staff(notice.case, notice.about_at or notice.case.due_at, now)


def to_petitioner(notice: Notice) -> str:
    """For a stranger's eyes too: a telephone lies open on a table."""
    assert notice.case is not None
    said = {
        "case.answered": _("Your matter %(number)s has an answer. Read it with your receipt code."),
        "case.closed": _("Your matter %(number)s is closed. Read how it ended with your receipt code."),
        "case.replied": _("There is a message about your matter %(number)s. Read it with your receipt code."),
    }
    return said.get(notice.name, said["case.replied"]) % {"number": notice.case.number}


def to_staff(case: Case, due: datetime | None, now: datetime) -> str:
    category = case.category_in_book
    parts = [case.number, category.name if category else "", case.area.name]
    if due is not None:
        parts.append(_("due %(moment)s") % {"moment": text.daytime(due, now)})
    return " · ".join(filter(None, parts))


def summary_of(rows: Iterable[Notice], now: datetime) -> str:
    told = [f"{title_of(row.name)}: {to_staff(row.case, None, now)}" for row in rows if row.case is not None]
    more = len(told) - MOST_LINES
    return "\n".join(told[:MOST_LINES] + ([_("and %(number)d more") % {"number": more}] if more > 0 else []))
