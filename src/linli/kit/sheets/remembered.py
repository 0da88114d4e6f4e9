"""A form seen before is known again, also when its owner renamed, moved, added or removed columns."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from linli.kit.sheets.fields import Fields
from linli.kit.sheets.headings import Heading, key_of, nearness
from linli.kit.sheets.mapping import DROPPED, HARD, LEFT_OUT, Column, Meanings
from linli.kit.sheets.shapes import share_of

SAME_FORM: Final = (
    0.5  # so much of the remembered headings must be found again, a renamed one counting by its nearness
)
RENAMED: Final = 0.5


def fingerprint(headings: Sequence[Heading]) -> str:
    """The same for the same headings in any order."""
    keys = "\n".join(sorted(heading.key for heading in headings if heading.key))
    return hashlib.sha256(keys.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """What differs from the form as it was: `was` empty for a new column, `now` empty for one that is gone."""

    was: str
    now: str
    meaning: str


@dataclass(frozen=True)
class Known:
    """A remembered form laid over a new table. `changes` is all that has to be asked."""

    mapping: Meanings
    changes: tuple[Change, ...]
    likeness: float

    @property
    def is_same(self) -> bool:
        return not self.changes


def recognised(proposed: Meanings, meanings: Mapping[str, str], fields: Fields) -> Known | None:
    """The remembered meanings on this table; None when it is another form."""
    left = {key_of(heading): (heading, meaning) for heading, meaning in meanings.items() if key_of(heading)}
    same = {c.index: left.pop(c.heading.key) for c in proposed.columns if c.heading.key in left}
    renamed = _renamed([c for c in proposed.columns if c.heading.key and c.index not in same], left, fields)
    alike = sum(nearness(proposed.columns[i].heading.key, key_of(was)) for i, (was, _m) in renamed.items())
    likeness = (len(same) + alike) / max(sum(1 for heading in meanings if key_of(heading)), 1)
    if likeness < SAME_FORM:
        return None
    columns = _once_each(
        [_known(column, same, renamed, fields) for column in proposed.columns], proposed, fields
    )
    return Known(Meanings(columns), tuple(_changes(columns, same, renamed, left)), likeness)


def _renamed(
    news: Sequence[Column], left: dict[str, tuple[str, str]], fields: Fields
) -> dict[int, tuple[str, str]]:
    """New headings that are old ones under another name: the nearest pairs first. What is found leaves `left`."""
    pairs = sorted(
        (
            (_likeness(column, key, left[key][1], fields), column.index, key)
            for column in news
            for key in left
        ),
        reverse=True,
    )
    found: dict[int, tuple[str, str]] = {}
    for near, index, key in pairs:
        if near >= RENAMED and index not in found and key in left:
            found[index] = left.pop(key)
    return found


def _likeness(column: Column, key: str, meaning: str, fields: Fields) -> float:
    """By the heading, and by what the new column was taken for, or could be, from its own values."""
    near = nearness(column.heading.key, key)
    if column.meaning == meaning and column.is_kept:
        return near + 0.5
    if column.is_kept:
        return near - 0.3
    shape = fields[meaning].shape if meaning in fields else ""
    fits = shape in HARD and share_of(shape, column.samples) > 0.9
    return near + (0.3 if fits and near else 0)


def _known(
    column: Column,
    same: Mapping[int, tuple[str, str]],
    renamed: Mapping[int, tuple[str, str]],
    fields: Fields,
) -> Column:
    if column.is_dropped:
        return column
    if column.index in same:
        meaning = _still(same[column.index][1], fields)
        return replace(column, meaning=meaning, sure=True, reason=_("As remembered from the last time."))
    if column.index in renamed:
        was, meaning = renamed[column.index]
        reason = _("It was called “%(was)s” the last time.") % {"was": was}
        return replace(column, meaning=_still(meaning, fields), sure=False, reason=reason)
    return column


def _once_each(columns: list[Column], proposed: Meanings, fields: Fields) -> tuple[Column, ...]:
    """Of two columns that claim one single field, the one that the table itself speaks for keeps it; the other is asked."""
    for field in fields.all:
        claims = [column for column in columns if column.meaning == field.key]
        if field.several or len(claims) < 2:
            continue
        keeper = next((c.index for c in claims if c.index in proposed.of(field.key)), claims[0].index)
        for claim in claims:
            if claim.index != keeper:
                reason = _("Another column says this already.")
                columns[claim.index] = replace(claim, meaning=LEFT_OUT, sure=False, reason=reason)
    return tuple(columns)


def _still(meaning: str, fields: Fields) -> str:
    return meaning if meaning in fields or meaning == "#" else LEFT_OUT


def _changes(
    columns: Sequence[Column],
    same: Mapping[int, tuple[str, str]],
    renamed: Mapping[int, tuple[str, str]],
    left: Mapping[str, tuple[str, str]],
) -> list[Change]:
    changes = [Change(was, columns[i].heading.text, columns[i].meaning) for i, (was, _m) in renamed.items()]
    news = [c for c in columns if c.heading.key and c.index not in same and c.index not in renamed]
    changes += [Change("", c.heading.text, c.meaning) for c in news if c.meaning != DROPPED]
    gone = ((was, meaning) for was, meaning in left.values() if meaning != DROPPED)
    return changes + [Change(was, "", meaning) for was, meaning in gone]
