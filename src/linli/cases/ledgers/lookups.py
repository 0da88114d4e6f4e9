"""Words of other offices → units and categories of ours. Held in memory for one file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linli.governance.model import RuleBook
from linli.kit.sheets.words import plain
from linli.places.models import Area, Organisation


class Units:
    """The organisations at, above or below one area, by name and code."""

    def __init__(self, top: Area, chosen: Mapping[str, Any]) -> None:
        self.by_name: dict[str, int] = {}
        rows = Organisation.objects.current().inside(top.path).order_by("-area_path", "-pk")
        for pk, name, code in rows.values_list("pk", "name", "code"):
            self.by_name.update(dict.fromkeys(filter(None, (plain(name), plain(code))), pk))
        self.by_name |= {plain(text): int(pk) for text, pk in chosen.get("units", {}).items()}
        self.usual: int | None = int(chosen["unit"]) if chosen.get("unit") else self._first(top)

    @staticmethod
    def _first(top: Area) -> int | None:
        """The body that leads the area itself: founded first."""
        here = Organisation.objects.current().filter(area=top).order_by("pk")
        return here.values_list("pk", flat=True).first()

    def find(self, text: str) -> int | None:
        return self.by_name.get(plain(text)) if text else None


class Categories:
    """The rule book's categories by code, name and short name; and the words that a person matched with them."""

    def __init__(self, book: RuleBook, chosen: Mapping[str, Any]) -> None:
        self.book = book
        self.by_word: dict[str, str] = {}
        for category in reversed(book.categories):
            self._keep(category.code, (category.code, category.name, category.short))
            for sub in category.subs:
                self._keep(sub.code, (sub.code, sub.name))
        self.by_word |= {plain(text): code for text, code in chosen.get("categories", {}).items()}
        usual = str(chosen.get("category", ""))
        self.usual = usual if book.category(usual) else self._last()

    def _keep(self, code: str, words: Iterable[str]) -> None:
        for word in words:
            self.by_word[plain(word)] = code

    def _last(self) -> str:
        """What belongs nowhere else stands last in the list, and is not a sealed category."""
        return next((c.code for c in reversed(self.book.categories) if not c.sealed), "")

    def find(self, texts: Sequence[str]) -> str:
        """By the finest text that is known; empty when none is."""
        return next((code for text in reversed(texts) if (code := self.by_word.get(plain(text)))), "")
