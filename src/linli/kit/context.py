"""What every page knows about how its reader wants to see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

COOKIE = "look"
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True)
class Look:
    """Large letters (长辈版), and dark, light or (neither) as the device has it."""

    elder: bool = False
    dark: bool = False
    light: bool = False
    html_language: str = "zh-Hans"

    @classmethod
    def read(cls, words: str) -> "Look":
        chosen = set(words.split("-"))
        dark = "dark" in chosen
        return cls("elder" in chosen, dark, "light" in chosen and not dark, html_language())

    def write(self) -> str:
        flags = {"elder": self.elder, "dark": self.dark, "light": self.light}
        return "-".join(name for name, chosen in flags.items() if chosen)


def html_language() -> str:
    """The language of the page as HTML names it."""
    language = get_language() or "zh-hans"
    return HTML_LANGUAGES.get(language, language)


def look(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    now: datetime = timezone.now()
    return {
        "look": Look.read(request.COOKIES.get(COOKIE, "")),
        "now": now,
        "here": match.view_name if match else "",
        "nav": match.app_name if match else "",
    }
