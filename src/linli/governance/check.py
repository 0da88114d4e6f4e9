"""Proves a rule book sound before it takes effect; says what is not, where, and what to do next."""

from dataclasses import dataclass
from pathlib import Path

from linli.governance.check_flow import check_flows
from linli.governance.check_guard import check_guard_rails
from linli.governance.check_people import check_charged, check_duties, check_ladder, check_levels, check_roles
from linli.governance.check_questions import check_questions
from linli.governance.check_time import check_clocks, check_hours
from linli.governance.check_works import check_works
from linli.governance.faults import OWN_FILE, Fault
from linli.governance.load import load
from linli.governance.model import RuleBook


@dataclass(frozen=True)
class Report:
    """The outcome of a check. `book` is whole only when the report is sound."""

    book: RuleBook | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return self.book is not None and not self.errors

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.blocks)

    @property
    def advice(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.blocks)


class Unsound(ValueError):
    """A governance file that may not take effect; `faults` says why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def check(text: str | bytes, source: str = OWN_FILE) -> Report:
    loaded = load(text, source)
    book, draft = loaded.book, loaded.draft
    if book is not None:
        check_levels(book, draft)
        check_roles(book, draft)
        check_flows(book, draft)
        check_hours(book, draft)
        check_clocks(book, draft, loaded.base)
        check_duties(book, draft)
        check_charged(book, draft)
        check_questions(book, draft, loaded.never_asked)
        check_ladder(book, draft)
        check_works(book, draft)
        check_guard_rails(book, draft, loaded.never)
    ordered = sorted(draft.faults, key=lambda fault: (fault.source != source, fault.source, fault.line))
    return Report(book, tuple(ordered))


def check_file(path: Path) -> Report:
    return check(path.read_bytes(), str(path))


def sound_book(text: str | bytes, source: str = OWN_FILE) -> RuleBook:
    """The rule book of a sound text. Raises Unsound with the faults otherwise."""
    report = check(text, source)
    if report.book is None or not report.sound:
        raise Unsound(report.errors)
    return report.book
