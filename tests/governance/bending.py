"""A sound rule book, and ways to bend it in one place."""

from pathlib import Path

SMALL = (Path(__file__).parent / "small.toml").read_text("utf-8")
LOCALITIES = Path(__file__).resolve().parents[2] / "src" / "linli" / "localities"
MODELS = ("xijing", "jiangnan_124", "county_four_rises", "zhangjiashan", "alxa_small_grid")


def model_text(slug: str) -> str:
    return (LOCALITIES / slug / "governance.toml").read_text("utf-8")


def bent(text: str, old: str, new: str) -> str:
    """The text with one passage replaced; the passage must be there, or the test means nothing."""
    assert old in text, f"{old!r} is not in the file"
    return text.replace(old, new, 1)


def line_of(text: str, marker: str) -> int:
    """The first line that holds the marker."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if marker in line)
