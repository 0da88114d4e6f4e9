"""The inbox: what waits for the office, the most urgent first, beside the case that is being looked at."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from linli.cases.lists import Filters, cases_for
from linli.cases.models import Case
from linli.console.case.pane import Pane
from linli.console.counting import MOST, Count
from linli.console.finding import actor_of, asks_for_part
from linli.kit.actor import Actor
from linli.kit.paging import Page, first_page, page_of
from linli.kit.prepared import prepared

TO_SORT, TO_SEND = ("raised", "registered"), ("triaged",)
INBOX = TO_SORT + TO_SEND
SIZE = 40
ORDER = ("urgent_at", "id")


@dataclass(frozen=True)
class View:
    """What the list is narrowed to; each is one parameter of the address."""

    show: str = ""
    words: str = ""
    after: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "View":
        return cls(query.get("show", ""), query.get("words", "")[:60], query.get("after", ""))

    def query(self, **more: str) -> str:
        words = QueryDict(mutable=True)
        words.update({name: value for name, value in {**vars(self), **more}.items() if value})
        return words.urlencode()


@dataclass(frozen=True)
class Line:
    """A row of the list, everything already in words."""

    case: Case
    said: str
    query: str
    channel: str
    category: str
    rung: str

    @classmethod
    def of(cls, case: Case, view: View) -> "Line":
        book, found = case.rulebook, case.category_in_book
        channel = book.channels.get(case.channel)
        return cls(
            case,
            beyond_title(case),
            view.query(case=case.number),
            channel.name if channel else case.channel,
            found.name if found else "",
            book.rung(case.rung).name,
        )


def beyond_title(case: Case) -> str:
    """What was said, as far as the title does not say it already."""
    said, title = case.words.text, case.title.removesuffix("…")
    rest = said.removeprefix(title) if said.startswith(title) else said
    start = next((place for place, letter in enumerate(rest) if letter.isalnum()), len(rest))
    return rest[start:] if said.startswith(title) else rest


@dataclass(frozen=True)
class Inbox:
    view: View
    page: Page[Case]
    following: str  # the case to look at when the present one has left the list
    to_sort: Count | None = None
    to_send: Count | None = None
    late: Count | None = None

    @cached_property
    def lines(self) -> list[Line]:
        return [Line.of(case, self.view) for case in self.page.rows]

    @property
    def list_query(self) -> str:
        return self.view.query()

    @property
    def page_query(self) -> str:
        query = View(self.view.show, self.view.words).query()
        return f"{query}&" if query else ""

    @property
    def carry(self) -> str:
        """What a link of the right pane takes along, so that the list beside it stays as it is."""
        return f"?from=inbox&view={quote(self.view.query())}"


def comes_from_inbox(request: HttpRequest) -> bool:
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("from") == "inbox"


def view_of(request: HttpRequest) -> View:
    """The narrowing, also when a link or form of the right pane carries it along."""
    if comes_from_inbox(request):
        sent = request.POST if request.method == "POST" else request.GET
        return View.read(QueryDict(sent.get("view", "")))
    return View.read(request.GET)


def inbox_rows(actor: Actor, view: View, at: datetime) -> Any:
    return narrowed(cases_for(actor, Filters(words=view.words), at), Shown.of(view.show), at)


@dataclass(frozen=True)
class Shown:
    """What one choice above the list shows."""

    stages: tuple[str, ...] = INBOX
    late: bool = False
    aside: bool = False

    @classmethod
    def of(cls, show: str) -> "Shown":
        stages = {"sort": TO_SORT, "send": TO_SEND}.get(show, INBOX)
        return cls(stages, late=show == "late", aside=show == "aside")


def narrowed(rows: Any, shown: Shown, at: datetime) -> Any:
    rows = rows.open().filter(stage__in=shown.stages)
    rows = rows.overdue(at) if shown.late else rows
    return rows.filter(aside=True) if shown.aside else rows


def inbox_page(actor: Actor, view: View, at: datetime) -> Page[Case]:
    """By the nearest limit; what has none yet counts from the moment it was said."""
    shown = Shown.of(view.show)
    if not view.words and not view.after:
        found = most_urgent(actor, shown.stages, at, late=shown.late, aside=shown.aside)
        return first_page(found, order=ORDER, size=SIZE)
    return page_of(with_urgency(inbox_rows(actor, view, at)), order=ORDER, cursor=view.after, size=SIZE)


def with_urgency(rows: Any) -> Any:
    rows = rows.select_related("area", "words").defer("area__outline")
    return rows.annotate(urgent_at=Coalesce("due_at", "raised_at"))


@prepared
def most_urgent(
    actor: Actor, stages: tuple[str, ...], at: datetime, *, late: bool, aside: bool
) -> QuerySet[Case]:
    rows = narrowed(Case.objects.visible_to(actor), Shown(stages, late, aside), at)
    return with_urgency(rows).order_by(*ORDER)[: SIZE + 1]  # type: ignore[no-any-return]


@prepared
def waiting(actor: Actor, stages: tuple[str, ...], at: datetime, *, late: bool) -> QuerySet[Case, Any]:
    rows = narrowed(Case.objects.visible_to(actor), Shown(stages, late), at)
    return rows.order_by().values_list("pk")[: MOST + 1]  # type: ignore[no-any-return]


def following_of(page: Page[Case], looked_at: str) -> str:
    numbers = [case.number for case in page.rows]
    place = numbers.index(looked_at) if looked_at in numbers else -1
    others = numbers[place + 1 :] or numbers[: max(place, 0)]
    return others[0] if others else ""


def inbox_response(
    request: HttpRequest, pane: Pane | None, status: int = 200, page: Page[Case] | None = None
) -> HttpResponse:
    """The whole page, or only its right pane when the list asks for that."""
    at, actor, view = timezone.now(), actor_of(request), view_of(request)
    page = page or inbox_page(actor, view, at)
    following = following_of(page, pane.case.number if pane else "")
    part = asks_for_part(request)
    inbox = Inbox(view, page, following) if part else with_counts(Inbox(view, page, following), actor, at)
    context = {
        "inbox": inbox,
        "pane": pane,
        "carry": inbox.carry,
        "chosen": bool(pane) and ("case" in request.GET or comes_from_inbox(request)),
        "now": at,
        "in_inbox": True,
    }
    name = "console/inbox/_case.html" if part else "console/inbox/inbox.html"
    return render(request, name, context, status=status)


def with_counts(inbox: Inbox, actor: Actor, at: datetime) -> Inbox:
    """Three queries, each of which stops at the thousandth row."""
    kinds = [(TO_SORT, False), (TO_SEND, False), (INBOX, True)]
    numbers = [Count(waiting.count(actor, stages, at, late=late)) for stages, late in kinds]
    return Inbox(inbox.view, inbox.page, inbox.following, *numbers)


def inbox_address_after(request: HttpRequest, case: Case) -> str:
    """The case itself while it waits here, else the next one."""
    number = case.number if case.stage in INBOX else request.POST.get("following", "")[:12]
    query = view_of(request).query(case=number)
    return reverse("console:inbox") + (f"?{query}" if query else "")
