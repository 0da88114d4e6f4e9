"""Who stands behind the words of the table, and what the pages show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from linli.cases.models import Case, Check, Objection, Urge
from linli.cases.reads_of_voices import reporters_of
from linli.cases.returning import Return, returning
from linli.kit.models import Trace
from linli.kit.paths import lineage
from linli.notices.hooked import event_of, part_of
from linli.notices.models import Notice, Preference, Robot, Webhook
from linli.notices.reads_of_pledges import persons_behind, posts_behind
from linli.notices.recipients import Who
from linli.people.models import Account, Contact, Post
from linli.people.reads import holders, members_of, posts_above
from linli.people.reads_of_absences import present

HANDLING = ("accept", "start", "answer")
MOST_AT_ONCE = 200
SPANS = (
    ("deadline.hours", timedelta(0), timedelta(hours=4)),
    ("deadline.day", timedelta(hours=4), timedelta(days=1)),
)
LATE_SINCE = timedelta(days=3)
NOTHING_TOLD: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Receiver:
    """An account, a contact of the vault, or a chat group's robot."""

    account: Account | None = None
    contact: Contact | None = None
    robot: Robot | None = None
    number: str = ""  # of the receipt that she holds, where it is not the case's own

    @property
    def key(self) -> str:
        if self.account is not None:
            return f"account:{self.account.pk}"
        return f"contact:{self.contact.pk}" if self.contact else f"robot:{self.robot.pk if self.robot else 0}"


def receivers(
    who: Who, case: Case, day: date, *, but: int | None = None, facts: Mapping[str, Any] = NOTHING_TOLD
) -> list[Receiver]:
    """Everybody behind this word, once, except the account that did it. `facts` of the trace, where they say who."""
    found: dict[str, Receiver] = {}
    of_promises = [*_accounts(posts_behind(who, case, day, facts), day)]
    of_promises += [Receiver(account=one) for one in persons_behind(who, case, facts)]
    for one in (*_behind(who, case, day), *_of_a_whistle(who, case, day, facts), *of_promises):
        found.setdefault(one.key, one)
    return [one for one in found.values() if one.account is None or one.account.pk != but]


def _behind(who: Who, case: Case, day: date) -> Iterator[Receiver]:
    if who is Who.PETITIONER:
        wishes_it = case.contact is not None and case.contact.is_written_to
        yield from [Receiver(contact=case.contact)] if wishes_it else []
    elif who is Who.REPORTERS:
        wanting = (one for one in reporters_of(case) if one.contact.is_written_to)
        yield from (Receiver(contact=one.contact, number=one.number) for one in wanting)
    elif who is Who.HOLDER:
        yield from _holder(case, day)
    elif who is Who.CLAIMERS:
        yield from _accounts(posts_above(case.area_path, day, roles_of(case, "claim")), day)
    elif who is Who.OBJECTOR:
        yield from _accounts(_objectors(case), day)
    elif who is Who.REVIEWERS:
        yield from _accounts(reviewers(case, day), day)
    elif who is Who.CLOSERS:
        yield from _accounts(posts_above(case.area_path, day, roles_of(case, "close")), day)
    elif who is Who.DUTY:
        keeper = case.holder_post if case.stage == "triaged" else None
        duty = holders(case.rulebook.rung(case.rung).duty_role, case.area_path, day)
        yield from _accounts([keeper] if keeper else duty, day)
    elif who is Who.URGER:
        yield from _urgers(case, day)
    elif who in (Who.LOOKER, Who.ASKER):
        yield from _of_the_check(case, who, day)
    elif who is Who.EXTENDER:
        posts = posts_above(case.area_path, day, roles_of(case, "extend"))
        yield from _accounts((post for post in posts if post.area_path == posts[0].area_path), day)
    elif who in {Who.OFFICE, Who.OTHER_SIDE}:
        yield from _office(case, day)


def _of_a_whistle(who: Who, case: Case, day: date, facts: Mapping[str, Any]) -> Iterator[Receiver]:
    held = Post.objects.filter(account__is_active=True).on(day).select_related("account")
    if who is Who.CALLED:
        units, reporting = facts.get("units", ()), case.rulebook.whistle.report
        yield from _accounts(held.filter(organisation__in=units, role__in=reporting).order_by("pk"), day)
        yield from (Receiver(robot=one) for one in Robot.objects.at_work().filter(organisation__in=units))
    elif who in {Who.CALLER, Who.LIFTED}:
        yield from _accounts(held.filter(pk=facts.get("caller" if who is Who.CALLER else "to") or 0), day)


def _objectors(case: Case) -> list[Post]:
    rows = Objection.objects.filter(case=case, outcome=Objection.Outcome.UPHELD)
    last = rows.select_related("post__account").order_by("-decided_at", "-pk").first()
    return [last.post] if last else []


def _urgers(case: Case, day: date) -> Iterator[Receiver]:
    """Those whom the last answer answered."""
    last = Urge.objects.filter(case=case).exclude(answered_at=None).order_by("-answered_at").first()
    if last is None:
        return
    for one in Urge.objects.filter(case=case, answered_at=last.answered_at).select_related("post__account"):
        if one.post is not None:
            yield from _accounts([one.post], day)
        elif one.by_resident and case.contact is not None and case.contact.is_written_to:
            yield Receiver(contact=case.contact)


def _of_the_check(case: Case, who: Who, day: date) -> Iterator[Receiver]:
    """Of the last one: who was asked to look, or who asked."""
    rows = Check.objects.filter(case=case).select_related("post__account", "asked_post__account")
    last = rows.order_by("-asked_at", "-pk").first()
    post = last and (last.post if who is Who.LOOKER else last.asked_post)
    yield from _accounts([post] if post else [], day)


def _holder(case: Case, day: date) -> Iterator[Receiver]:
    unit = case.holder_organisation
    if case.holder_post is None and unit is None:
        yield from _office(case, day)
    elif case.holder_post is not None:
        yield from _accounts([case.holder_post], day)
    elif unit is not None:
        may = roles_of(case, *HANDLING)
        yield from _accounts((post for post in members_of(unit, day) if post.role in may), day)
        yield from (Receiver(robot=one) for one in Robot.objects.at_work().filter(organisation=unit))


def reviewers(case: Case, day: date) -> list[Post]:
    """Not those of the unit that says it is not theirs."""
    posts = posts_above(case.area_path, day, roles_of(case, "uphold"))
    unit = case.holder_organisation_id
    return [post for post in posts if unit is None or post.organisation_id != unit]


def _office(case: Case, day: date) -> Iterator[Receiver]:
    posts = posts_above(case.area_path, day, roles_of(case, "triage"))
    nearest = posts[0].area_path if posts else ""
    yield from _accounts((post for post in posts if post.area_path == nearest), day)
    robots = Robot.objects.at_work().filter(organisation=None, area_path__in=lineage(case.area_path))
    yield from (Receiver(robot=one) for one in robots)


def _accounts(posts: Iterable[Post], day: date) -> Iterator[Receiver]:
    """In place of those who are away whoever stands in."""
    accounts = (post.account for post in present(posts, day))
    yield from (Receiver(account=account) for account in accounts if account.is_active)


def roles_of(case: Case, *verbs: str) -> frozenset[str]:
    known = (case.flow.verb(verb) for verb in verbs)
    return frozenset[str]().union(*(verb.roles for verb in known if verb))


def may_not_know(case: Case) -> bool:
    """Whether whoever has the case is of a kind of unit that never learns who raised it."""
    book, unit = case.rulebook, case.holder_organisation
    if case.holder_post is not None and book.hides_identity_from(case.holder_post.role):
        return True
    kind = book.organisations.get(unit.kind) if unit else None
    return kind is not None and not kind.identity


def preferences_of(found: Iterable[Receiver]) -> dict[int, Preference]:
    """By account; the usual ones where nobody chose. One query."""
    accounts = [one.account for one in found if one.account is not None]
    chosen = {row.account_id: row for row in Preference.objects.filter(account__in=accounts)}
    return {one.pk: chosen.get(one.pk) or Preference(account=one) for one in accounts}


def with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("area", "contact", "holder_organisation", "holder_post__account")


def coming_due(now: datetime) -> Iterator[tuple[str, Case]]:
    """Cases in somebody's hands whose time is nearly up or just over, and of which nobody was told so yet."""
    held = with_people(Case.objects.open()).filter(paused=False)
    for name, since, until in SPANS:
        rows = held.exclude(holder_organisation=None, holder_post=None)
        rows = rows.filter(due_at__gt=now + since, due_at__lte=now + until)
        yield from ((name, case) for case in _untold(rows, name))
    late = held.filter(due_at__gt=now - LATE_SINCE, due_at__lte=now)
    yield from (("deadline.late", case) for case in _untold(late, "deadline.late"))


def going_back(now: datetime) -> Iterator[Return]:
    """Claims that soon return to the pool by themselves. Whoever took one is told once for each of its ends."""
    for one in returning(with_people(Case.objects.all())):
        if one.remind_at <= now < one.at:
            yield one


def _untold(rows: QuerySet[Case], name: str) -> QuerySet[Case]:
    told = Notice.objects.filter(case=OuterRef("pk"), name=name, about_at=OuterRef("due_at"))
    return rows.filter(~Exists(told)).order_by("due_at", "pk")[:MOST_AT_ONCE]


def webhooks_for(name: str, case: Case) -> list[Webhook]:
    rows = Webhook.objects.at_work().filter(area_path__in=lineage(case.area_path))
    return [hook for hook in rows if name in hook.events]


def body_for(trace: Trace, case: Case) -> dict[str, object]:
    """Nothing in here tells who the resident is, or repeats anybody's words."""
    event = event_of(trace.name, trace.facts)
    return part_of(event, trace.facts) | {
        "event": event,
        "at": trace.at.isoformat(),
        "case": {
            "number": case.number,
            "kind": case.kind,
            "category": case.category,
            "stage": trace.facts.get("stage", case.stage),
            "rung": trace.facts.get("rung", case.rung),
            "area": case.area.code or case.area.name,
            "due_at": case.due_at.isoformat() if case.due_at else None,
            "end_state": trace.facts.get("end_state", ""),
        },
    }
