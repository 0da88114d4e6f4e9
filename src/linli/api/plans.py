"""A project from behind, as its page shows it: the plan, its steps and quantities, what was counted, its pictures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from linli.api.bodies import Body, Code, Day, Hundredths, Id, Nothing, Reason, Text
from linli.api.cases import find, pointed_to
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Number, Tag, version_in
from linli.api.plan_answers import ProjectAnswer, answered
from linli.api.projects import Reversing
from linli.cases import listings
from linli.cases.actions import projects
from linli.cases.models import Achieved, Case, Milestone, Picture
from linli.people.models import Post

router = Router(tags=["projects"])

RowId = Annotated[int, Field(ge=1, le=2**62)]
Name = Annotated[Text, Field(min_length=1, max_length=60)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Planning(Body):
    """`lead`: the post that answers for it."""

    aim: Annotated[Text, Field(min_length=1, max_length=2000)]
    lead: Id
    starts_on: Day
    ends_on: Day


class Step(Body):
    name: Name
    due_on: Day


class Ticking(Body):
    """`on`: today without it. A step that is late says why; everybody reads it."""

    on: Day | None = None
    why_late: Annotated[Text, Field(max_length=200)] = ""


class PuttingOff(Body):
    due_on: Day
    reason: Reason


class Aiming(Body):
    """`quantity`: a key of the rule book's quantities. `hundredths`: 3650 for 36.5."""

    quantity: Annotated[Code, Field(min_length=1)]
    hundredths: Hundredths


class Captioning(Body):
    words: Annotated[Text, Field(max_length=60)] = ""


@router.get("/cases/{number}/project", response=ProjectAnswer, auth=Door("staff"))
def read_project(request: HttpRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """Everything planned, counted and promised. The money stands in the ledger."""
    return answered(find(request, number), response)


@router.post("/cases/{number}/plan", response=ProjectAnswer, auth=Door("staff"))
def write_plan(
    request: HttpRequest,
    number: Number,
    response: HttpResponse,
    body: Planning,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Write the plan, or write it anew. If-Match takes the version of the plan."""
    case, posts = find(request, number), Post.objects.visible_to(actor_of(request)).on(timezone.localdate())
    said = {**body.dict(), "lead": pointed_to(posts, body.lead)}
    return done(request, case, projects.plan, said, response, key, if_match)


@router.post("/cases/{number}/milestones", response=ProjectAnswer, auth=Door("staff"))
def set_milestone(
    request: HttpRequest, number: Number, response: HttpResponse, body: Step, key: Key | None = KEY
) -> dict[str, Any]:
    """Add a step with its day."""
    return done(request, find(request, number), projects.set_milestone, body.dict(), response, key)


@router.post("/cases/{number}/milestones/{milestone}/tick", response=ProjectAnswer, auth=Door("staff"))
def tick_milestone(
    request: HttpRequest,
    number: Number,
    milestone: RowId,
    response: HttpResponse,
    body: Ticking | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """The step is done. If-Match takes the version of the milestone."""
    row = row_of(Milestone, find(request, number), milestone)
    return done(request, row, projects.tick, (body or Ticking()).dict(), response, key, if_match)


@router.post("/cases/{number}/milestones/{milestone}/put-off", response=ProjectAnswer, auth=Door("staff"))
def put_off_milestone(
    request: HttpRequest,
    number: Number,
    milestone: RowId,
    response: HttpResponse,
    body: PuttingOff,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Give a step another day; the first one stays to be read."""
    row = row_of(Milestone, find(request, number), milestone)
    return done(request, row, projects.put_off, body.dict(), response, key, if_match)


@router.post("/cases/{number}/milestones/{milestone}/drop", response=ProjectAnswer, auth=Door("staff"))
def drop_milestone(
    request: HttpRequest,
    number: Number,
    milestone: RowId,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """The step is not needed any more."""
    row = row_of(Milestone, find(request, number), milestone)
    return done(request, row, projects.drop_milestone, {}, response, key, if_match)


@router.post("/cases/{number}/targets", response=ProjectAnswer, auth=Door("staff"))
def set_target(
    request: HttpRequest,
    number: Number,
    response: HttpResponse,
    body: Aiming,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Say how much of something the plan promises. If-Match takes the version of the quantity."""
    said = {"quantity": body.quantity, "amount": Decimal(body.hundredths) / 100}
    return done(request, find(request, number), projects.aim_at, said, response, key, if_match)


@router.post("/cases/{number}/pieces/{piece}/take-back", response=ProjectAnswer, auth=Door("staff"))
def take_back_piece(
    request: HttpRequest,
    number: Number,
    piece: RowId,
    response: HttpResponse,
    body: Reversing,
    key: Key | None = KEY,
) -> dict[str, Any]:
    """Take a wrong figure back by a counter-record."""
    row = row_of(Achieved, find(request, number), piece)
    return done(request, row, projects.uncount, body.dict(), response, key)


@router.post("/cases/{number}/pictures/{digest}/show", response=ProjectAnswer, auth=Door("staff"))
def show_picture(
    request: HttpRequest,
    number: Number,
    digest: Digest,
    response: HttpResponse,
    body: Captioning | None = None,
    key: Key | None = KEY,
) -> dict[str, Any]:
    """Put a picture of the case on its public page: looked at, with no person, door number or number plate on it."""
    row = picture_of(find(request, number), digest)
    return done(request, row, projects.show_picture, (body or Captioning()).dict(), response, key)


@router.post("/cases/{number}/pictures/{digest}/hide", response=ProjectAnswer, auth=Door("staff"))
def hide_picture(
    request: HttpRequest,
    number: Number,
    digest: Digest,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
) -> dict[str, Any]:
    """Take a picture off the public page."""
    return done(request, picture_of(find(request, number), digest), projects.hide_picture, {}, response, key)


def actor_of(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def row_of(kind: Any, case: Case, pk: int) -> Any:
    row = listings.row_of(kind, case, pk)
    if row is None:
        raise Http404
    return row


def picture_of(case: Case, digest: str) -> Picture:
    row = listings.picture_of(case, digest)
    if row is None:
        raise Http404
    return row


def done(
    request: HttpRequest,
    subject: Any,
    act: Callable[..., Any],
    said: dict[str, Any],
    response: HttpResponse,
    key: str | None,
    if_match: str | None = None,
) -> dict[str, Any]:
    """Do it under its key and version, and answer with the whole project as it is then."""
    seen = {"version": version_in(if_match)} if if_match else {}
    act(subject, **said, **seen, by=actor_of(request), at=timezone.now(), key=key)
    case = subject if isinstance(subject, Case) else subject.case
    return answered(case, response)
