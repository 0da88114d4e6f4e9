"""Areas by the words of other lists. Held in memory for one file."""

from collections.abc import Sequence

from linli.kit.sheets.words import plain
from linli.places.divisions import stem_of
from linli.places.models import Area

Spot = tuple[int, str]
MOST_REMEMBERED = 20_000


class Names:
    """The areas at or below one area, by name and by the name without its ending."""

    def __init__(self, top: Area) -> None:
        self.top: Spot = (top.pk, top.path)
        self.by_name: dict[str, list[Spot]] = {}
        self._found: dict[tuple[str, ...], tuple[Spot, bool]] = {}
        for pk, path, name in Area.objects.current().inside(top).values_list("pk", "path", "name"):
            for word in {plain(name), plain(stem_of(name))}:
                self.by_name.setdefault(word, []).append((pk, path))

    def find(self, texts: Sequence[str]) -> tuple[Spot, bool]:
        """The deepest area that the texts, widest first, lead to; and whether the last text named it."""
        asked = tuple(texts)
        if asked not in self._found:
            if len(self._found) > MOST_REMEMBERED:
                self._found.clear()
            self._found[asked] = self._look(asked)
        return self._found[asked]

    def _look(self, texts: Sequence[str]) -> tuple[Spot, bool]:
        here, named = self.top, not texts
        for text in texts:
            inside = [spot for spot in self._called(text) if spot[1].startswith(here[1])]
            named = len(inside) == 1
            if named:
                here = inside[0]
        return here, named

    def _called(self, text: str) -> list[Spot]:
        word = plain(text)
        return self.by_name.get(word) or self.by_name.get(plain(stem_of(text))) or []
