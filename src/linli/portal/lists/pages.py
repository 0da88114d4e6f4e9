"""What the pages of the lists show: found by the address, in the words of the place."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from linli.cases.givers import giver_of
from linli.cases.listings import (
    Amount,
    LinePage,
    amounts_by_case,
    late_milestones,
    line_page,
    public_lists,
    settled,
    unsealed,
    with_case,
)
from linli.cases.models import Case, ListLine, Milestone, Pledge
from linli.cases.rules_of_lists import (
    can_claim_line,
    can_pledge,
    can_take_back_pledge,
    can_withhold_name,
    gives_for_herself,
)
from linli.governance.model import ListKind
from linli.kit.actor import ANONYMOUS, Actor
from linli.kit.answer import Answer
from linli.kit.text import local_day
from linli.people.models import Post
from linli.portal.holders import office_of
from linli.portal.keys import actor_of
from linli.portal.lists.forms import PledgeForm
from linli.portal.lists.words import LOOKS, STATE_WORDS
from linli.portal.locality import Locality, locality_or_404


@dataclass(frozen=True)
class Row:
    """A line of a list as its page shows it."""

    line: ListLine
    state: Any
    look: str
    holder: str
    amounts: tuple[Amount, ...]
    may_claim: Answer


@dataclass(frozen=True)
class Promise:
    """A promise: by whom, of what, and what became of it. `own`: the reader made it for herself."""

    pledge: Pledge
    giver: str
    state: str
    unit: str
    own: bool
    may_take_back: Answer
    may_withhold: Answer


def kind_or_404(locality: Locality, list_key: str) -> ListKind:
    found = next((kind for kind in public_lists(locality.book) if kind.key == list_key), None)
    if found is None:
        raise Http404
    return found


def lines_at(locality: Locality) -> Any:
    """The public lines of this place, the same for whoever reads."""
    rows = ListLine.objects.visible_to(ANONYMOUS).inside(locality.area_path)
    return unsealed(rows, locality.book)


def line_or_404(locality: Locality, list_key: str, number: int) -> ListLine:
    kind_or_404(locality, list_key)
    found: ListLine | None = with_case(lines_at(locality).on(list_key)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def rows_of(request: HttpRequest, lines: list[ListLine]) -> list[Row]:
    """One query for what was achieved on all of them."""
    actor, amounts = actor_of(request), amounts_by_case(line.case for line in lines)
    return [
        Row(
            line,
            STATE_WORDS[line.state],
            LOOKS.get(line.state, ""),
            taker_of(line.case),
            tuple(amounts.get(line.case_id, ())),
            can_claim_line(actor, line),
        )
        for line in lines
    ]


def taker_of(case: Case) -> str:
    """The unit, or the kind of post, that has taken it; nothing while nobody has."""
    if case.holder_organisation:
        return str(case.holder_organisation.name)
    return office_of(case, case.holder_post) if case.holder_post else ""


def promises_of(request: HttpRequest, page: LinePage) -> list[Promise]:
    actor, quantities = actor_of(request), page.case.rulebook.quantities
    found = []
    for pledge in page.pledges:
        kind = quantities.get(pledge.need.quantity) if pledge.need else None
        own = pledge.account_id is not None and pledge.account_id == actor.account_id
        may = can_take_back_pledge(actor, pledge), can_withhold_name(actor, pledge)
        state, unit = settled(pledge, page.sums), kind.unit if kind else ""
        found.append(Promise(pledge, giver_of(pledge), state, unit, own, *may))
    return found


def duty_holder(page: LinePage) -> str:
    """The unit and the post that answers for the plan; the name only where the rule book says so."""
    if page.plan is None:
        return ""
    post: Post = page.plan.lead
    name = post.account.name if page.case.rulebook.project.named else ""
    return " ".join(filter(None, [office_of(page.case, post), name]))


def respond_line(
    request: HttpRequest,
    locality: Locality,
    line: ListLine,
    *,
    form: PledgeForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    kind, actor, today = kind_or_404(locality, line.list_key), actor_of(request), local_day(timezone.now())
    page = line_page(line, kind)
    may_pledge = can_pledge(actor, line)
    late: tuple[Milestone, ...] = late_milestones(page.milestones, today)
    context = {
        "locality": locality,
        "page": page,
        "line": line,
        "row": rows_of(request, [line])[0],
        "promises": promises_of(request, page),
        "lead": duty_holder(page),
        "late": {milestone.pk for milestone in late},
        "today": today,
        "may_pledge": may_pledge,
        "form": form or (pledge_form(page, actor) if may_pledge else None),
        "for_herself": gives_for_herself(actor, line.case),
        "refused": refused,
        "signed_in": actor.account_id is not None,
    }
    return render(request, "portal/lists/line.html", context, status=status)


def pledge_form(page: LinePage, actor: Actor, data: Any = None) -> PledgeForm:
    """A person is asked whether her name may stand there; money she brings to the office."""
    herself = gives_for_herself(actor, page.case)
    person = herself or any(post.organisation_id is None for post in actor.posts)
    money = page.sums is not None and not herself
    return PledgeForm(data, needs=page.needs, money=money, person=person)


def found_line(request: HttpRequest, slug: str, list_key: str, number: int) -> tuple[Locality, ListLine]:
    locality = locality_or_404(slug)
    return locality, line_or_404(locality, list_key, number)
