"""What a project needs and who promised it: from its public line by whoever gives, from behind by those who plan."""

from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from linli.api.bodies import Body, Code, Giving, Hundredths, Id, Nothing
from linli.api.cases import OPEN, find
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Number, Tag, etag, version_in
from linli.api.plan_answers import NeedAnswer, PledgeAnswer, ProjectAnswer, need_answer, pledge_answers
from linli.api.plans import Name, RowId, actor_of, done, row_of
from linli.api.projects import Fen, ListedAnswer, Purpose, is_sealed, listed_answer
from linli.cases.actions import listing, money
from linli.cases.listings import amounts_of, needs_of, pledges_of, with_case
from linli.cases.models import ListLine, Need, Pledge
from linli.kit.actor import ANONYMOUS

router = Router(tags=["projects"])


class Needing(Body):
    """`quantity`, a key of the rule book's quantities, and `hundredths` go together: 3650 for 36.5."""

    name: Name
    quantity: Code = ""
    hundredths: Hundredths | None = None


class Pledging(Body):
    """`named`: a person's name may stand on the public page. Without it everybody reads “a resident”."""

    kind: Literal["things", "hands"]
    words: Purpose
    need: Id | None = None
    hundredths: Hundredths | None = None
    named: bool = False


class PledgingMoney(Body):
    amount: Fen
    words: Purpose
    named: bool = False


class LineAnswer(ListedAnswer):
    """One line with what is needed for it and who promised it, as everybody reads it."""

    needs: list[NeedAnswer]
    pledges: list[PledgeAnswer]


@router.get("/listed/{line}", response=LineAnswer, auth=Door("public"), openapi_extra=OPEN)
def read_listed(request: HttpRequest, line: RowId, response: HttpResponse) -> dict[str, Any]:
    """What is needed for it, and who promised what: units by name, persons only by their own word."""
    return line_answer(find_line(line), response)


@router.post("/listed/{line}/pledge", response=LineAnswer, auth=Door("signed-in"))
def pledge(
    request: HttpRequest,
    line: RowId,
    response: HttpResponse,
    body: Pledging,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Promise things or hands, in the name of your unit, or for yourself where the rule book lets residents."""
    found = find_line(line)
    need = row_of(Need, found.case, body.need) if body.need else None
    said = {"kind": body.kind, "words": body.words, "named": body.named, "need": need}
    return given(request, found, listing.pledge, {**said, "amount": of(body)}, response, key, if_match)


@router.post("/listed/{line}/pledge-money", response=LineAnswer, auth=Door("signed-in"))
def pledge_money(
    request: HttpRequest,
    line: RowId,
    response: HttpResponse,
    body: PledgingMoney,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Promise money, in fen, in the name of your unit. It stands in the ledger at once."""
    return given(request, find_line(line), money.pledge_money, body.dict(), response, key, if_match)


@router.post("/listed/{line}/pledges/{pledge}/take-back", response=LineAnswer, auth=Door("signed-in"))
def take_back_own(
    request: HttpRequest,
    line: RowId,
    pledge: RowId,
    response: HttpResponse,
    body: Giving,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """A promise that cannot be kept is taken back. If-Match takes the version of the promise."""
    found = find_line(line)
    row = row_of(Pledge, found.case, pledge)
    return given(request, found, listing.take_back_pledge, body.dict(), response, key, if_match, row)


@router.post("/listed/{line}/pledges/{pledge}/unname", response=LineAnswer, auth=Door("signed-in"))
def unname_own(
    request: HttpRequest,
    line: RowId,
    pledge: RowId,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """From now on nobody reads who gave this."""
    found = find_line(line)
    row = row_of(Pledge, found.case, pledge)
    return given(request, found, listing.withhold_name, {}, response, key, if_match, row)


@router.post("/cases/{number}/needs", response=ProjectAnswer, auth=Door("staff"))
def ask_for(
    request: HttpRequest, number: Number, response: HttpResponse, body: Needing, key: Key | None = KEY
) -> dict[str, Any]:
    """Say that this part is needed; it can be promised by itself."""
    said = {"name": body.name, "quantity": body.quantity, "amount": of(body)}
    return done(request, find(request, number), listing.ask_for, said, response, key)


@router.post("/cases/{number}/needs/{need}/end", response=ProjectAnswer, auth=Door("staff"))
def end_need(
    request: HttpRequest,
    number: Number,
    need: RowId,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
) -> dict[str, Any]:
    """This part is not needed any more; promises made for it stay."""
    return done(request, row_of(Need, find(request, number), need), listing.end_need, {}, response, key)


@router.post("/cases/{number}/pledges/{pledge}/keep", response=ProjectAnswer, auth=Door("staff"))
def keep_pledge(
    request: HttpRequest,
    number: Number,
    pledge: RowId,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """What was promised has come: said by those who plan."""
    row = row_of(Pledge, find(request, number), pledge)
    return done(request, row, listing.keep_pledge, {}, response, key, if_match)


@router.post("/cases/{number}/pledges/{pledge}/take-back", response=ProjectAnswer, auth=Door("staff"))
def take_back_pledge(
    request: HttpRequest,
    number: Number,
    pledge: RowId,
    response: HttpResponse,
    body: Giving,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Refuse a promise, or take it back, with the reason for everybody to read."""
    row = row_of(Pledge, find(request, number), pledge)
    return done(request, row, listing.take_back_pledge, body.dict(), response, key, if_match)


@router.post("/cases/{number}/pledges/{pledge}/unname", response=ProjectAnswer, auth=Door("staff"))
def unname_pledge(
    request: HttpRequest,
    number: Number,
    pledge: RowId,
    response: HttpResponse,
    body: Nothing | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Take a giver's name off the public page, for her."""
    row = row_of(Pledge, find(request, number), pledge)
    return done(request, row, listing.withhold_name, {}, response, key, if_match)


def of(body: Needing | Pledging) -> Decimal | None:
    return None if body.hundredths is None else Decimal(body.hundredths) / 100


def find_line(pk: int) -> ListLine:
    """A line that everybody reads, whoever asks."""
    row: ListLine | None = (
        with_case(ListLine.objects.visible_to(ANONYMOUS)).filter(pk=pk, public=True).first()
    )
    if row is None or is_sealed(row):
        raise Http404
    return row


def given(
    request: HttpRequest,
    line: ListLine,
    act: Any,
    said: dict[str, Any],
    response: HttpResponse,
    key: str | None,
    if_match: str | None,
    row: Pledge | None = None,
) -> dict[str, Any]:
    """Do it, about the line or one of its promises, and answer with the line as everybody reads it then."""
    seen, subject = version_in(if_match), line if row is None else row
    act(subject, **said, by=actor_of(request), at=timezone.now(), key=key, version=seen)
    return line_answer(find_line(line.pk), response)


def line_answer(line: ListLine, response: HttpResponse) -> dict[str, Any]:
    response["ETag"] = etag(line.version)
    pledges = pledges_of(line.case)
    return {
        **listed_answer(line, amounts_of(line.case)),
        "needs": [need_answer(one) for one in needs_of(line.case, pledges)],
        "pledges": pledge_answers(line.case, pledges),
    }
