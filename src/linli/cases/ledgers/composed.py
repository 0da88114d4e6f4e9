"""Three facts in one cell: “转办：… 现场处理：… 回访：…”, told apart by the labels before them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NUMBERED = re.compile(r"(?:^|\n)\s*\d{1,2}\s*[.、)）]?\s*$")


@dataclass(frozen=True)
class Handled:
    referred: str = ""
    handled: str = ""
    called: str = ""


def handled_of(text: str, labels: Mapping[str, Sequence[str]]) -> Handled:
    """Text without labels is what was done."""
    names = {word: part for part, words in labels.items() for word in words}
    words = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|[\s\d.、;；。(（）)])({words})\s*[:：]", text, re.IGNORECASE))
    if not found:
        return Handled(handled=text.strip())
    parts: dict[str, list[str]] = {"handled": [_tidy(text[: found[0].start()])]}
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        part = names.get(match[1]) or names[match[1].lower()]
        parts.setdefault(part, []).append(_tidy(text[match.end() : end]))
    return Handled(**{part: "\n".join(filter(None, texts)) for part, texts in parts.items()})


def _tidy(text: str) -> str:
    """Without the separator, or the number of the next fact, at its end."""
    return _NUMBERED.sub("", text).strip(" \t\n;；、,，")
