"""Lists that everybody reads, what was achieved, and the public ledger of a project. Money is in fen."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from linli.api.bodies import WHOLE, AreaPath, Body, Code, Day, Hundredths, Id, Text
from linli.api.cases import OPEN, find, pointed_to
from linli.api.entry import Door
from linli.api.params import KEY, Key, Number
from linli.cases.actions import money
from linli.cases.actions.projects import count
from linli.cases.cashbook import entries_of, lines_of
from linli.cases.listings import amounts_by_case, amounts_of, with_case
from linli.cases.models import Case, ListLine, MoneyLine
from linli.cases.models.lists import SHOWN
from linli.cases.sums import sums_of
from linli.governance.reads import rulebook_for
from linli.kit.actor import ANONYMOUS
from linli.kit.paging import page_of
from linli.places.models import Organisation

router = Router(tags=["projects"])

Fen = Annotated[int, Field(ge=1, le=money.MOST_FEN), WHOLE]
Purpose = Annotated[Text, Field(min_length=1, max_length=120)]
Paper = Annotated[Text, Field(max_length=40)]
LineNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Counting(Body):
    """`quantity`: a key of the rule book's quantities. `hundredths`: 3650 for 36.5."""

    quantity: Annotated[Code, Field(min_length=1)]
    hundredths: Hundredths
    words: Annotated[Text, Field(max_length=120)] = ""
    on: Day | None = None


class Paying(Body):
    """`on`: today without it."""

    amount: Fen
    purpose: Purpose
    paper: Paper = ""
    on: Day | None = None


class Promising(Paying):
    """A partner is named by its `organisation`; residents who gave are counted by households, and nobody is named."""

    source: Literal["partner", "fiscal", "collective", "residents"]
    organisation: Id | None = None
    givers: Annotated[int, Field(ge=1, le=10**6), WHOLE] | None = None


class Reversing(Body):
    reason: Purpose


class AmountAnswer(Schema):
    name: str
    unit: str
    done: float
    planned: float | None = None


class ListedAnswer(Schema):
    id: int
    list_key: str
    title: str
    wanted: str
    area_name: str
    since: datetime
    state: str
    holder: str
    amounts: list[AmountAnswer]


class ListedPage(Schema):
    rows: list[ListedAnswer]
    after: str
    before: str


class MoneyAnswer(Schema):
    number: int
    side: str
    amount: int
    source: str
    unit: str
    purpose: str
    paper: str
    on: date
    towards: int | None
    reverses: int | None
    confirmed: bool


class LedgerAnswer(Schema):
    """`balance` is received − spent − returned; `waiting` is written down and not confirmed by a second person yet."""

    pledged: int
    received: int
    spent: int
    waiting: int
    returned: int
    balance: int
    free: int
    lines: list[MoneyAnswer]


class CountedAnswer(Schema):
    amounts: list[AmountAnswer]


class ListedQuery(Schema):
    area: AreaPath | None = None
    list_key: Code = ""
    state: Literal[SHOWN] | None = None  # type: ignore[valid-type]
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("/listed", response=ListedPage, auth=Door("public"), openapi_extra=OPEN)
def list_listed(request: HttpRequest, asked: Query[ListedQuery]) -> dict[str, Any]:
    """What stands on the public lists, the newest first: reviewed text, the unit that has it, what was achieved."""
    rows = with_case(ListLine.objects.visible_to(ANONYMOUS))
    if asked.area:
        rows = rows.inside(asked.area)
    if asked.list_key:
        rows = rows.on(asked.list_key)
    if asked.state:
        rows = rows.in_state(asked.state)
    page = page_of(rows, order=("-since", "-id"), cursor=asked.after, size=asked.limit)
    shown = [line for line in page if not is_sealed(line)]
    amounts = amounts_by_case(line.case for line in shown)
    answers = [listed_answer(line, amounts.get(line.case.pk, [])) for line in shown]
    return {"rows": answers, "after": page.after, "before": page.before}


def is_sealed(line: ListLine) -> bool:
    book = rulebook_for(line.area_path)
    return book is not None and book.is_sealed(line.case.category)


def listed_answer(line: ListLine, amounts: Any) -> dict[str, Any]:
    unit = line.case.holder_organisation
    return {
        **{name: getattr(line, name) for name in ("title", "wanted", "area_name", "since", "state")},
        "id": line.pk,
        "list_key": line.list_key,
        "holder": unit.name if unit else "",
        "amounts": [vars(amount) for amount in amounts],
    }


@router.get("/cases/{number}/ledger", response=LedgerAnswer, auth=Door("staff"))
def read_ledger(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Every line, and how it adds up."""
    return ledger_of(find(request, number))


def ledger_of(case: Case) -> dict[str, Any]:
    sums = sums_of(entries_of(case))
    names = ("pledged", "received", "spent", "waiting", "returned", "balance", "free")
    return {
        **{name: getattr(sums, name) for name in names},
        "lines": [money_answer(m) for m in lines_of(case)],
    }


def money_answer(line: MoneyLine) -> dict[str, Any]:
    names = ("number", "side", "amount", "source", "purpose", "paper", "on")
    return {
        **{name: getattr(line, name) for name in names},
        "unit": line.organisation.name if line.organisation else "",
        "towards": line.towards.number if line.towards else None,
        "reverses": line.reverses.number if line.reverses else None,
        "confirmed": hasattr(line, "confirmation"),
    }


@router.post("/cases/{number}/count", response=CountedAnswer, auth=Door("staff"))
def count_achieved(
    request: HttpRequest, number: Number, body: Counting, key: Key | None = KEY
) -> dict[str, Any]:
    """Write down a piece of what was achieved today; the pieces add up."""
    case = find(request, number)
    amount = Decimal(body.hundredths) / 100
    said = {"quantity": body.quantity, "amount": amount, "words": body.words, "on": body.on}
    count(case, **said, by=request.actor, at=timezone.now(), key=key)  # type: ignore[attr-defined, call-arg, arg-type]
    return {"amounts": [vars(amount) for amount in amounts_of(case)]}


@router.post("/cases/{number}/ledger/promise", response=LedgerAnswer, auth=Door("staff"))
def promise(request: HttpRequest, number: Number, body: Promising, key: Key | None = KEY) -> dict[str, Any]:
    """Write promised money down."""
    return done(request, number, money.promise_money, body, key)


@router.post("/cases/{number}/ledger/spend", response=LedgerAnswer, auth=Door("staff"))
def spend(request: HttpRequest, number: Number, body: Paying, key: Key | None = KEY) -> dict[str, Any]:
    """Write a spending down. It counts as spent when a second person has confirmed it."""
    return done(request, number, money.spend, body, key)


@router.post("/cases/{number}/ledger/{line}/receive", response=LedgerAnswer, auth=Door("staff"))
def receive(
    request: HttpRequest, number: Number, line: LineNumber, body: Paying, key: Key | None = KEY
) -> dict[str, Any]:
    """Money has come for this promise."""
    return done(request, number, money.receive, body, key, line)


@router.post("/cases/{number}/ledger/{line}/give-back", response=LedgerAnswer, auth=Door("staff"))
def give_back(
    request: HttpRequest, number: Number, line: LineNumber, body: Paying, key: Key | None = KEY
) -> dict[str, Any]:
    """What was left goes back to the giver of this promise."""
    return done(request, number, money.give_back, body, key, line)


@router.post("/cases/{number}/ledger/{line}/confirm", response=LedgerAnswer, auth=Door("staff"))
def confirm(request: HttpRequest, number: Number, line: LineNumber, key: Key | None = KEY) -> dict[str, Any]:
    """A second person confirms this spending."""
    return done(request, number, money.confirm_spending, None, key, line)


@router.post("/cases/{number}/ledger/{line}/reverse", response=LedgerAnswer, auth=Door("staff"))
def reverse(
    request: HttpRequest, number: Number, line: LineNumber, body: Reversing, key: Key | None = KEY
) -> dict[str, Any]:
    """Take a wrong line back by a line that says so."""
    return done(request, number, money.reverse_money, body, key, line)


def done(
    request: HttpRequest, number: str, act: Any, body: Body | None, key: str | None, line: int | None = None
) -> dict[str, Any]:
    """Do it about the case, or about one line of its ledger, and answer with the whole ledger."""
    case = find(request, number)
    subject: Case | MoneyLine | None = case if line is None else lines_of(case).filter(number=line).first()
    if subject is None:
        raise Http404
    said = body.dict() if body else {}
    if isinstance(body, Promising):
        said["organisation"] = pointed_to(Organisation.objects.current(), body.organisation)
    act(subject, **said, by=request.actor, at=timezone.now(), key=key)  # type: ignore[attr-defined]
    return ledger_of(case)
