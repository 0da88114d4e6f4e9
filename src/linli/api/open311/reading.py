"""What is told of requests: to everybody what stands on the board, to a key also what came through it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask
from linli.api.open311.keys import Caller
from linli.api.open311.places import Jurisdiction, off_the_doorstep
from linli.api.open311.services import service_behind, service_of_category
from linli.cases.models import Case, Publication
from linli.cases.numbers import tidy_number

MOST = 1000
FURTHEST = 20_000  # rows that one may turn pages through; beyond that narrower dates are quicker
SPAN = timedelta(days=90)
STATES = ("open", "closed")
PICTURE_SALT = "linli.open311.picture"
Plain = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which requests; with `numbers` nothing else counts."""

    numbers: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    states: frozenset[str] = frozenset(STATES)
    categories: tuple[str, ...] | None = None
    most: int = MOST
    page: int = 1

    def narrowed(self, rows: Any, case: str = "") -> Any:
        """Rows of cases, or of what leads to one by the prefix `case`."""
        if self.numbers:
            return rows.filter(**{f"{case}number__in": self.numbers})
        rows = rows.filter(**{f"{case}raised_at__gte": self.since, f"{case}raised_at__lt": self.until})
        if self.categories is not None:
            rows = rows.filter(**{f"{case}category__in": self.categories})
        if len(self.states) == 1:
            closed = Q(**{f"{case}stage": "closed"})
            rows = rows.filter(closed if "closed" in self.states else ~closed)
        return rows


def wanted(ask: Ask, where: Jurisdiction) -> Wanted:
    if ask.said("service_request_id"):
        numbers = tuple(tidy_number(one) for one in ask.all("service_request_id")[:MOST])
        return Wanted(numbers=numbers or ("",))
    since, until = span_of(ask)
    states = frozenset(state.lower() for state in ask.all("status")) or frozenset(STATES)
    if not states <= frozenset(STATES):
        raise Fault(400, _("“status” is open or closed."))
    codes = ask.all("service_code")
    found = [service_behind(where.book, code) for code in codes]
    categories = tuple(service.category for service in found if service) if codes else None
    return Wanted((), since, until, states, categories, *paging(ask))


def paging(ask: Ask) -> tuple[int, int]:
    """A common extension: page_size (at most a thousand) and page."""
    size = int(ask.number("page_size", 1, MOST) or MOST)
    return size, int(ask.number("page", 1, FURTHEST // size) or 1)


def span_of(ask: Ask) -> tuple[datetime, datetime]:
    """At most ninety days; of what was not given, the latest."""
    since, until = ask.moment("start_date"), ask.moment("end_date", end=True)
    if since is None and until is None:
        until = ask.at + timedelta(seconds=1)
    if until is None and since is not None:
        until = since + SPAN
    if since is None and until is not None:
        since = until - SPAN
    assert since is not None and until is not None
    if until - since > SPAN + timedelta(days=1):
        raise Fault(400, _("start_date and end_date may lie ninety days apart."))
    return since, until


@dataclass(frozen=True)
class Told:
    """One request as this caller may read it."""

    case: Case
    publication: Publication | None
    own: bool
    ask: Ask = field(repr=False)

    @property
    def status(self) -> str:
        return "open" if self.case.is_open else "closed"

    def line(self) -> Plain:
        case, service = self.case, service_of_category(self.case.rulebook, self.case.category)
        lat, lon = (case.lat, case.lon) if self.own else off_the_doorstep(case.lat, case.lon)
        return {
            "service_request_id": case.number,
            "status": self.status,
            "status_notes": self.notes,
            "service_name": service.name if service else None,
            "service_code": service.code if service else "",
            "description": self.description,
            "agency_responsible": self.agency,
            "service_notice": None,
            "requested_datetime": w3c(case.raised_at),
            "updated_datetime": w3c(self.updated_at),
            "expected_datetime": w3c(case.due_at) if self.own and case.due_at and case.is_open else None,
            "address": self.address,
            "address_id": None,
            "zipcode": None,
            "lat": lat,
            "long": lon,
            "media_url": self.picture,
        }

    @property
    def notes(self) -> str:
        """The end in plain words and what a person wrote of it; of an open case the step it has reached."""
        book, case = self.case.rulebook, self.case
        end = book.ends.get(case.end_state)
        said = (end.plain or end.name) if end else book.stage(case.stage)
        return "\n".join(filter(None, [said, self.publication.result if self.publication else ""]))

    @property
    def description(self) -> str:
        text = self.case.words.text if self.own else self.publication.problem if self.publication else ""
        return text[:4000]

    @property
    def agency(self) -> str | None:
        unit = self.case.holder_organisation if self.own else None
        return unit.name if unit else None

    @property
    def address(self) -> str:
        if self.own or self.publication is None:
            return ", ".join(filter(None, [self.case.place_words, self.case.area.name]))
        return self.publication.area_name

    @property
    def updated_at(self) -> datetime:
        case = self.case
        if case.closed_at is not None:
            return case.closed_at
        moments = (case.raised_at, case.registered_at, case.contacted_at, case.answered_at)
        return max(moment for moment in moments if moment)

    @property
    def picture(self) -> str | None:
        """Only for the key it came through, by an address that nobody can guess and that ends. The board shows none."""
        first = next(iter(self.case.pictures.all()), None) if self.own else None
        if first is None:
            return None
        sealed = signing.dumps([self.case.pk, first.digest], salt=PICTURE_SALT)
        return self.ask.request.build_absolute_uri(reverse("open311:picture", args=[sealed]))


def told(rows: Iterable[Told]) -> list[Plain]:
    return [row.line() for row in rows]


def requests_for(ask: Ask, where: Jurisdiction, caller: Caller, which: Wanted) -> list[Told]:
    """The newest first. Four queries, however many rows."""
    last = which.most * which.page
    public = which.narrowed(published(where, caller), "case__").order_by("-case__raised_at", "-case_id")[
        :last
    ]
    own = which.narrowed(own_cases(where, caller), "").order_by("-raised_at", "-id")[:last]
    boards = {row.case_id: row for row in public}
    mine = {case.pk: case for case in own if not case.rulebook.is_sealed(case.category)}
    both = [Told(case, boards.get(pk), True, ask) for pk, case in mine.items()]
    both += [Told(row.case, row, False, ask) for pk, row in boards.items() if pk not in mine]
    both.sort(key=lambda row: (row.case.raised_at, row.case.pk), reverse=True)
    return both[last - which.most : last]


def published(where: Jurisdiction, caller: Caller) -> Any:
    rows = Publication.objects.visible_to(caller.reading).inside(where.area.path)
    return rows.select_related("case")


def own_cases(where: Jurisdiction, caller: Caller) -> Any:
    """What came through this key; nothing without one."""
    rows = Case.objects.visible_to(caller.reading).inside(where.area.path)
    if caller.token is None:
        return rows.none()
    rows = rows.filter(source_key__startswith=caller.source)
    return rows.select_related("words", "area", "holder_organisation").prefetch_related("pictures")


def request_or_fault(number: str, ask: Ask, where: Jurisdiction, caller: Caller) -> Told:
    found = requests_for(ask, where, caller, Wanted(numbers=(tidy_number(number),)))
    if not found:
        raise Fault(404, _("There is no request with this number, or it is not open to you."))
    return found[0]


def w3c(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Update:
    """Something that was said or came of a request."""

    number: str
    request: str
    status: str
    at: datetime
    words: str

    def line(self) -> Plain:
        return {
            "update_id": self.number,
            "service_request_id": self.request,
            "status": self.status,
            "updated_datetime": w3c(self.at),
            "description": self.words,
            "media_url": None,
        }


def updates_of(row: Told) -> Iterator[Update]:
    """To everybody the published result; to the key also answers and sentences of the office, and the end."""
    case, public = row.case, row.publication
    if public is not None:
        yield Update(
            f"p{public.pk}-{public.version}", case.number, row.status, public.published_at, public.result
        )
    if not row.own:
        return
    for answer in case.answers.all():
        yield Update(f"a{answer.pk}", case.number, "open", answer.at, answer.text)
    for message in case.messages.all():
        if message.side == "office":
            yield Update(f"m{message.pk}", case.number, "open", message.at, message.text)
    if case.closed_at is not None:
        end = case.rulebook.ends.get(case.end_state)
        words = (end.plain or end.name) if end else ""
        yield Update(f"c{case.pk}-{case.round}", case.number, "closed", case.closed_at, words)


def updates_for(ask: Ask, where: Jurisdiction, caller: Caller) -> list[Update]:
    """Within the span, the oldest first: a program reads on from where it stopped."""
    since, until = span_of(ask)
    public = published(where, caller).filter(published_at__gte=since, published_at__lt=until)
    boards = {row.case_id: row for row in public.order_by("published_at", "id")[:MOST]}
    moved = Q(answers__at__gte=since, answers__at__lt=until) | Q(closed_at__gte=since, closed_at__lt=until)
    moved |= Q(messages__at__gte=since, messages__at__lt=until) | Q(pk__in=boards)
    own = own_cases(where, caller).filter(moved).prefetch_related("answers", "messages").distinct()
    rows = [Told(case, boards.get(case.pk), True, ask) for case in own.order_by("raised_at", "id")[:MOST]]
    mine = {row.case.pk for row in rows}
    rows += [Told(row.case, row, False, ask) for pk, row in boards.items() if pk not in mine]
    found = [
        update
        for row in rows
        if not (row.own and row.case.rulebook.is_sealed(row.case.category))
        for update in updates_of(row)
        if since <= update.at < until
    ]
    return sorted(found, key=lambda update: (update.at, update.number))[:MOST]
