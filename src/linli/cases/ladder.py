"""Who has duty on a rung of the ladder, and what lifts a case to the next one besides time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.models import Case
from linli.cases.reads_of_voices import households_of
from linli.governance.explain import rhythm_words
from linli.governance.model import MeetingType, Rung
from linli.kit.models import Trace
from linli.people.models import Post
from linli.people.reads import posts_above

# These ends say that the matter was not one of its own.
NOT_SAID_AGAIN = ("merged", "withdrawn", "invalid")


@dataclass(frozen=True)
class Duty:
    """`missing`: the posts that should have had it and that nobody holds here."""

    post: Post | None
    missing: tuple[str, ...] = ()


def on_duty(case: Case, number: int, on: date) -> Duty:
    """The nearest post of the rung's duty role; where nobody holds it, of the rung above; at last whoever sorts cases
    at that level. One query.
    """
    rungs = [rung for rung in case.rulebook.ladder if rung.number >= number]
    sorting = case.flow.verb("triage")
    sorters = sorting.roles & set(case.rulebook.roles) if sorting else frozenset[str]()
    above = posts_above(case.area_path, on, {rung.duty_role for rung in rungs} | sorters)
    missing: list[str] = []
    for rung in rungs:
        found = _nearest(above, rung.duty_role)
        if found is not None:
            return Duty(found, tuple(missing))
        missing.append(case.rulebook.role(rung.duty_role).name)
    return Duty(_sorter(above, rungs[:1]), tuple(missing))


def _nearest(above: list[Post], role: str) -> Post | None:
    """Of several in the same area whoever has held the post the longest."""
    posts = [post for post in above if post.role == role]
    near = [post for post in posts if post.area_path == posts[0].area_path]
    return min(near, key=lambda post: (post.starts_on, post.pk), default=None)


def _sorter(above: list[Post], rungs: list[Rung]) -> Post | None:
    level = rungs[0].level if rungs else ""
    return next((post for post in above if post.area.level == level), above[-1] if above else None)


def meeting_of(case: Case) -> MeetingType | None:
    """The meeting that is to decide it, while nobody has passed it on."""
    return case.rulebook.meetings.get(case.meeting) if case.meeting and case.stage == "triaged" else None


def meeting_words(case: Case) -> str:
    """“Village committees' meeting (every month)”, or nothing."""
    found = meeting_of(case)
    if found is None:
        return ""
    if found.rhythm is None:
        return found.name
    return _("%(meeting)s (%(rhythm)s)") % {"meeting": found.name, "rhythm": rhythm_words(found.rhythm)}


def waiting_for_meeting(area_path: str, meeting: str) -> Any:
    """The cases that a meeting of this area finds on its agenda, those that wait longest first."""
    return Case.objects.waiting_for_meeting(area_path, meeting).order_by("rung_since", "id")


@dataclass(frozen=True)
class Lift:
    """Why a case climbs at once. `cause` lifts a case once; `words` are for the resident too."""

    cause: str
    words: str


def lift_of(case: Case) -> Lift | None:
    """The first cause by the rule book that has not lifted this case before."""
    if not case.category or case.rulebook.is_sealed(case.category):
        return None
    return next((lift for lift in _lifts(case) if not was_lifted(case, lift.cause)), None)


def _lifts(case: Case) -> Iterator[Lift]:
    rules = case.rulebook.ladder_rules
    households = households_of(case)
    if households >= rules.households:
        yield Lift(
            "households",
            ngettext("%(number)d household is concerned.", "%(number)d households are concerned.", households)
            % {"number": households},
        )
    times = times_said(case)
    if times >= rules.repeats:
        facts = {"times": times, "days": rules.repeat_days}
        yield Lift("repeats", _("It was said %(times)d times within %(days)d days.") % facts)


def was_lifted(case: Case, cause: str) -> bool:
    rows = Trace.objects.filter(record_kind="cases.case", record_id=case.pk, name="case.climbed")
    return any(facts.get("cause") == cause for facts in rows.values_list("facts", flat=True))


def times_said(case: Case) -> int:
    """How often the same petitioner, or somebody about the same spot, said the same within the span; this time counts."""
    since = case.raised_at - timedelta(days=case.rulebook.ladder_rules.repeat_days)
    rows = Case.objects.filter(category=case.category, raised_at__gt=since, raised_at__lte=case.raised_at)
    same = Q(pk=case.pk)
    if case.contact is not None and case.contact.phone_key:
        same |= Q(contact__phone_key=case.contact.phone_key)
    if case.place_words:
        same |= Q(area=case.area_id, place_words=case.place_words)
    return int(rows.exclude(end_state__in=NOT_SAID_AGAIN).filter(same).count())
