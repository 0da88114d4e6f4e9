"""The words of other people's tables, kept as data beside the code."""

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any


@cache
def words(theme: str) -> dict[str, Any]:
    return table_of(Path(__file__).with_name("words.toml"))[theme]  # type: ignore[no-any-return]


@cache
def table_of(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def plain(text: str) -> str:
    """Half-width, lower case, one blank between words."""
    return _plain(text) if len(text) <= 60 else _made_plain(text)


def _made_plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


_plain = lru_cache(maxsize=50_000)(_made_plain)
