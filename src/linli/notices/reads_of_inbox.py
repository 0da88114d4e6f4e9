"""What an account was told and has not read yet, and which systems of others hear of cases."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.cases.models import Case, Whistle
from linli.kit.actor import Actor
from linli.kit.paging import Page, page_of
from linli.kit.prepared import prepared
from linli.notices.models import Delivery, Notice, Robot, State, Webhook
from linli.notices.public import words_of
from linli.notices.recipients import GIVEN, WHISTLED
from linli.notices.sentences import text_of, title_of


@dataclass(frozen=True)
class NoticeLine:
    notice: Notice
    title: str
    text: str
    open_to_her: bool  # the case may have passed on to somebody else since

    @property
    def pk(self) -> int:
        return self.notice.pk


@dataclass(frozen=True)
class NoticeList:
    lines: tuple[NoticeLine, ...]
    page: Page[Notice]


def notice_list(actor: Actor, now: datetime, *, cursor: str = "", size: int = 50) -> NoticeList:
    """Her notices, the newest first. Two queries, one more where units were called together,
    two more where she follows something or gave to it.
    """
    rows = Notice.objects.list_of(actor).select_related("case__area", "following")
    page = page_of(rows, order=("-made_at", "-id"), cursor=cursor, size=size)
    cases = [row.case_id for row in page]
    seen = set(Case.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
    called = [row.case_id for row in page if row.name in WHISTLED]
    calls = Whistle.objects.visible_to(actor).filter(case__in=called).values_list("case", flat=True)
    by_whistle = set(calls) if called else set()
    public = words_of(page)

    def reached(row: Notice) -> bool:
        by_page = row.name in GIVEN and row.pk in public
        return by_page or row.case_id in (by_whistle if row.name in WHISTLED else seen)

    lines = (
        NoticeLine(row, title_of(row.name), public.get(row.pk) or text_of(row, now), reached(row))
        for row in page
    )
    return NoticeList(tuple(lines), page)


def whistle_behind(notice: Notice, actor: Actor) -> Whistle | None:
    """The last call to the case of this notice, for a notice that speaks of one."""
    if notice.name not in WHISTLED:
        return None
    rows = Whistle.objects.visible_to(actor).filter(case=notice.case_id)
    found: Whistle | None = rows.order_by("-blown_at", "-id").first()
    return found


MOST_COUNTED = 99


def unread(actor: Actor) -> int:
    """How many she has not opened, up to a hundred. One query, on an index of unread ones alone."""
    return _unread.count(actor.account_id or 0)


@prepared
def _unread(account: int) -> QuerySet[Notice, tuple[int]]:
    rows = Notice.objects.filter(account=account, channel="inapp").unread().order_by()
    return rows.values_list("pk")[: MOST_COUNTED + 1]


@dataclass(frozen=True)
class Connections:
    """What another system is told, and how it went. Three queries."""

    webhooks: tuple[Webhook, ...]
    robots: tuple[Robot, ...]
    troubled: tuple[Notice, ...]


def connections(actor: Actor, *, most: int = 50) -> Connections:
    hooks = Webhook.objects.visible_to(actor).at_work().select_related("area").order_by("area_path", "pk")
    robots = Robot.objects.visible_to(actor).at_work().select_related("area", "organisation")
    troubled = (
        Notice.objects.visible_to(actor)
        .troubled()
        .select_related("case", "robot")
        .order_by("-made_at", "-id")
    )
    return Connections(tuple(hooks), tuple(robots.order_by("area_path", "pk")), tuple(troubled[:most]))


def deliveries_of(hook: Webhook, *, most: int = 50) -> tuple[Delivery, ...]:
    """The last ones; those that were given up stand first."""
    rows = Delivery.objects.filter(webhook=hook).order_by("-made_at", "-id")
    found = list(rows[:most])
    dead = list(rows.filter(state=State.REFUSED)[:most])
    return tuple(dict.fromkeys([*dead, *found]))
