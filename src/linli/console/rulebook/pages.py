"""What the page of a rule book shows, in words and drawings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import unified_diff
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from linli.governance.check import check
from linli.governance.diagram import diagram
from linli.governance.explain import Explained, FlowLines, explain, limit_words, rhythm_words
from linli.governance.faults import Fault
from linli.governance.model import MeetingType, Role, RuleBook
from linli.governance.models import Binding, Edition
from linli.people.reads import roles_held


@dataclass(frozen=True)
class DrawnFlow:
    lines: FlowLines
    drawing: SafeString


@dataclass(frozen=True)
class RoleLine:
    role: Role
    level: str
    verbs: tuple[tuple[str, str], ...]  # the kind of case, and what this role does to it
    held: bool


@dataclass(frozen=True)
class MeetingLine:
    meeting: MeetingType
    level: str
    rhythm: str
    notice: str


@dataclass(frozen=True)
class BookPage:
    book: RuleBook
    explained: Explained
    flows: tuple[DrawnFlow, ...]
    roles: tuple[RoleLine, ...]
    meetings: tuple[MeetingLine, ...]
    gaps: tuple[str, ...]
    advice: tuple[Fault, ...]
    unfilled: tuple[str, ...]


def page_of_book(book: RuleBook, bound: Binding, day: date) -> BookPage:
    """Two queries besides the rule book in memory: its text, and who holds which post here."""
    explained = explain(book)
    held = roles_held(bound.area_path, day)
    charged = {duty.role for one in book.categories if (duty := book.duty(one.code))}
    return BookPage(
        book=book,
        explained=explained,
        flows=tuple(DrawnFlow(lines, drawn(lines, get_language())) for lines in explained.flows),
        roles=tuple(role_line(book, role, held) for role in book.roles.values()),
        meetings=tuple(meeting_line(book, one) for one in book.meetings.values()),
        gaps=tuple(line.name for line in explained.duties if not line.role),
        advice=advice_on(book.edition or 0),
        unfilled=tuple(book.role(role).name for role in sorted(charged - held)),
    )


@lru_cache(maxsize=32)
def drawn(lines: FlowLines, _language: str) -> SafeString:
    return mark_safe(diagram(lines))  # noqa: S308 - escapes every word itself


def role_line(book: RuleBook, role: Role, held: frozenset[str]) -> RoleLine:
    verbs = (
        (flow.name, "、".join(flow.verbs[key].name for key in flow.verbs if key in flow.verbs_of(role.key)))
        for flow in book.flows.values()
    )
    level = book.level(role.level).name if role.level else ""
    return RoleLine(role, level, tuple(pair for pair in verbs if pair[1]), role.key in held)


def meeting_line(book: RuleBook, meeting: MeetingType) -> MeetingLine:
    return MeetingLine(
        meeting,
        book.level(meeting.level).name if meeting.level else "",
        rhythm_words(meeting.rhythm) if meeting.rhythm else "",
        limit_words(meeting.notice),
    )


@lru_cache(maxsize=8)
def advice_on(edition: int) -> tuple[Fault, ...]:
    """What the checker advises on an edition in force: overlaps of the duty list and the like. An edition never changes."""
    row = Edition.objects.filter(pk=edition).first()
    return check(row.text).advice if row else ()


def with_states(newest_first: Iterable[Edition], at: datetime) -> Iterator[tuple[Edition, str]]:
    """Each with "waits", "holds", "held", "called_off" or, where a later one took effect before its day, "passed_over"."""
    first_after: datetime | None = None  # when the earliest of the later ones takes effect
    holds = True
    for one in newest_first:
        if one.called_off is not None:
            yield one, "called_off"
            continue
        begins = one.effective_at or one.published_at
        if one.effective_at is not None and first_after is not None and first_after <= begins:
            yield one, "passed_over"
        elif one.waits(at):
            yield one, "waits"
        else:
            yield one, "holds" if holds else "held"
            holds = False
        first_after = min(begins, first_after or begins)


@dataclass(frozen=True)
class Change:
    sign: str  # "+", "-", " " or "@" for a jump
    words: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    return tuple(_changes(before, after))


def _changes(before: str, after: str) -> Iterator[Change]:
    for line in list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]:
        yield Change("@", "") if line.startswith("@@") else Change(line[0], line[1:])
