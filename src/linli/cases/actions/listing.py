"""Put a case on a list that everybody reads, move it to another list, take it off; ask for parts and promise them."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import gives_a_reason
from linli.cases.actions.intake import says_something
from linli.cases.actions.moving import note
from linli.cases.actions.publishing import names_nobody, public_area_name
from linli.cases.models import Case, ListLine, Need, Pledge
from linli.cases.rules import can_delist, can_enlist
from linli.cases.rules_of_lists import (
    can_ask_for,
    can_end_need,
    can_keep_pledge,
    can_pledge,
    can_take_back_pledge,
    can_withhold_name,
    fits,
    gives_for_herself,
    is_asked_for,
    posts_in,
)
from linli.kit.action import action
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, Refused, no, permit, yes

LONGEST_TITLE = 60


@action
def enlist(case: Case, *, onto: str, title: str, wanted: str, by: Actor, at: datetime) -> ListLine:
    """Put the case on this list with reviewed text. On another list already, it moves; on this one, the text changes."""
    case = case.locked()
    permit(can_enlist(by, case))
    permit(fits(case, onto))
    for text in (title, wanted):
        permit(says_something(text))
        permit(names_nobody(text))

    standing = ListLine.objects.standing().filter(case=case).first()
    if standing is not None and standing.list_key == onto:
        line = _with_new_text(standing.locked(), title, wanted)
    else:
        line = _begun(case, onto, title, wanted, standing, at)
    note("enlisted", case, by=by, at=at, onto=onto, line=line.pk, left=_left(standing, onto))
    return line


def _left(standing: ListLine | None, onto: str) -> str:
    return standing.list_key if standing is not None and standing.list_key != onto else ""


def _with_new_text(line: ListLine, title: str, wanted: str) -> ListLine:
    line.title, line.wanted = title.strip()[:LONGEST_TITLE], wanted.strip()
    line.save_changes("title", "wanted")
    return line


def _begun(
    case: Case, onto: str, title: str, wanted: str, standing: ListLine | None, at: datetime
) -> ListLine:
    if standing is not None:
        _end(standing, at, went_to=onto)
    return ListLine.objects.create(
        case=case,
        list_key=onto,
        public=case.rulebook.lists[onto].public,
        title=title.strip()[:LONGEST_TITLE],
        wanted=wanted.strip(),
        area_name=public_area_name(case),
        area_path=case.area_path,
        since=at,
        came_from=standing,
    )


def _end(line: ListLine, at: datetime, went_to: str = "") -> None:
    line.until, line.went_to = at, went_to
    line.save_changes("until", "went_to")


@action
def delist(case: Case, *, reason: str, by: Actor, at: datetime) -> ListLine:
    """Take the case off its list. It still counts as once listed, without its text."""
    case = case.locked()
    permit(can_delist(by, case))
    permit(gives_a_reason(reason))

    line = ListLine.objects.standing().filter(case=case).first()
    if line is None:
        raise Refused(_("This case stands on no list."))
    line = line.locked()
    _end(line, at)

    note("delisted", case, by=by, at=at, off=line.list_key, line=line.pk, words=reason)
    return line


@action
def ask_for(
    case: Case, *, name: str, by: Actor, at: datetime, quantity: str = "", amount: Decimal | None = None
) -> Need:
    """Say that this part is needed: 20 lamps, or help for a day. A unit can promise it by itself."""
    case = case.locked()
    permit(can_ask_for(by, case))
    permit(says_something(name))
    permit(names_nobody(name))
    permit(is_counted(case, quantity, amount))

    need = Need.objects.create(
        case=case, name=name.strip()[:60], quantity=quantity, amount=amount, asked_at=at
    )
    note("need_asked", case, by=by, at=at, need=need.pk, quantity=quantity, amount=str(amount or ""))
    return need


def is_counted(case: Case, quantity: str, amount: Decimal | None) -> Answer:
    """An amount needs its unit, from the rule book's own list; a unit needs its amount."""
    if not quantity and amount is None:
        return yes
    if quantity not in case.rulebook.quantities:
        return no(_("Choose what is counted from the list."))
    if amount is None or amount <= 0:
        return no(_("Write an amount above nothing."))
    return yes


@action
def end_need(need: Need, *, by: Actor, at: datetime) -> Need:
    """This part is not needed any more. Promises made for it stay to be read."""
    case = need.case.locked()
    need = Need.objects.select_related("case").get(pk=need.pk)
    permit(can_end_need(by, need))

    need.ended_at = at
    need.save(update_fields=["ended_at"])
    note("need_ended", case, by=by, at=at, need=need.pk)
    return need


@action
def pledge(
    line: ListLine,
    *,
    kind: str,
    words: str,
    by: Actor,
    at: datetime,
    need: Need | None = None,
    amount: Decimal | None = None,
    named: bool = False,
) -> Pledge:
    """Promise things or hands in the name of one's unit: “we give 20 lamps”. Several units may.

    A person may for herself. `named`: her name may stand on the public page; without it everybody reads “a resident”.
    """
    case = line.case.locked()
    line = ListLine.objects.select_related("case").get(pk=line.pk)
    permit(can_pledge(by, line))
    permit(is_asked_for(need, case))
    permit(says_something(words))
    permit(names_nobody(words))
    permit(is_of_things_or_hands(kind, amount))

    post = None if gives_for_herself(by, case) else pledging_post(case, by)
    for_herself = post is None or post.organisation_id is None
    if for_herself and not named:
        permit(leaves_out(by.name, words))
    row: Pledge = Pledge.objects.create(
        case=case,
        need=need,
        organisation_id=post.organisation_id if post else None,
        post_id=post.id if post else None,
        account_id=by.account_id if post is None else None,
        named=named and for_herself,
        kind=kind,
        words=words.strip()[:120],
        amount=amount,
        promised_at=at,
    )
    note("pledged", case, by=as_giver(by, row), at=at, pledge=row.pk, kind=kind, amount=str(amount or ""))
    return row


def as_giver(by: Actor, pledge: Pledge) -> Actor:
    """Of a person who gave for herself the chain says only that it was one: who, stands with her promise alone."""
    herself = pledge.account_id is not None and pledge.account_id == by.account_id
    return Actor(kind="resident") if herself else by


def leaves_out(name: str, words: str) -> Answer:
    if not name or name not in words:
        return yes
    return no(_("Your own name stands in this sentence. Take it out, or say that it may stand on the page."))


def is_of_things_or_hands(kind: str, amount: Decimal | None) -> Answer:
    if kind not in {Pledge.Kind.THINGS, Pledge.Kind.HANDS}:
        return no(_("Promise things or hands here; money is promised with its sum."))
    if amount is not None and amount <= 0:
        return no(_("Write an amount above nothing."))
    return yes


def pledging_post(case: Case, by: Actor) -> HeldPost:
    posts = posts_in(case.rulebook.project.pledge, by, case)
    if not posts:
        raise Refused(_("Your posts do not reach this place."))
    return by.post if by.post in posts and by.post else posts[0]


@action
def keep_pledge(pledge: Pledge, *, by: Actor, at: datetime) -> Pledge:
    """What was promised has come."""
    case = pledge.case.locked()
    pledge = pledge.locked()
    permit(can_keep_pledge(by, pledge))

    pledge.kept_at = at
    pledge.save_changes("kept_at")
    note("pledge_kept", case, by=by, at=at, pledge=pledge.pk)
    return pledge


@action
def take_back_pledge(pledge: Pledge, *, reason: str, by: Actor, at: datetime) -> Pledge:
    """A promise that cannot be kept is taken back, with the reason for everybody to read."""
    case = pledge.case.locked()
    pledge = pledge.locked()
    permit(can_take_back_pledge(by, pledge))
    permit(gives_a_reason(reason))
    permit(names_nobody(reason))

    pledge.taken_back_at, pledge.why = at, reason.strip()[:200]
    pledge.save_changes("taken_back_at", "why")
    note("pledge_taken_back", case, by=as_giver(by, pledge), at=at, pledge=pledge.pk)
    return pledge


@action
def withhold_name(pledge: Pledge, *, by: Actor, at: datetime) -> Pledge:
    """From now on nobody reads who gave this."""
    case = pledge.case.locked()
    pledge = pledge.locked()
    permit(can_withhold_name(by, pledge))

    pledge.named = False
    pledge.save_changes("named")
    note("pledge_unnamed", case, by=as_giver(by, pledge), at=at, pledge=pledge.pk)
    return pledge
