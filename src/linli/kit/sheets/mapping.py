"""Which column means what: proposed from its heading and its values, each with the reason; a person decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from linli.kit.sheets.cells import Row, Value, column_letters, text_of
from linli.kit.sheets.fields import Field, Fields
from linli.kit.sheets.guard import marks_people
from linli.kit.sheets.headings import Heading, key_of, nearness
from linli.kit.sheets.shapes import counts_up, share_of
from linli.kit.sheets.words import words

NEAR: Final = 0.62  # a heading nearer than this to a synonym may mean the same
SURE: Final = 0.95
NEAR_ENOUGH_TO_JOIN: Final = 0.85  # for fields that take several columns, lest half the table ends in them
MISFIT: Final = 0.3  # fewer values of the field's shape than this speak against it
HARD: Final = frozenset(
    {"moment", "phone", "latitude", "longitude"}
)  # shapes that even the right heading needs

DROPPED: Final = "!"  # marks people; cannot be mapped
RUNNING: Final = "#"  # counts the rows
LEFT_OUT: Final = ""


@dataclass(frozen=True)
class Column:
    """One column with the meaning proposed or chosen. `sure`: nothing to ask about."""

    index: int
    heading: Heading
    meaning: str
    reason: str = ""
    sure: bool = False
    samples: tuple[str, ...] = ()
    filled: int = 0

    @property
    def letters(self) -> str:
        return column_letters(self.index)

    @property
    def is_kept(self) -> bool:
        return self.meaning not in (LEFT_OUT, DROPPED, RUNNING)

    @property
    def is_dropped(self) -> bool:
        return self.meaning == DROPPED


@dataclass(frozen=True)
class Meanings:
    """The columns of a table with their meanings."""

    columns: tuple[Column, ...]

    def of(self, field: str) -> tuple[int, ...]:
        return tuple(column.index for column in self.columns if column.meaning == field)

    @property
    def meanings(self) -> dict[str, str]:
        return {column.heading.text: column.meaning for column in self.columns if column.heading.text}

    @property
    def dropped(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_dropped)

    @property
    def unused(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.meaning == LEFT_OUT and column.filled)

    def missing(self, fields: Fields) -> tuple[Field, ...]:
        return tuple(field for field in fields.all if field.required and not self.of(field.key))

    def changed(self, chosen: Mapping[int, str], fields: Fields) -> "Meanings":
        """With other meanings for some columns, as a person chose them. A column that marks people stays dropped."""
        return Meanings(
            tuple(
                column
                if column.is_dropped or column.index not in chosen
                else replace(column, meaning=_allowed(chosen[column.index], fields), sure=True, reason="")
                for column in self.columns
            )
        )


def _allowed(meaning: str, fields: Fields) -> str:
    return meaning if meaning in fields or meaning == RUNNING else LEFT_OUT


@dataclass(frozen=True)
class _Guess:
    score: float
    column: int
    field: Field
    reason: str
    sure: bool


def propose(headings: Sequence[Heading], sample: Sequence[Row], fields: Fields) -> Meanings:
    """A meaning for each column, the surest first; no single field is given away twice."""
    values = [[row.cell(i) for row in sample] for i in range(len(headings))]
    plain = [_aside(i, heading, values[i]) for i, heading in enumerate(headings)]
    guesses = sorted(
        (g for i, h in enumerate(headings) if plain[i] is None for g in _guesses(i, h, values[i], fields)),
        key=lambda guess: (-guess.score, guess.column),
    )
    chosen: dict[int, _Guess] = {}
    taken: set[str] = set()
    for guess in guesses:
        free = guess.field.several or guess.field.key not in taken
        if guess.column not in chosen and free:
            chosen[guess.column] = guess
            taken.add(guess.field.key)
    return Meanings(
        tuple(plain[i] or _column(i, heading, values[i], chosen.get(i)) for i, heading in enumerate(headings))
    )


def _aside(index: int, heading: Heading, values: Sequence[Value]) -> Column | None:
    """Columns that no field may have: marks of people, running numbers, Linli's own notes, empty ones."""
    texts = [text_of(value) for value in values]
    base = Column(index, heading, LEFT_OUT, samples=(), filled=sum(map(bool, texts)), sure=True)
    if marks_people(heading.text, texts):
        return replace(base, meaning=DROPPED, reason=_("It marks people. Linli never reads such a column."))
    if heading.key in map(key_of, words("rows")["ours"]):
        return replace(base, reason=_("Linli wrote this column itself."))
    if heading.key in map(key_of, words("rows")["running"]) and (counts_up(values) or not base.filled):
        return replace(
            base, meaning=RUNNING, reason=_("It only counts the rows."), samples=samples_of(values)
        )
    if not heading.key and not base.filled:
        return base
    return None


def _guesses(index: int, heading: Heading, values: Sequence[Value], fields: Fields) -> Iterable[_Guess]:
    if heading.key in fields.passed_over:
        return
    for field in fields.all:
        near, word = _nearest(heading, field)
        share = share_of(field.shape, values)
        empty = not any(text_of(value) for value in values)
        enough = NEAR_ENOUGH_TO_JOIN if field.several else NEAR
        if near < enough or (not empty and _misfits(field, near, share)):
            continue
        yield _Guess(
            score=near + 0.25 * share,
            column=index,
            field=field,
            reason=_reason(near, word, share, len(values), empty=empty),
            sure=near >= SURE,
        )


def _misfits(field: Field, near: float, share: float) -> bool:
    return share < MISFIT and (near < SURE or field.shape in HARD)


def _nearest(heading: Heading, field: Field) -> tuple[float, str]:
    if heading.key in field.keys:
        return 1.0, heading.key
    if heading.last in field.keys:
        return SURE, heading.last
    return max(((nearness(heading.key, synonym), synonym) for synonym in field.keys), default=(0.0, ""))


def _reason(near: float, word: str, share: float, size: int, *, empty: bool) -> str:
    if near >= SURE:
        return _("The heading says so.")
    if empty:
        return _("The heading is like “%(word)s”; the column is empty.") % {"word": word}
    fitting = round(share * 100)
    return _("The heading is like “%(word)s”, and %(share)s of 100 values fit.") % {
        "word": word,
        "share": fitting,
    }


def _column(index: int, heading: Heading, values: Sequence[Value], guess: _Guess | None) -> Column:
    filled = sum(1 for value in values if text_of(value))
    base = Column(index, heading, LEFT_OUT, samples=samples_of(values), filled=filled)
    if guess is None:
        return replace(
            base,
            reason=_("No field of Linli is like it; it is left out unless you choose one."),
            sure=not filled,
        )
    return replace(base, meaning=guess.field.key, reason=guess.reason, sure=guess.sure)


def samples_of(values: Sequence[Value], most: int = 3) -> tuple[str, ...]:
    """The first different values, shortened."""
    seen: dict[str, None] = {}
    for value in values:
        text = " ".join(text_of(value).split())
        if text:
            seen.setdefault(text if len(text) <= 40 else text[:39] + "…")
        if len(seen) == most:
            break
    return tuple(seen)


def meanings_given(text: str) -> dict[str, str]:
    """“Heading=field, Heading=field” of the command line. A heading may hold “=”; a field may not."""
    pairs: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        heading, _sign, field = part.rpartition("=")
        pairs[key_of(heading)] = field.strip()
    return pairs


def by_heading(found: Meanings, given: Mapping[str, str]) -> dict[int, str]:
    return {
        column.index: given[column.heading.key] for column in found.columns if column.heading.key in given
    }
