"""Who stands behind a promise, who plans, and which steps of a project are late."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from linli.cases.cashbook import lines_of
from linli.cases.models import Case, Milestone, MoneyLine, Plan, Pledge
from linli.governance.vocabulary import CLOSED
from linli.notices.models import Notice
from linli.notices.recipients import Who
from linli.people.models import Account, Post
from linli.people.reads import members_of, posts_above

STEP_LATE = "milestone.late"
LATE_SINCE = timedelta(days=3)
LAST_MINUTE = time(23, 59)
PEOPLE = ("organisation", "post__account")


def posts_behind(who: Who, case: Case, day: date, facts: Mapping[str, Any]) -> Iterable[Post]:
    """The posts behind a word that speaks of promises and plans; none for any other word."""
    if who is Who.PLEDGER:
        yield from _of_the_promise(case, day, facts)
    elif who is Who.GIVERS:
        yield from _of_all_promises(case, day)
    elif who is Who.PLANNERS:
        yield from _planners(case, day)
    elif who is Who.SECOND:
        yield from _second_persons(case, day, facts)


def _of_the_promise(case: Case, day: date, facts: Mapping[str, Any]) -> Iterator[Post]:
    if "pledge" in facts:
        pledge = Pledge.objects.filter(case=case, pk=facts["pledge"]).select_related(*PEOPLE).first()
        yield from posts_of(pledge, case, day) if pledge else ()
        return
    line = lines_of(case).filter(number=facts.get("line") or 0).first()
    yield from posts_of_money(root_of(line), case, day) if line else ()


def persons_behind(who: Who, case: Case, facts: Mapping[str, Any]) -> Iterator[Account]:
    """Those who gave for themselves, without any post."""
    if who in {Who.PLEDGER, Who.GIVERS}:
        rows = standing(case) if who is Who.GIVERS else Pledge.objects.filter(pk=facts.get("pledge") or 0)
        rows = rows.filter(case=case, account__is_active=True).select_related("account")
        yield from (pledge.account for pledge in rows)


def root_of(line: MoneyLine) -> MoneyLine:
    """The promise to which a line of the ledger belongs."""
    return line.towards or line.reverses or line


def posts_of_money(line: MoneyLine, case: Case, day: date) -> Iterator[Post]:
    """A promise that the office wrote down for a unit has no pledge behind it: the unit's own people hear."""
    pledge = Pledge.objects.filter(money=line).select_related(*PEOPLE).first()
    yield from posts_of(pledge, case, day) if pledge else _promising(line.organisation, case, day)


def posts_of(pledge: Pledge, case: Case, day: date) -> Iterator[Post]:
    """Whoever made it; when she holds that post no more, those who promise for her unit."""
    if pledge.account_id is not None:
        return
    if pledge.post is not None and pledge.post.is_held_on(day):
        yield pledge.post
    else:
        yield from _promising(pledge.organisation, case, day)


def _promising(unit: Any, case: Case, day: date) -> Iterator[Post]:
    may = case.rulebook.project.pledge
    yield from (post for post in members_of(unit, day) if post.role in may) if unit else ()


def standing(case: Case) -> Any:
    """Promises that were not taken back, nor their money's line."""
    rows = Pledge.objects.filter(case=case, taken_back_at=None, money__reversed_by=None)
    return rows.select_related(*PEOPLE).order_by("pk")


def _of_all_promises(case: Case, day: date) -> Iterator[Post]:
    for pledge in standing(case):
        yield from posts_of(pledge, case, day)
    written = MoneyLine.objects.of(case).original().filter(side=MoneyLine.Side.PLEDGED)
    written = written.filter(promise=None, reversed_by=None).exclude(organisation=None)
    for line in written.select_related("organisation").order_by("pk"):
        yield from _promising(line.organisation, case, day)


def nearest(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.area_path == posts[0].area_path]


def _planners(case: Case, day: date) -> Iterator[Post]:
    yield from nearest(posts_above(case.area_path, day, case.rulebook.project.plan))
    plan = Plan.objects.filter(case=case).select_related("lead__account").first()
    if plan is not None and plan.lead.is_held_on(day):
        yield plan.lead


def _second_persons(case: Case, day: date, facts: Mapping[str, Any]) -> Iterator[Post]:
    """Never whoever wrote it: the nearest of the others."""
    line = MoneyLine.objects.of(case).filter(number=facts.get("line") or 0).first()
    writer = line.account_id if line else None
    posts = posts_above(case.area_path, day, case.rulebook.project.confirm)
    yield from nearest([post for post in posts if post.account_id != writer])


def late_steps(now: datetime) -> Iterator[tuple[Case, datetime]]:
    """Projects with a step whose day is over, with the end of that day, where nobody was told so yet."""
    today = timezone.localdate(now)
    rows = Milestone.objects.filter(done_on=None, dropped_at=None, due_on__lt=today)
    rows = (
        rows.filter(due_on__gte=today - LATE_SINCE).exclude(case__stage=CLOSED).select_related("case__area")
    )
    steps = list(rows.order_by("due_on", "pk"))
    found = Notice.objects.filter(name=STEP_LATE, case__in={step.case_id for step in steps})
    told = set(found.values_list("case", "about_at"))
    for step in steps:
        about = timezone.make_aware(datetime.combine(step.due_on, LAST_MINUTE))
        if (step.case_id, about) not in told:
            told.add((step.case_id, about))
            yield step.case, about
