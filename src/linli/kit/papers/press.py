"""Papers: from a template of ours and what it shall say to a PDF that archives and screen readers can read."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

PACKAGE: Final = (
    Path(__file__).resolve().parents[2]
)  # templates name one another from here: "/kit/papers/sheet.typ"
FONTS: Final = Path(__file__).parent / "fonts"
ARCHIVAL: Final = ("a-2a", "ua-1")  # ISO 19005-2 level A, ISO 14289-1
UNDRAWN: Final = "〓"  # stands for a character that no typeface here draws, as printers have it
SHOWN_AS_SPACES: Final = "\t\n"


def printed(
    template: str, content: Mapping[str, Any], *, title: str, at: datetime, language: str = "zh"
) -> bytes:
    """The PDF of a template (its path below the package). `content` reaches it as plain values, never as markup."""
    told = {"title": title, "language": language, **content}
    compiled: Any = typst.compile
    pdf = compiled(
        PACKAGE / template,
        root=PACKAGE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(drawable(told), ensure_ascii=False)},
        pdf_standards=list(ARCHIVAL),
        timestamp=at.replace(microsecond=0),
    )
    return bytes(pdf)


def picture_code(address: str, *, error: str = "m") -> str:
    """The drawing of a QR code as SVG text, for a template to place. `error="h"`: half of it may be scratched off."""
    drawing: str = segno.make(address, error=error, micro=False).svg_inline(border=0, omitsize=True)
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def drawable(value: Any) -> Any:
    """The same values, with characters that the typefaces lack shown as missing instead of stopping the press."""
    if isinstance(value, str):
        return "".join(letter if is_drawn(letter) else UNDRAWN for letter in without_joints(value))
    if isinstance(value, Mapping):
        return {key: drawable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(part) for part in value]
    return value


def without_joints(text: str) -> str:
    """Emojis of several parts count as one: what joins or colours their parts has no width of its own."""
    return "".join(letter for letter in text if letter not in "\u200b\u200d\ufe0e\ufe0f\ufeff")


def is_drawn(letter: str) -> bool:
    if letter in rare_letters() or letter in SHOWN_AS_SPACES:
        return True
    try:
        return letter.isprintable() and bool(letter.encode("gbk"))
    except UnicodeEncodeError:
        return False


@cache
def rare_letters() -> frozenset[str]:
    return frozenset((FONTS / "rare.txt").read_text(encoding="utf-8"))
