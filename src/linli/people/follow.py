"""What people do when places change: posts, vault rows, household files and accounts go on where their area went on.

Posts of the past keep the tree of their day.
"""

from collections.abc import Iterable
from datetime import date

from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.trace import follows
from linli.people.actions.rehoming import rehome_files, rehome_post
from linli.people.models import Post
from linli.places.models import Area
from linli.places.reads import heir_of


@follows("area.moved", "area.merged", "area.split")
def people_follow_their_place(trace_id: int) -> None:
    trace = Trace.objects.get(pk=trace_id)
    on = date.fromisoformat(trace.facts["on"])
    for area in Area.objects.filter(pk__in=_ended(trace)).exclude(valid_to=None).select_related("parent"):
        heir = heir_of(area)
        home = heir or open_above(area)
        if home is None:
            continue
        for post in Post.objects.filter(area=area).from_day(on).order_by("pk"):
            rehome_post(post, home, on=on, lifted=heir is None, by=SYSTEM, at=trace.at)
        rehome_files(area, home, by=SYSTEM, at=trace.at)


def _ended(trace: Trace) -> Iterable[int]:
    return {int(before) for before, _after in trace.facts.get("heirs", [])} | {trace.record_id}


def open_above(area: Area) -> Area | None:
    """The nearest area above that is open, or that goes on as one open area."""
    above = area.parent
    while above is not None:
        if home := heir_of(above):
            return home
        above = above.parent
    return None
