"""Which locality is meant, where a report belongs in it, and where its public reader may see it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask
from linli.governance.model import RuleBook
from linli.governance.models import Binding
from linli.governance.reads import rulebook_for
from linli.kit.actor import ANONYMOUS
from linli.places.finding import place_of
from linli.places.models import Area
from linli.places.reads import area_at

# A cell of about 220 by 200 metres: dozens of front doors share its centre.
ROWS, COLUMNS = 0.002, 0.002


@dataclass(frozen=True)
class Jurisdiction:
    slug: str
    name: str
    area: Area
    book: RuleBook


@dataclass(frozen=True)
class Place:
    area: Area
    words: str
    lat: float | None
    lon: float | None


def jurisdiction_of(ask: Ask) -> Jurisdiction:
    """Raises Fault: 404 for a name that nobody bears, 400 where several are served and none was named."""
    slug, bound = ask.one("jurisdiction_id"), Binding.objects.visible_to(ANONYMOUS).select_related("area")
    found = list(bound.filter(slug=slug) if slug else bound.order_by("slug")[:2])
    if len(found) > 1:
        raise Fault(400, _("Several places are served here. Please name one in jurisdiction_id."))
    book = rulebook_for(found[0].area_path) if found else None
    if book is None:
        raise Fault(404, _("No place of this jurisdiction_id is served here."))
    return Jurisdiction(found[0].slug, found[0].name, found[0].area, book)


def place_in(ask: Ask, where: Jurisdiction) -> Place:
    """From lat and long, address_id or address_string to an area. Raises Fault without any, or outside."""
    lat, lon = ask.number("lat", -90, 90), ask.number("long", -180, 180)
    words, known = ask.one("address_string"), ask.one("address_id")
    if (lat is None) != (lon is None):
        raise Fault(400, _("“lat” and “long” are given together."))
    if lat is not None and lon is not None:
        return Place(area_around(lat, lon, ask, where), words, lat, lon)
    if known:
        return Place(area_named(known, where), words, None, None)
    if words:
        return Place(area_in_words(words, where), words, None, None)
    raise Fault(400, _("Please say where it is: lat and long, address_string or address_id."))


def area_around(lat: float, lon: float, ask: Ask, where: Jurisdiction) -> Area:
    """The narrowest area that is drawn there; where nothing is drawn, the locality, and the office sorts it."""
    found = area_at(lat, lon, timezone.localdate(ask.at))
    if found is not None and where.area.contains(found):
        return found
    if found is not None or where.area.outline:
        raise Fault(400, _("This place lies outside %(name)s.") % {"name": where.name})
    return where.area


def area_named(known: str, where: Jurisdiction) -> Area:
    rows = Area.objects.current().inside(where.area)
    found = rows.filter(code=known).first() or rows.filter(path=known).first()
    if found is None:
        raise Fault(400, _("There is no address with this address_id."))
    return found


def area_in_words(words: str, where: Jurisdiction) -> Area:
    proposed = place_of(words, where.area)
    return proposed[0].area if proposed and proposed[0].sure else where.area


def off_the_doorstep(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """The centre of the cell around a point. Several cases of one house fall on one centre, so no average leads back."""
    if lat is None or lon is None:
        return None, None
    return centre(lat, ROWS), centre(lon, COLUMNS)


def centre(value: float, size: float) -> float:
    return round((value // size + 0.5) * size, 6)
