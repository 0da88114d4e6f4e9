"""The duty list as lines to read: category and level → role and kind of unit, backup, legal class, basis; and its overlaps."""

from collections.abc import Iterator
from dataclasses import dataclass

from linli.governance.explain import class_words
from linli.governance.model import DutyRow, RuleBook


@dataclass(frozen=True)
class DutyEntry:
    code: str
    name: str
    top: bool
    level: str  # the name of the level for which the line holds; empty: for every level
    role_key: str
    role: str
    unit: str  # the kind of unit in which the role stands; empty: in none
    backup_key: str
    backup: str
    legal_class: str
    basis: str


@dataclass(frozen=True)
class Overlap:
    """Two lines for one matter. `narrower`: the second one is for a part of it and wins there; else the first one does."""

    code: str
    name: str
    level: str
    one: str
    other: str
    narrower: bool


def duty_list(book: RuleBook) -> tuple[DutyEntry, ...]:
    """Each category, and each sub-category or level of which a line of its own speaks. Sealed matters go another way."""
    lines = {row.level for row in book.duties if row.level}
    entries = []
    for one in book.all_categories:
        if book.is_sealed(one.code):
            continue
        for level in ("", *sorted(lines)):
            by_line = any(one.code in row.covers and row.level == level for row in book.duties)
            by_word = not level and bool(one.duty)
            top = "." not in one.code and not level
            if not (top or by_line or by_word):
                continue
            if entry := _entry(book, one.code, one.name, level):
                entries.append(entry)
    return tuple(entries)


def _entry(book: RuleBook, code: str, name: str, level: str) -> DutyEntry | None:
    duty = book.duty(code, level)
    if duty is None:
        return None
    unit = book.organisations.get(duty.organisation)
    return DutyEntry(
        code=code,
        name=name,
        top="." not in code,
        level=book.level(level).name if level else "",
        role_key=duty.role,
        role=book.role(duty.role).name,
        unit=unit.name if unit else "",
        backup_key=duty.backup,
        backup=book.roles[duty.backup].name if duty.backup in book.roles else "",
        legal_class=class_words(duty.legal_class),
        basis=duty.basis,
    )


def overlaps(book: RuleBook) -> tuple[Overlap, ...]:
    return tuple(_overlaps(book))


def _overlaps(book: RuleBook) -> Iterator[Overlap]:
    lines = [(code, row) for row in book.duties for code in row.covers]
    for number, (code, row) in enumerate(lines):
        for other_code, other in lines[number + 1 :]:
            if other.level == row.level and other.role != row.role and _meet(code, other_code):
                yield _overlap(book, code, row, other_code, other)


def _meet(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _overlap(book: RuleBook, code: str, row: DutyRow, other_code: str, other: DutyRow) -> Overlap:
    if len(code) > len(other_code):
        code, row, other_code, other = other_code, other, code, row
    named = book.category(other_code)
    return Overlap(
        code=other_code,
        name=named.name if named else other_code,
        level=book.level(row.level).name if row.level else "",
        one=book.role(row.role).name,
        other=book.role(other.role).name,
        narrower=code != other_code,
    )
