"""What cases do when something happened: one that many are concerned by climbs. When places change, an open case goes
where its place went, with whoever spoke, and stays with whoever has it; a closed one keeps the tree of its day.
"""

from collections.abc import Iterable

from linli.cases.actions.rehoming import pass_on, rehome
from linli.cases.actions.splitting import end_whole
from linli.cases.actions.triage import climb
from linli.cases.ladder import lift_of
from linli.cases.models import Case
from linli.cases.reads_of_voices import wholes_over, with_duplicates
from linli.cases.rules import can_climb
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.trace import follows
from linli.people.actions.rehoming import rehome_contact
from linli.people.models import Post
from linli.places.models import Area, Succession
from linli.places.reads import spot_at

SETTLED = ("answered", "verified", "closed")
ENDINGS = ("case.closed", "case.withdrawn", "case.merged", "case.unmerged", "case.reopened")


@follows("area.moved", "area.merged", "area.split")
def cases_follow_their_place(trace_id: int) -> None:
    trace = Trace.objects.get(pk=trace_id)
    ended = Area.objects.filter(pk__in=_ended(trace)).exclude(valid_to=None)
    for case in Case.objects.open().filter(area__in=ended).select_related("area", "contact"):
        heir = _heir_of(case)
        if heir is not None:
            rehome(case, heir, by=SYSTEM, at=trace.at)
            if case.contact is not None:
                rehome_contact(case.contact, heir, by=SYSTEM, at=trace.at)


@follows("post.joined")
def cases_stay_with_their_holder(trace_id: int) -> None:
    """Two posts of one person became one: what she had in hand through the one she goes on with through the other."""
    trace = Trace.objects.get(pk=trace_id)
    post = Post.objects.get(pk=trace.facts["into"])
    for case in Case.objects.open().filter(holder_post=trace.record_id):
        pass_on(case, post, by=SYSTEM, at=trace.at)


@follows("case.triaged", "case.joined", "case.gathered")
def cases_climb_when_many_are_concerned(trace_id: int) -> None:
    """Said for the third time, or by many households: the next rung hears of it at once."""
    trace = Trace.objects.get(pk=trace_id)
    case = Case.objects.select_related("contact", "area").get(pk=trace.record_id)
    if case.stage in SETTLED or not can_climb(SYSTEM, case):
        return
    lift = lift_of(case)
    if lift is not None:
        climb(case, reason=lift.words, cause=lift.cause, by=SYSTEM, at=trace.at)


@follows(*ENDINGS)
def wholes_end_with_their_parts(trace_id: int) -> None:
    """Also when a part goes on in another case, and that one has come to an end."""
    told = Trace.objects.get(pk=trace_id)
    ended = Case.objects.get(pk=told.record_id)
    for whole in wholes_over(with_duplicates(ended)):
        end_whole(whole, by=SYSTEM, at=told.at)


def _ended(trace: Trace) -> Iterable[int]:
    heirs = trace.facts.get("heirs", [])
    return {int(before) for before, _after in heirs} | {trace.record_id}


def _heir_of(case: Case) -> Area | None:
    """The one area that went on, or of several the one around the case's point; else the office above sorts it."""
    after = [row.after for row in Succession.objects.filter(before=case.area).select_related("after")]
    if len(after) == 1:
        return after[0]
    if case.lat is not None and case.lon is not None and case.area.valid_to is not None:
        spot = spot_at(case.lat, case.lon, case.area.valid_to)
        inside = [area for area in after if spot and spot.path.startswith(area.path)]
        if inside:
            return inside[0]
    return case.area.parent
