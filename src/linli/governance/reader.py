"""Reads typed values out of a parsed file and notes each fault at its line, past the first one too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from linli.governance import limits
from linli.governance.faults import Fault, Position, nearest
from linli.governance.lines import Path
from linli.governance.sentences import form_name

T = TypeVar("T")


@dataclass
class Draft:
    """A file being read: where its keys stand and what was found wrong so far."""

    positions: Mapping[Path, Position]
    faults: list[Fault] = field(default_factory=list)
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)  # one word for several roles

    def position(self, path: Path) -> Position:
        """The position of this key, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.positions:
                return self.positions[path[:end]]
        return Position(next(iter(self.positions.values())).source if self.positions else "", 1)

    def fault(self, code: str, path: Path, /, **facts: object) -> None:
        found = Fault(code, self.position(path), facts)
        if found not in self.faults:
            self.faults.append(found)


class Table:
    """One table of the file; what nobody asked for by the end is an unknown key."""

    def __init__(self, draft: Draft, path: Path, content: Mapping[str, Any]) -> None:
        self.draft = draft
        self.path = path
        self.content = content
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self.content

    def fault(self, code: str, key: str = "", /, **facts: object) -> None:
        self.draft.fault(code, (*self.path, key) if key else self.path, **facts)

    def _get(self, key: str, kind: type[T], expected: str) -> T | None:
        self.asked.add(key)
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault("wrong_type", key, key=key, expected=form_name(expected))
            return None
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """The words under this key. Without a default they must be there, and not blank."""
        value = self._get(key, str, "text")
        if value is None:
            if default is None and key not in self.content:
                self.fault("missing", key, key=key, table=self.title)
            return default or ""
        if default is None and not value.strip():
            self.fault("blank", key, key=key)
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Several words; a single one may stand without brackets."""
        self.asked.add(key)
        value = self.content.get(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.fault("wrong_type", key, key=key, expected=form_name("texts"))
            return ()
        return tuple(one.strip() for one in found)

    def number(self, key: str, default: int, least: int = 0, most: int = 100_000) -> int:
        value = self._get(key, int, "number")
        if value is None:
            return default
        if not least <= value <= most:
            self.fault("out_of_range", key, key=key, least=least, most=most, value=value)
            return default
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._get(key, bool, "flag")
        return default if value is None else value

    def _parsed(self, key: str, parse: Callable[[str], T | None], code: str) -> T | None:
        value = self._get(key, str, "text")
        if value is None:
            return None
        found = parse(value)
        if found is None:
            self.fault(code, key, key=key, value=value)
        return found

    def limit(self, key: str) -> limits.Limit | None:
        return self._parsed(key, limits.limit, "bad_limit")

    def rhythm(self, key: str) -> limits.Rhythm | None:
        return self._parsed(key, limits.rhythm, "bad_rhythm")

    def span(self, key: str) -> limits.Span | None:
        return self._parsed(key, limits.span, "bad_span")

    def spans(self, key: str) -> tuple[limits.Span, ...]:
        found = []
        for text in self.texts(key):
            if (span := limits.span(text)) is None:
                self.fault("bad_span", key, key=key, value=text)
            else:
                found.append(span)
        return tuple(found)

    def one_of(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in known:
            self.unknown(value, known, key)
            return default or ""
        return value

    def some_of(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        found = self.texts(key)
        for value in found:
            if value not in known:
                self.unknown(value, known, key)
        return tuple(value for value in found if value in known)

    def unknown(self, value: str, known: tuple[str, ...], key: str) -> None:
        self.fault("unknown_word", key, word=value, key=key, known=nearest(value, known))

    def table(self, key: str) -> "Table":
        value = self._get(key, dict, "table")
        return Table(self.draft, (*self.path, key), value or {})

    def named(self, key: str) -> "list[tuple[str, Table]]":
        """The tables under this one, as [role.grid_worker]; `name = false` takes an inherited one away."""
        parent = self.table(key)
        found = []
        for name, value in parent.content.items():
            if value is False:
                continue
            if isinstance(value, dict):
                found.append((name, Table(self.draft, (*parent.path, name), value)))
            else:
                parent.fault("wrong_type", name, key=name, expected=form_name("table"))
        return found

    def rows(self, key: str) -> "list[Table]":
        """The repeated tables, as [[rung]]."""
        value = self._get(key, list, "rows")
        if value is None:
            return []
        if not all(isinstance(row, dict) for row in value):
            self.fault("wrong_type", key, key=key, expected=form_name("rows"))
            return []
        return [Table(self.draft, (*self.path, key, number), row) for number, row in enumerate(value)]

    def actors(self, key: str) -> tuple[str, ...]:
        """Roles and reserved actors, each word of [together] replaced by the roles it stands for."""
        found: dict[str, None] = {}
        for word in self.texts(key):
            found.update(dict.fromkeys(self.draft.together.get(word, (word,))))
        return tuple(found)

    @property
    def title(self) -> str:
        return ".".join(str(part) for part in self.path if not isinstance(part, int))

    def done(self) -> None:
        """Every key that no reader asked for is named, with the one that was probably meant."""
        known = tuple(sorted(self.asked))
        for key in self.content:
            if key not in self.asked:
                self.fault("unknown_key", key, key=key, table=self.title, known=nearest(key, known))
