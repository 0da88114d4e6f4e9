"""What neighbours have told already, shown beside the form and never in its way."""

from collections.abc import Iterable

from django.utils import timezone

from linli.cases.reads_of_alike import Nearby, open_nearby
from linli.kit.actor import ANONYMOUS
from linli.kit.paths import lineage
from linli.places.finding import place_of
from linli.places.models import Area
from linli.portal.locality import Locality
from linli.portal.raising.forms import SendForm


def nearby_of(locality: Locality, form: SendForm, codes: Iterable[str]) -> tuple[Nearby, ...]:
    """Open cases of what the words are about, around the place that was chosen or named; each line says where it is."""
    area = Area.objects.visible_to(ANONYMOUS).filter(pk=form["area"].value() or 0).first()
    if area is None or not codes:
        return ()
    path = area.path
    if area.pk == locality.area_id:
        path = around_what_was_named(locality.area_path, str(form["words"].value() or ""))
    return open_nearby(path, codes, timezone.now())


def around_what_was_named(area_path: str, words: str) -> str:
    """The area above the place that the words name; the whole locality when they name none."""
    found = place_of(words, area_path)
    above = lineage(found[0].area.path)[:-1] if found else []
    return above[-1] if above and above[-1].startswith(area_path) else area_path
