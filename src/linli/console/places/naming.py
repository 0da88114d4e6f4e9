"""How levels and kinds are called here: by the locality's rule book, else by plain words."""

from django.utils.translation import gettext as _

from linli.governance.reads import rulebook_for
from linli.places.models import Area

Choice = tuple[str, str]


def level_name(level: str, path: str) -> str:
    book = rulebook_for(path)
    found = next((row.name for row in book.levels if row.key == level), "") if book else ""
    return found or plain_levels().get(level, level)


def level_names(path: str) -> dict[str, str]:
    book = rulebook_for(path)
    return plain_levels() | ({row.key: row.name for row in book.levels} if book else {})


def levels_below(area: Area) -> list[Choice]:
    """The levels that may stand below this one, by the rule book, or all that are known."""
    book = rulebook_for(area.path)
    if not book:
        return list(plain_levels().items())
    below = [(row.key, row.name) for row in book.levels if area.level in row.under]
    return below or [(row.key, row.name) for row in book.levels if row.key != area.level]


def unit_kinds(path: str) -> list[Choice]:
    book = rulebook_for(path)
    return [(key, kind.name) for key, kind in book.organisations.items()] if book else []


def plain_levels() -> dict[str, str]:
    return {
        "province": _("Province"),
        "city": _("City"),
        "county": _("County"),
        "street": _("Sub-district"),
        "community": _("Community"),
        "village": _("Village"),
        "estate": _("Estate"),
        "grid": _("Grid"),
        "building": _("Building"),
    }
