"""Which cases a list shows: what an actor sees, narrowed by the address of the page; her pool; her day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When

from linli.cases.models import Answer, Case, Clock, Rating, Urge
from linli.cases.search import matching
from linli.governance.vocabulary import COUNTED_END_STATES
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.trace import traces_of
from linli.places.worktime import midnight

KEPT = Q(met_at__isnull=False, met_at__lte=F("due_at"))


@dataclass(frozen=True)
class Filters:
    """What a list of cases was narrowed to; each field is one parameter of its address."""

    stage: str = ""
    category: str = ""
    kind: str = ""
    area_path: str = ""
    unit: int | None = None
    late: bool = False
    mine: bool = False
    words: str = ""
    since: date | None = None
    until: date | None = None
    post: int | None = None
    channel: str = ""
    end_state: str = ""  # or "counted": the ends that stand in the rates
    verdict: str = ""  # the resident's last word; or "any"
    rung: int | None = None
    urged: bool = False
    to_confirm: bool = False
    answered: str = ""  # the first contact: "in_time", "late", or "any" of the two


def cases_for(actor: Actor, filters: Filters, at: datetime) -> Any:
    """The cases that this actor may see, narrowed. Order and paging are the caller's."""
    rows = Case.objects.visible_to(actor)
    if filters.stage == "open":
        rows = rows.open()
    elif filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.category:
        rows = rows.filter(Q(category=filters.category) | Q(category__startswith=f"{filters.category}."))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.area_path:
        rows = rows.inside(filters.area_path)
    if filters.unit:
        rows = rows.filter(holder_organisation_id=filters.unit)
    if filters.late:
        rows = rows.overdue(at)
    if filters.mine:
        rows = rows.held_by(actor) | rows.of_units_of(actor)
    if filters.post:
        rows = rows.filter(holder_post_id=filters.post)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.end_state == "counted":
        rows = rows.filter(end_state__in=COUNTED_END_STATES)
    elif filters.end_state:
        rows = rows.filter(end_state=filters.end_state)
    if filters.rung:
        rows = rows.filter(rung=filters.rung)
    if filters.verdict:
        rows = with_last_verdict(rows, filters.verdict)
    if filters.urged:
        rows = rows.urged()
    if filters.to_confirm:
        rows = rows.to_confirm()
    if filters.answered:
        rows = rows.filter(Exists(first_contacts(filters.answered, at).filter(case=OuterRef("pk"))))
    return _in_time(rows, filters)


def with_last_verdict(rows: Any, verdict: str) -> Any:
    rows = rows.annotate(last_verdict=last_verdict())
    return rows.filter(last_verdict__isnull=False) if verdict == "any" else rows.filter(last_verdict=verdict)


def last_verdict() -> Subquery:
    """“Not solved” stays her last word until she has judged the next answer."""
    return Subquery(Rating.objects.filter(case=OuterRef("pk")).order_by("-round").values("verdict")[:1])


def first_contacts(which: str, at: datetime) -> Any:
    """Clocks of the first round that were kept, or broken: met too late, or over and not met."""
    clocks = Clock.objects.filter(name="first", round=1, due_at__isnull=False)
    return clocks.filter({"in_time": KEPT, "late": broken(at)}.get(which, KEPT | broken(at)))


def first_contact(at: datetime) -> Subquery:
    """Of each case, whether its first contact was made "in_time" or "late"; null when neither is known yet."""
    said = Choice(When(KEPT, then=Value("in_time")), default=Value("late"))
    return Subquery(
        first_contacts("any", at).filter(case=OuterRef("pk")).annotate(said=said).values("said")[:1]
    )


def broken(at: datetime) -> Q:
    return Q(met_at__gt=F("due_at")) | Q(met_at=None, due_at__lt=at)


def urged_among(cases: Iterable[Case]) -> dict[int, datetime]:
    """Of these cases those with an open urging, and when the answer is due. One query."""
    rows = Urge.objects.open().filter(case__in=[case.pk for case in cases]).order_by("-due_at")
    return dict(rows.values_list("case", "due_at"))


def _in_time(rows: Any, filters: Filters) -> Any:
    if filters.since:
        rows = rows.filter(raised_at__gte=midnight(filters.since))
    if filters.until:
        rows = rows.filter(raised_at__lt=midnight(filters.until) + timedelta(days=1))
    return matching(rows, filters.words)


def pool_for(actor: Actor) -> Any:
    """Cases that wait to be claimed where this actor holds a post that may claim."""
    offered = Q(pk__in=[])
    for post in actor.posts:
        offered |= within("area_path", post.area_path)
    return Case.objects.in_pool().filter(offered)


def out_of_pool(actor: Actor, number: str) -> Case | None:
    """A case that left the pool of this actor because somebody took it: to tell who did, and for nothing else."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        mine |= within("area_path", post.area_path)
    taken = Case.objects.filter(number=number, stage__in=["taken", "working"], holder_post__isnull=False)
    found: Case | None = taken.filter(mine).first()
    was_offered = found is not None and traces_of(found).filter(name="case.offered").exists()
    return found if was_offered else None


def today_for(actor: Actor) -> Any:
    """What this actor has in hand, the nearest limit first."""
    held = Case.objects.open().held_by(actor) | Case.objects.open().of_units_of(actor)
    return held.exclude(stage__in=["answered", "verified"]).order_by("due_at", "id")


def waiting_for_verdict(actor: Actor) -> Any:
    """Answered and not judged."""
    rated = Rating.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    return Case.objects.visible_to(actor).filter(~Exists(rated), stage="answered")


def answers_to(cases: Iterable[Case]) -> dict[int, Answer]:
    """The newest answer of each. One query."""
    rounds = {case.pk: case.round for case in cases}
    rows = Answer.objects.filter(case__in=rounds)
    return {row.case_id: row for row in rows if row.round == rounds[row.case_id]}


def to_call_back(actor: Actor) -> Any:
    """Of those the ones whose resident left a telephone; each with its tries of this round."""
    missed = Q(calls__reached=False, calls__round=F("round"))
    rows = waiting_for_verdict(actor).filter(contact__phone_key__isnull=False)
    return rows.annotate(tries=Count("calls", filter=missed), tried_at=Max("calls__at", filter=missed))
