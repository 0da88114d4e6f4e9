"""The posters of an estate as one PDF."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.console.posters.places import Place, above, book_at
from linli.governance.model import RuleBook
from linli.kit.papers.press import picture_code, printed
from linli.places.entrances import code_for

TEMPLATE = "console/posters/poster.typ"


def address_of(place: Place, origin: str) -> str:
    return origin + reverse("portal:place", args=[code_for(place)])


def title_of(area_name: str) -> str:
    return _("Posters of %(area)s") % {"area": area_name}


def posters_paper(
    places: list[Place],
    *,
    area_name: str,
    origin: str,
    telephone: str,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """One page for each place. `progress` hears how many picture codes are drawn."""
    pages = []
    for number, place in enumerate(places):
        progress(number, len(places))
        pages.append(page_of(place, origin))
    told = {**words_of(book_at(places)), "telephone": telephone, "places": pages}
    language = (get_language() or "zh").partition("-")[0]
    return printed(TEMPLATE, told, title=title_of(area_name), at=at, language=language)


def page_of(place: Place, origin: str) -> dict[str, str]:
    address = address_of(place, origin)
    return {
        "name": str(place),
        "above": above(place),
        "address": address,
        "drawing": picture_code(address, error="h"),
        "alt": _("Opens the page of this place"),
    }


def words_of(book: RuleBook | None) -> dict[str, Any]:
    """What the locality calls itself and asks; how to use the code, in three lines."""
    brand = " · ".join(filter(None, [book.word("brand"), book.name])) if book else ""
    return {
        "brand": brand,
        "ask": book.word("ask") if book else "",
        "promise": book.word("promise") if book else "",
        "steps": [
            _("Scan this picture with your telephone; nothing needs to be installed."),
            _("Say what it is about; a photo helps. The place is filled in already."),
            _("Keep number and code: you see who has it and until when."),
        ],
        "otherwise": _("No telephone at hand? Tell your grid worker or the community's desk."),
    }
