"""Units called together: blow, report in, say what was done, end it, and say how it was. Units only; no person is named."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from linli.api.bodies import Body, Id, Reason, Text
from linli.api.cases import find as find_case
from linli.api.cases import pointed_to
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Number, Tag, version_in
from linli.cases.actions.whistling import MOST_UNITS, Called
from linli.cases.ledgers.calls import CallFilters, calls_for
from linli.cases.models import Whistle, WhistlePart
from linli.cases.reads_of_whistles import SHOWN, WhistlePage, whistle_page, whistles_for, with_parts
from linli.cases.rules_of_whistles import LONGEST_DONE
from linli.cases.verbs import WHISTLE_ACTS
from linli.kit.paging import page_of
from linli.places.models import Organisation

router = Router(tags=["whistles"])

RowId = Annotated[int, Field(ge=1, le=2**62)]
Few = Annotated[Text, Field(max_length=200)]


class CallBody(Body):
    """One unit by its number, and what is asked of it."""

    organisation: Id
    asked: Reason


class Blowing(Body):
    """`urgent` takes the shorter time of the rule book."""

    calls: Annotated[list[CallBody], Field(min_length=1, max_length=MOST_UNITS)]
    reason: Reason
    place: Annotated[Text, Field(min_length=1, max_length=120)]
    urgent: bool = False


class Ending(Body):
    note: Reason


class Saying(Body):
    reason: Reason


class Finishing(Body):
    did: Annotated[Text, Field(min_length=1, max_length=LONGEST_DONE)]


class RatingResponse(Body):
    mark: Literal["well", "partly", "badly"]
    words: Few = ""


class RatingCall(Body):
    mark: Literal["needed", "partly", "needless"]
    words: Few = ""


class PartAnswer(Schema):
    """`response`, `call`: what both sides said of it afterwards."""

    id: int
    organisation: int
    unit: str
    asked: str
    state: Literal["called", "arrived", "unable", "done", "excused"]
    reported_at: datetime | None
    unable_words: str
    did: str
    done_at: datetime | None
    excused_words: str
    response: str
    response_words: str
    call: str
    call_words: str
    may: list[str]


class WhistleAnswer(Schema):
    """`outcome`: "joint", or "lapsed" where the case ended first; empty while it goes on."""

    id: int
    number: str
    name: str
    caller: str
    reason: str
    place: str
    urgent: bool
    blown_at: datetime
    arrive_by: datetime
    ended_at: datetime | None
    outcome: str
    note: str
    parts: list[PartAnswer]


class WhistlesPage(Schema):
    rows: list[WhistleAnswer]
    after: str
    before: str


class WhistlesQuery(Schema):
    show: Literal[SHOWN] = "open"  # type: ignore[valid-type]
    organisation: RowId | None = None
    since: date | None = None
    until: date | None = None
    late: bool = False
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("/whistles", response=WhistlesPage, auth=Door("staff"))
def list_whistles(request: HttpRequest, asked: Query[WhistlesQuery]) -> dict[str, Any]:
    """The calls that you may see, the newest first: open ones, those you blew, those that call your unit, or ended ones.

    `organisation`: that call this unit. `late`: in which it, or any unit, came late or is silent past the time.
    """
    actor = request.actor  # type: ignore[attr-defined]
    rows = whistles_for(actor, asked.show)
    wanted = CallFilters(unit=asked.organisation, late=asked.late, since=asked.since, until=asked.until)
    if wanted != CallFilters():
        rows = rows.filter(pk__in=calls_for(actor, wanted, timezone.now()).values("whistle"))
    page = page_of(rows, order=("-blown_at", "-id"), cursor=asked.after, size=asked.limit)
    answers = [whistle_answer(whistle_page(one, actor)) for one in page]
    return {"rows": answers, "after": page.after, "before": page.before}


@router.get("/whistles/{whistle}", response=WhistleAnswer, auth=Door("staff"))
def read_whistle(request: HttpRequest, whistle: RowId) -> dict[str, Any]:
    """One call with the parts of all units."""
    return whistle_answer(whistle_page(find(request, whistle), request.actor))  # type: ignore[attr-defined]


@router.post("/cases/{number}/blow", response=WhistleAnswer, auth=Door("staff"))
def blow_whistle(
    request: HttpRequest,
    number: Number,
    body: Blowing,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Call these units to a case. Whoever has it keeps it."""
    case, units = find_case(request, number), Organisation.objects.current()
    calls = tuple(Called(pointed_to(units, one.organisation), one.asked) for one in body.calls)
    said = {"calls": calls, "reason": body.reason, "place": body.place, "urgent": body.urgent}
    more = {"at": timezone.now(), "key": key, "version": version_in(if_match)}
    blown = WHISTLE_ACTS["blow"](case, **said, by=request.actor, **more)  # type: ignore[attr-defined]
    return read_whistle(request, blown.pk)


@router.post("/whistles/{whistle}/end", response=WhistleAnswer, auth=Door("staff"))
def end_whistle(request: HttpRequest, whistle: RowId, body: Ending, key: Key | None = KEY) -> dict[str, Any]:
    """End it together: every part is done or excused."""
    found = find(request, whistle)
    acting = {"by": request.actor, "at": timezone.now(), "key": key}  # type: ignore[attr-defined]
    WHISTLE_ACTS["end_whistle"](found, note=body.note, **acting)
    return read_whistle(request, whistle)


@router.post("/whistles/{whistle}/parts/{part}/report_in", response=WhistleAnswer, auth=Door("staff"))
def report_in(request: HttpRequest, whistle: RowId, part: RowId, key: Key | None = KEY) -> dict[str, Any]:
    """Your unit is there."""
    return take(request, whistle, part, "report_in", None, key)


@router.post("/whistles/{whistle}/parts/{part}/beg_off", response=WhistleAnswer, auth=Door("staff"))
def beg_off(
    request: HttpRequest, whistle: RowId, part: RowId, body: Saying, key: Key | None = KEY
) -> dict[str, Any]:
    """Your unit cannot, and why."""
    return take(request, whistle, part, "beg_off", body, key)


@router.post("/whistles/{whistle}/parts/{part}/finish_part", response=WhistleAnswer, auth=Door("staff"))
def finish_part(
    request: HttpRequest, whistle: RowId, part: RowId, body: Finishing, key: Key | None = KEY
) -> dict[str, Any]:
    """Say what your unit did."""
    return take(request, whistle, part, "finish_part", body, key)


@router.post("/whistles/{whistle}/parts/{part}/excuse_part", response=WhistleAnswer, auth=Door("staff"))
def excuse_part(
    request: HttpRequest, whistle: RowId, part: RowId, body: Saying, key: Key | None = KEY
) -> dict[str, Any]:
    """Go on without this unit."""
    return take(request, whistle, part, "excuse_part", body, key)


@router.post("/whistles/{whistle}/parts/{part}/rate_response", response=WhistleAnswer, auth=Door("staff"))
def rate_response(
    request: HttpRequest, whistle: RowId, part: RowId, body: RatingResponse, key: Key | None = KEY
) -> dict[str, Any]:
    """How this unit answered this one call."""
    return take(request, whistle, part, "rate_response", body, key)


@router.post("/whistles/{whistle}/parts/{part}/rate_call", response=WhistleAnswer, auth=Door("staff"))
def rate_call(
    request: HttpRequest, whistle: RowId, part: RowId, body: RatingCall, key: Key | None = KEY
) -> dict[str, Any]:
    """Whether it was right to call your unit."""
    return take(request, whistle, part, "rate_call", body, key)


def find(request: HttpRequest, pk: int) -> Whistle:
    rows = with_parts(Whistle.objects.visible_to(request.actor))  # type: ignore[attr-defined]
    found: Whistle | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def take(
    request: HttpRequest, whistle: int, part: int, step: str, body: Body | None, key: str | None
) -> dict[str, Any]:
    row: WhistlePart | None = find(request, whistle).parts.select_related("whistle").filter(pk=part).first()
    if row is None:
        raise Http404
    said = body.dict() if body else {}
    WHISTLE_ACTS[step](row, **said, by=request.actor, at=timezone.now(), key=key)  # type: ignore[attr-defined]
    return read_whistle(request, whistle)


SAID = ("reason", "place", "urgent", "blown_at", "arrive_by", "ended_at", "outcome", "note")
DONE = (
    *("id", "asked", "state", "reported_at", "unable_words", "did", "done_at", "excused_words"),
    *("response", "response_words", "call", "call_words"),
)


def whistle_answer(page: WhistlePage) -> dict[str, Any]:
    return {
        **{name: getattr(page.whistle, name) for name in SAID},
        "id": page.whistle.pk,
        "number": page.case.number,
        "name": page.name,
        "caller": page.caller,
        "parts": [
            {
                **{name: getattr(line.part, name) for name in DONE},
                "organisation": line.part.organisation_id,
                "unit": line.part.organisation.name,
                "may": [step.key for step in line.steps],
            }
            for line in page.lines
        ],
    }
