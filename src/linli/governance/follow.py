"""When the area of a rule book moves, merges or is split, the rule book goes on holding where the area went."""

from linli.governance.actions.editions import bind
from linli.governance.models import Binding
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.trace import follows
from linli.places.models import Area, Succession


@follows("area.moved", "area.merged", "area.split")
def rule_books_follow_their_area(trace_id: int) -> None:
    trace = Trace.objects.get(pk=trace_id)
    for binding in Binding.objects.exclude(area__valid_to=None).select_related("area"):
        heir = last_heir(binding.area)
        if heir is not None and not Binding.objects.filter(area=heir).exists():
            bind(heir, binding.slug, binding.name, by=SYSTEM, at=trace.at)


def last_heir(area: Area) -> Area | None:
    """The open area that went on; of several parts the one with most areas below it, for one rule book has one place."""
    seen = {area.pk}
    while area.valid_to is not None:
        parts = [row.after for row in Succession.objects.filter(before=area).select_related("after")]
        parts = [part for part in parts if part.pk not in seen]
        if not parts:
            return None
        area = max(parts, key=lambda part: (Area.objects.inside(part).count(), -part.pk))
        seen.add(area.pk)
    return area
