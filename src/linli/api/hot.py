"""Hot issues: what many households speak of. The office raises one case for all of them, or sets the issue aside."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from linli.api.answers import Answer, AreaAnswer, CaseLine
from linli.api.bodies import Body, CaseNumber, Code, Reason, Title, Words
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Tag, version_in
from linli.api.shapes import AREA_FIELDS, area_answer, case_line
from linli.cases.actions.heating import Wording, set_aside, take_up
from linli.cases.columns import with_parts
from linli.cases.models import Case, HotIssue
from linli.cases.telltales import without
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.paging import page_of

router = Router(tags=["hot issues"])

MOST_CASES = 200
RowId = Annotated[int, Field(ge=1, le=2**62)]


class HotQuery(Schema):
    show: Literal["waiting", "all"] = "waiting"
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class HotLine(Answer):
    """`shared`: words that most of its texts have. `raised`: the number of the case that was raised for all of them."""

    id: int
    area: AreaAnswer
    category: str
    shared: str
    households: int
    first_at: datetime
    last_at: datetime
    found_at: datetime
    state: Literal["waiting", "raised", "set_aside"]
    raised: str
    version: int


class HotAnswer(HotLine):
    """`cases`: those of it that you may see, the newest first."""

    cases: list[CaseLine]


class HotPage(Answer):
    rows: list[HotLine]
    after: str
    before: str


class TakingUp(Body):
    """The office's own words. `cases`: the numbers of those that go on in the new case; one that has ended stays as it is."""

    title: Annotated[Title, Field(min_length=1)]
    words: Words
    category: Annotated[Code, Field(min_length=1)]
    cases: Annotated[list[CaseNumber], Field(max_length=MOST_CASES)] = []


class SettingAside(Body):
    reason: Reason


@router.get("/hot-issues", response=HotPage, auth=Door("console"))
def list_hot_issues(request: HttpRequest, asked: Query[HotQuery]) -> dict[str, Any]:
    """Those that wait for the office, or all of them; the newest first."""
    rows = issues_for(actor_of(request))
    rows = rows if asked.show == "all" else rows.waiting()
    page = page_of(rows, order=("-last_at", "-id"), cursor=asked.after, size=asked.limit)
    return {"rows": [issue_line(one) for one in page], "after": page.after, "before": page.before}


@router.get("/hot-issues/{hot}", response=HotAnswer, auth=Door("console"))
def read_hot_issue(request: HttpRequest, hot: RowId) -> dict[str, Any]:
    """One issue with its cases."""
    issue = find_issue(request, hot)
    rows = with_parts(cases_in(request, issue), AREA_FIELDS).order_by("-raised_at", "-id")
    return issue_line(issue) | {"cases": [case_line(case) for case in rows[:MOST_CASES]]}


@router.post("/hot-issues/{hot}/take_up", response=HotAnswer, auth=Door("console"))
def take_up_hot_issue(
    request: HttpRequest, hot: RowId, body: TakingUp, key: Key | None = KEY, if_match: Tag | None = IF_MATCH
) -> dict[str, Any]:
    """Raise one case for all. Everybody who spoke is told. If-Match takes the version of the issue."""
    issue = find_issue(request, hot)
    wording = Wording(body.title, body.words, category_of(issue, body.category))
    members = members_of(request, issue, body.cases)
    more: Any = {"at": timezone.now(), "key": key, "version": version_in(if_match)}
    take_up(issue, wording, members=members, by=actor_of(request), **more)
    return read_hot_issue(request, hot)


@router.post("/hot-issues/{hot}/set_aside", response=HotAnswer, auth=Door("console"))
def set_hot_issue_aside(
    request: HttpRequest,
    hot: RowId,
    body: SettingAside,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Not one matter, or nothing to be done about. If-Match takes the version of the issue."""
    issue = find_issue(request, hot)
    more: Any = {"at": timezone.now(), "key": key, "version": version_in(if_match)}
    set_aside(issue, reason=body.reason, by=actor_of(request), **more)
    return read_hot_issue(request, hot)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def issues_for(actor: Actor) -> Any:
    rows = HotIssue.objects.visible_to(actor).select_related("area", "raised")
    return rows.defer("area__outline")


def find_issue(request: HttpRequest, pk: int) -> HotIssue:
    found: HotIssue | None = issues_for(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cases_in(request: HttpRequest, issue: HotIssue) -> Any:
    return Case.objects.visible_to(actor_of(request)).filter(hot__issue=issue)


def category_of(issue: HotIssue, code: str) -> str:
    book = rulebook_for(issue.area_path)
    if book is None or book.category(code) is None:
        raise Refused(_("This category is not in the rule book. /api/v1/rulebook/… lists them."))
    return code


def members_of(request: HttpRequest, issue: HotIssue, numbers: list[str]) -> tuple[int, ...]:
    """In the order of their keys, so that the same cases sent twice are the same request."""
    known = dict(cases_in(request, issue).filter(number__in=numbers).values_list("number", "pk"))
    for number in numbers:
        if number not in known:
            raise Refused(_("Case %(number)s is none of this issue.") % {"number": number})
    return tuple(sorted(known.values()))


def issue_line(issue: HotIssue) -> dict[str, Any]:
    names = ("category", "households", "first_at", "last_at", "found_at", "version")
    return {
        **{name: getattr(issue, name) for name in names},
        "id": issue.pk,
        "area": area_answer(issue.area),
        "shared": without(issue.shared),
        "state": state_of(issue),
        "raised": issue.raised.number if issue.raised else "",
    }


def state_of(issue: HotIssue) -> str:
    if issue.raised_id is not None:
        return "raised"
    return "set_aside" if issue.set_aside_at else "waiting"
