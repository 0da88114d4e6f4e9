"""The public ledger of a project: pledged, received, spent, returned. Lines are added, never changed."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.intake import says_something
from linli.cases.actions.listing import leaves_out, pledging_post
from linli.cases.actions.moving import note
from linli.cases.actions.publishing import names_nobody
from linli.cases.cashbook import entries_of, lines_of
from linli.cases.models import Case, ListLine, MoneyConfirmation, MoneyLine, Pledge
from linli.cases.rules_of_lists import can_pledge, gives_in_a_post, posts_in
from linli.cases.rules_of_projects import (
    can_confirm_spending,
    can_reverse_money,
    can_write_money,
    has_happened,
    is_pledge,
    is_project,
)
from linli.cases.sums import Sums, sums_of
from linli.kit.action import action
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.kit.text import local_day, yuan
from linli.places.models import Organisation

MOST_FEN = 10_000_000_000_00  # ten milliards of yuan: beyond it somebody mistook the unit
Side = MoneyLine.Side


@action
def promise_money(
    case: Case,
    *,
    amount: int,
    source: str,
    purpose: str,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    givers: int | None = None,
    paper: str = "",
    on: date | None = None,
) -> MoneyLine:
    """Write down that money was promised: by a unit, by the budget, by the residents together."""
    case = case.locked()
    permit(can_write_money(by, case))
    permit(has_a_source(source, organisation))

    line = _begin(case, Side.PLEDGED, amount, purpose, _writing_post(case, by), by, at, on)
    line.source, line.organisation, line.givers, line.paper = source, organisation, givers, paper.strip()[:40]
    return _add(line, by, at)


@action
def pledge_money(
    line: ListLine,
    *,
    amount: int,
    words: str,
    by: Actor,
    at: datetime,
    source: str = "partner",
    named: bool = False,
) -> Pledge:
    """A unit promises money by one of its posts, on the list; the promise stands in the ledger at once."""
    case = line.case.locked()
    line = ListLine.objects.select_related("case").get(pk=line.pk)
    permit(can_pledge(by, line))
    permit(is_project(case))
    permit(gives_in_a_post(by, case))

    post = pledging_post(case, by)
    if post.organisation_id is None and not named:
        permit(leaves_out(by.name, words))
    money = _begin(case, Side.PLEDGED, amount, words, post, by, at, None)
    money.source, money.organisation_id = source, post.organisation_id
    money = _add(money, by, at)
    promise: Pledge = Pledge.objects.create(
        case=case,
        organisation_id=post.organisation_id,
        post_id=post.id,
        named=named and post.organisation_id is None,
        kind=Pledge.Kind.MONEY,
        words=words.strip()[:120],
        money=money,
        promised_at=at,
    )
    return promise


@action
def receive(
    pledge: MoneyLine,
    *,
    amount: int,
    purpose: str,
    by: Actor,
    at: datetime,
    paper: str = "",
    on: date | None = None,
) -> MoneyLine:
    """Promised money has come, all of it or a part."""
    case = pledge.case.locked()
    pledge = _read(pledge, case)
    permit(can_write_money(by, case))
    permit(is_pledge(pledge))
    outstanding = ledger_sums(case).of(pledge.pk).outstanding
    if amount > outstanding:
        raise Refused(
            _("Only %(most)s yuan of this promise are still to come. Write a further promise first.")
            % {"most": yuan(outstanding)}
        )
    return _towards(pledge, Side.RECEIVED, case, amount, purpose, paper, by, at, on)


@action
def give_back(
    pledge: MoneyLine,
    *,
    amount: int,
    purpose: str,
    by: Actor,
    at: datetime,
    paper: str = "",
    on: date | None = None,
) -> MoneyLine:
    """What was left goes back to the giver."""
    case = pledge.case.locked()
    pledge = _read(pledge, case)
    permit(can_write_money(by, case))
    permit(is_pledge(pledge))
    sums = ledger_sums(case)
    most = min(sums.of(pledge.pk).returnable, sums.free)
    if amount > most:
        raise Refused(_("At most %(most)s yuan can go back to this giver.") % {"most": yuan(max(most, 0))})
    return _towards(pledge, Side.RETURNED, case, amount, purpose, paper, by, at, on)


def _read(line: MoneyLine, case: Case) -> MoneyLine:
    """The line as it is now, under the lock of its case."""
    found: MoneyLine = lines_of(case).get(pk=line.pk)
    return found


def _towards(
    pledge: MoneyLine,
    side: str,
    case: Case,
    amount: int,
    purpose: str,
    paper: str,
    by: Actor,
    at: datetime,
    on: date | None,
) -> MoneyLine:
    line = _begin(case, side, amount, purpose, _writing_post(case, by), by, at, on)
    line.towards, line.paper = pledge, paper.strip()[:40]
    line.source, line.organisation_id, line.givers = pledge.source, pledge.organisation_id, None
    return _add(line, by, at)


@action
def spend(
    case: Case,
    *,
    amount: int,
    purpose: str,
    by: Actor,
    at: datetime,
    paper: str = "",
    on: date | None = None,
) -> MoneyLine:
    """Write a spending down. It holds the money at once and counts as spent when a second person has confirmed it."""
    case = case.locked()
    permit(can_write_money(by, case))
    free = ledger_sums(case).free
    if amount > free:
        raise Refused(
            _("Only %(most)s yuan are there to be spent: what was received, less what is spent already.")
            % {"most": yuan(free)}
        )
    line = _begin(case, Side.SPENT, amount, purpose, _writing_post(case, by), by, at, on)
    line.paper = paper.strip()[:40]
    return _add(line, by, at)


@action
def confirm_spending(line: MoneyLine, *, by: Actor, at: datetime) -> MoneyLine:
    """A second person has seen the paper and confirms the spending."""
    case = line.case.locked()
    line = _read(line, case)
    permit(can_confirm_spending(by, line))
    assert by.account_id is not None

    post = _post_of(case.rulebook.project.confirm, case, by)
    MoneyConfirmation.objects.create(
        line=line, written_by_id=line.account_id, account_id=by.account_id, post_id=post.id, at=at
    )
    note("spending_confirmed", case, by=by, at=at, line=line.number, amount=line.amount)
    return _read(line, case)


@action
def reverse_money(line: MoneyLine, *, reason: str, by: Actor, at: datetime) -> MoneyLine:
    """Take a wrong line back by a line that says so. Both stay to be read."""
    case = line.case.locked()
    line = _read(line, case)
    permit(can_reverse_money(by, line))
    permit(can_go(line, ledger_sums(case)))

    row = _begin(case, line.side, line.amount, reason, _writing_post(case, by), by, at, None)
    row.amount, row.reverses, row.towards = -line.amount, line, line.towards
    row.source, row.organisation_id, row.paper = line.source, line.organisation_id, line.paper
    return _add(row, by, at)


def can_go(line: MoneyLine, sums: Sums) -> Answer:
    """Whether everything still adds up without this line."""
    if line.side == Side.PLEDGED and sums.of(line.pk).received > 0:
        return no(_("Money was received for this promise. Take that line back first."))
    if line.side == Side.RECEIVED:
        own = sums.of(line.towards_id or 0)
        if line.amount > min(sums.free, own.returnable):
            return no(_("Of this money some is spent or given back already. Take those lines back first."))
    return yes


def _begin(
    case: Case,
    side: str,
    amount: int,
    purpose: str,
    post: HeldPost,
    by: Actor,
    at: datetime,
    on: date | None,
) -> MoneyLine:
    permit(is_a_sum(amount))
    permit(says_something(purpose))
    permit(names_nobody(purpose))
    day = on or local_day(at)
    permit(has_happened(day, local_day(at)))
    assert by.account_id is not None, "money is written by a person"
    return MoneyLine(
        case=case,
        side=side,
        amount=amount,
        purpose=purpose.strip()[:120],
        post_id=post.id,
        account_id=by.account_id,
        on=day,
        at=at,
    )


def _add(line: MoneyLine, by: Actor, at: datetime) -> MoneyLine:
    permit(names_nobody(line.paper))
    case = line.case
    last = MoneyLine.objects.of(case).order_by("-number").values_list("number", flat=True).first()
    line.number = (last or 0) + 1
    line.save(force_insert=True)
    facts: dict[str, Any] = {"line": line.number, "side": line.side, "amount": line.amount}
    if line.reverses is not None:
        facts["reverses"] = line.reverses.number
    note("money_written", case, by=by, at=at, **facts)
    return line


def is_a_sum(amount: int) -> Answer:
    if amount <= 0:
        return no(_("Write a sum above nothing."))
    if amount > MOST_FEN:
        return no(_("This sum is too large. Write it in yuan."))
    return yes


def has_a_source(source: str, organisation: Organisation | None) -> Answer:
    if source not in MoneyLine.Source.values:
        return no(_("Choose where the money comes from."))
    if source == MoneyLine.Source.PARTNER and organisation is None:
        return no(_("Say which unit promises the money."))
    return yes


def _writing_post(case: Case, by: Actor) -> HeldPost:
    return _post_of(case.rulebook.project.money, case, by)


def _post_of(roles: tuple[str, ...], case: Case, by: Actor) -> HeldPost:
    """Money is written by a person in a post, never by the clock."""
    posts = posts_in(roles, by, case)
    if not posts or by.account_id is None:
        raise Refused(_("Your posts do not reach this place."))
    return by.post if by.post in posts and by.post else posts[0]


def ledger_sums(case: Case) -> Sums:
    return sums_of(entries_of(case))
