"""Which units can be called to a case: of the kinds that the rule book names, with somebody there who may report in."""

from datetime import date
from typing import Any

from linli.cases.models import Case
from linli.kit.paths import lineage
from linli.people.models import Post
from linli.places.models import Organisation

MOST_OFFERED = 60


def callable_units(case: Case, on: date) -> Any:
    """Units at or above the place, whose reporting post answers for the place; the nearest first. One query."""
    rules, above = case.rulebook.whistle, lineage(case.area_path)
    ready = Post.objects.filter(role__in=rules.report, account__is_active=True, area_path__in=above).on(on)
    units = Organisation.objects.on(on).filter(kind__in=rules.units, area_path__in=above)
    return units.filter(pk__in=ready.values("organisation")).order_by("-area_path", "kind", "name")
