"""What many speak of: written down as found, raised by the office before anybody must ask again (未诉先办), or set aside."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.actions.linking import merge
from linli.cases.models import Case, HotIssue, HotMember
from linli.cases.rules_of_linking import can_merge, can_set_aside, can_take_up
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.paths import lineage
from linli.kit.trace import trace
from linli.places.models import Area


@action
def note_issue(cases: Iterable[int], *, shared: str, households: int, by: Actor, at: datetime) -> HotIssue:
    """Remember a group; one that shares cases with a known one is the same, grown. What was set aside stays so."""
    rows = list(Case.objects.filter(pk__in=list(cases)).order_by("pk"))
    area = common_area(rows)
    known = HotIssue.objects.filter(members__case__in=rows).order_by("-pk").first()
    issue = known.locked() if known else HotIssue(found_at=at)
    issue.area, issue.area_path, issue.shared, issue.households = area, area.path, shared, households
    issue.category = most_common(row.category for row in rows)
    issue.first_at, issue.last_at = min(row.raised_at for row in rows), max(row.raised_at for row in rows)
    if known:
        issue.save_changes("area", "area_path", "shared", "households", "category", "first_at", "last_at")
    else:
        issue.save(force_insert=True)
    HotMember.objects.bulk_create([HotMember(issue=issue, case=row) for row in rows], ignore_conflicts=True)

    trace("hot_issue.found", issue, by=by, at=at, facts={"cases": len(rows), "households": households})
    return issue


def common_area(cases: list[Case]) -> Area:
    """The smallest area that holds all of them."""
    above = [set(lineage(case.area_path)) for case in cases]
    path = max(set.intersection(*above), key=len)
    found: Area = Area.objects.filter(path=path).order_by("-valid_from", "-pk")[0]
    return found


def most_common(values: Iterable[str]) -> str:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else ""


@dataclass(frozen=True)
class Wording:
    """How the office says it itself; no resident's words go out with it."""

    title: str
    words: str
    category: str


@action
def take_up(issue: HotIssue, wording: Wording, *, members: Iterable[int], by: Actor, at: datetime) -> Case:
    """Raise one case for all, and let the chosen ones that are still open go on in it. Each link can be undone."""
    issue = issue.locked()
    permit(can_take_up(by, issue))

    chosen = Case.objects.filter(hot__issue=issue, pk__in=list(members)).order_by("pk")
    kind = most_common(Case.objects.filter(hot__issue=issue).values_list("kind", flat=True))
    intake = Intake(
        words=wording.words,
        title=wording.title,
        category=wording.category,
        area=issue.area,
        channel="patrol",
        kind=kind,
        proactive=True,
    )
    raised = raise_case(intake, by=by, at=at)
    for case in chosen:
        if can_merge(by, case):
            merge(case, into=raised, by=by, at=at)
    issue.raised = raised
    issue.save_changes("raised")

    trace("hot_issue.taken_up", issue, by=by, at=at, facts={"case": raised.pk})
    return raised


@action
def set_aside(issue: HotIssue, *, reason: str, by: Actor, at: datetime) -> HotIssue:
    """Not one matter, or nothing to be done about: it is not shown among the waiting ones again."""
    issue = issue.locked()
    permit(can_set_aside(by, issue, reason))

    issue.set_aside_at = at
    issue.save_changes("set_aside_at")

    trace("hot_issue.set_aside", issue, by=by, at=at, words=reason)
    return issue
