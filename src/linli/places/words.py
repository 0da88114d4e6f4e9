"""The words of official lists and addresses, kept as data beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"


@cache
def words(theme: str) -> dict[str, Any]:
    with (DATA / "words.toml").open("rb") as file:
        return dict(tomllib.load(file)[theme])
