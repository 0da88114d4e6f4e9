"""Where each key of a TOML text stands: key path → line. The text must already have passed tomllib."""

import re
from bisect import bisect_right

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_QUOTES = ('"""', "'''", '"', "'")


def line_index(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, key and array element."""
    return _Scanner(text.replace("\r\n", "\n")).index()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0] + [found.end() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def index(self) -> dict[Path, int]:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self._sees("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        return self.lines

    def _sees(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def _line(self) -> int:
        return bisect_right(self.starts, self.at)

    def _mark(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], line)

    def _skip(self) -> None:
        """Pass blanks, line ends and comments."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in " \t\r\n\ufeff":
                self.at += 1
            else:
                return

    def _header(self) -> Path:
        line, array = self._line(), self._sees("[[")
        self.at += 2 if array else 1
        keys = self._keys()
        self.at += 2 if array else 1
        path = self._resolve(keys[:-1], ())
        path = (*path, keys[-1])
        if array:
            self._mark(path, line)
            number = self.counts.get(path, -1) + 1
            self.counts[path] = number
            path = (*path, number)
        elif path in self.counts:
            path = (*path, self.counts[path])
        self._mark(path, line)
        self.lines[path] = line
        return path

    def _resolve(self, keys: list[str], start: Path) -> Path:
        path = start
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._blank() and self._sees("."):
            self.at += 1
            keys.append(self._key())
        return keys

    def _blank(self) -> bool:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1
        return True

    def _key(self) -> str:
        self._blank()
        if self._sees('"') or self._sees("'"):
            return self._string()
        found = _BARE.match(self.text, self.at)
        if found is None:
            raise ValueError(f"No key at line {self._line()}.")
        self.at = found.end()
        return found[0]

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._keys())
        self._mark(path, line)
        self._blank()
        self.at += 1  # the equals sign
        self._blank()
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._sees("["):
            self._array(path)
        elif self._sees("{"):
            self._inline(path)
        elif self._sees('"') or self._sees("'"):
            self._string()
        elif found := _SCALAR.match(self.text, self.at):
            self.at = found.end()

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        self._skip()
        while not self._sees("]"):
            self._mark((*path, number), self._line())
            self._value((*path, number))
            number += 1
            self._skip()
            if self._sees(","):
                self.at += 1
            self._skip()
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        self._skip()
        while not self._sees("}"):
            self._pair(path)
            self._skip()
            if self._sees(","):
                self.at += 1
            self._skip()
        self.at += 1

    def _string(self) -> str:
        quote = next(quote for quote in _QUOTES if self._sees(quote))
        self.at += len(quote)
        begin = self.at
        while not self._sees(quote):
            self.at += 2 if self.text[self.at] == "\\" and quote[0] == '"' else 1
        end = self.at
        self.at += len(quote)
        while len(quote) == 3 and self._sees(quote[0]):  # a text may end in quotes of its own
            self.at += 1
        return self.text[begin:end]
