"""Cases: raise one, list them, read one with its history."""

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from linli.api.answers import CaseAnswer, CasesPage, ReceiptAnswer
from linli.api.bodies import (
    AreaPath,
    CaseBody,
    Code,
    Kind,
    SpeakerBody,
    Text,
)
from linli.api.entry import Door
from linli.api.params import KEY, Key, Number, etag
from linli.api.shapes import AREA_FIELDS, case_answer, case_line, danger_answers, done_answer
from linli.cases.actions.aside import counted_in
from linli.cases.actions.intake import Intake, Speaker, can_raise, raise_case, usual_way
from linli.cases.columns import with_parts
from linli.cases.lists import Filters, cases_for
from linli.cases.models import Case
from linli.cases.questions import all_answered, dangers_told, given_of
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import case_numbered
from linli.cases.receipts import code_for
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.governance.vocabulary import CHANNELS, END_STATES, STAGES
from linli.kit.answer import Refused, permit
from linli.kit.lines import line_of
from linli.kit.paging import page_of
from linli.places.models import Area
from linli.places.reads import area_at

router = Router(tags=["cases"])
OPEN = {"x-open": True}
Stage = Literal["open", *STAGES]  # type: ignore[valid-type]
Channel = Literal[CHANNELS]  # type: ignore[valid-type]
End = Literal["counted", *END_STATES]  # type: ignore[valid-type]


class CaseQuery(Schema):
    model_config = ConfigDict(extra="ignore")

    stage: Stage | None = None
    kind: Kind | None = None
    category: Code = ""
    area: AreaPath | None = None
    unit: Annotated[int, Field(ge=1, le=2**62)] | None = None
    late: bool = False
    mine: bool = False
    words: Annotated[Text, Field(max_length=60)] = ""
    channel: Channel | None = None
    end_state: End | None = None
    verdict: Literal["any", "solved", "partly", "unsolved"] | None = None
    rung: Annotated[int, Field(ge=1, le=100)] | None = None
    urged: bool = False
    to_confirm: bool = False
    answered: Literal["any", "in_time", "late"] | None = None
    since: date | None = None
    until: Annotated[date, Field(le=date(9000, 1, 1))] | None = None
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.post("/cases", response={201: ReceiptAnswer}, auth=Door("public"), openapi_extra=OPEN)
def raise_a_case(
    request: HttpRequest, body: CaseBody, response: HttpResponse, key: Key | None = KEY
) -> Status[dict[str, Any]]:
    """Open a case. Anybody may, where the rule book of the place lets anybody; no account is needed."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    intake = intake_of(body, timezone.localdate(at))
    permit(can_raise(actor, intake))
    permit(all_answered(book_of(intake), intake.category, intake.details))
    raising = partial(raise_case, intake, by=actor, at=at, key=key)  # type: ignore[call-arg]
    case: Case = raising() if actor.account_id else counted_in(raising, line_of(request), at=at)
    response["Location"] = f"/api/v1/cases/{case.number}"
    response["ETag"] = etag(case.version)
    return Status(201, receipt_of(case, intake))


def intake_of(body: CaseBody, day: date) -> Intake:
    data = body.dict(exclude={"area", "speaker", "details"}) | {"details": given_of(body.details)}
    return Intake(**data, area=place_of(body, day), channel="api", speaker=speaker_of(body.speaker))


def speaker_of(body: SpeakerBody | None) -> Speaker:
    speaker = body.dict() if body else {}
    return Speaker(**speaker, way=usual_way(speaker.get("phone", ""), speaker.get("mail", "")))


def place_of(body: CaseBody, day: date) -> Area:
    """The area that was named, narrowed by the point. Raises Refused when neither leads to a place."""
    named = area_at_path(body.area) if body.area else None
    lat, lon = body.lat, body.lon
    point = area_at(lat, lon, day) if lat is not None and lon is not None else None
    if named and point and named.contains(point):
        return point
    if found := named or point:
        return found
    raise Refused(_("Say where it is: by the path of an area, or by a point inside one that is drawn."))


def book_of(intake: Intake) -> RuleBook:
    """By now somebody may raise a case there, so a rule book holds."""
    book = rulebook_for(intake.area.path)
    assert book is not None
    return book


def receipt_of(case: Case, intake: Intake) -> dict[str, Any]:
    book = book_of(intake)
    told = dangers_told(book, intake.category, intake.details)
    heard = book.dangers_in(intake.words, intake.category)
    dangers = [danger for danger in book.dangers if danger in (*heard, *told)]
    return {
        **done_answer(case),
        "code": code_for(case),
        "raised_at": case.raised_at,
        "dangers": danger_answers(dangers),
    }


@router.get("/cases", response=CasesPage, auth=Door("staff"))
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> dict[str, Any]:
    """The cases that you may see, the newest first.

    `words` must stand in a case as they are typed. `end_state` counted: the ends that stand in the rates. `verdict`: the
    resident's last word. `answered`: whether the first contact came in time. `urged`: somebody waits for an answer.
    `to_confirm`: an end waits for a second person.
    """
    filters = Filters(
        stage=asked.stage or "",
        category=asked.category,
        kind=asked.kind or "",
        area_path=asked.area or "",
        unit=asked.unit,
        late=asked.late,
        mine=asked.mine,
        words=asked.words,
        channel=asked.channel or "",
        end_state=asked.end_state or "",
        verdict=asked.verdict or "",
        rung=asked.rung,
        urged=asked.urged,
        to_confirm=asked.to_confirm,
        answered=asked.answered or "",
        since=asked.since,
        until=asked.until,
    )
    rows = with_parts(cases_for(request.actor, filters, timezone.now()), AREA_FIELDS)  # type: ignore[attr-defined]
    page = page_of(rows, order=("-raised_at", "-id"), cursor=asked.after, size=asked.limit)
    return {"rows": [case_line(case) for case in page], "after": page.after, "before": page.before}


@router.get("/cases/{number}", response=CaseAnswer, auth=Door("public"), openapi_extra=OPEN)
def read_a_case(request: HttpRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """One case with its whole history. Without an account the receipt code opens it."""
    case = find(request, number)
    response["ETag"] = etag(case.version)
    return case_answer(case_page(case, request.actor))  # type: ignore[attr-defined]


def find(request: HttpRequest, number: str) -> Case:
    found = case_numbered(request.actor, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def area_at_path(path: str) -> Area:
    found = Area.objects.current().filter(path=path).first()
    if found is None:
        raise Refused(_("There is no area with this path now. /api/v1/areas lists them."))
    return found


def pointed_to(rows: Any, number: int | None) -> Any:
    if number is None:
        return None
    found = rows.filter(pk=number).first()
    if found is None:
        raise Refused(_("The unit or post with this number is not there now."))
    return found
